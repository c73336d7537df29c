// Numbers, sizes and times as the reader's language writes them.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From what size on a unit is used, in bytes: powers of ten, as on the label of a disk. */
const SIZES = /** @type {const} */ ([
  [1e12, 'terabyte'],
  [1e9, 'gigabyte'],
  [1e6, 'megabyte'],
  [1e3, 'kilobyte'],
]);

export class Format {
  /** Making one takes longer than using it. @readonly @type {Map<string, Intl.NumberFormat>} */
  #units = new Map();

  /**
   * @param {string} locale a language tag such as de or en-GB
   * @param {string} justNow what to say of something a moment ago
   * @param {string} [timeZone] the browser's own if left out
   */
  constructor(locale, justNow, timeZone) {
    this.locale = locale;
    this.justNow = justNow;
    this.counts = new Intl.NumberFormat(locale);
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
    this.time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
    this.exactTime = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
    this.day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
    this.dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
    this.full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', timeZone });
  }

  /** @param {number} count */
  count(count) {
    return this.counts.format(count);
  }

  /** @param {number} bytes */
  bytes(bytes) {
    // A number that would be rounded up to the next unit has it already.
    const [size, unit] = SIZES.find(([from]) => bytes >= from * 0.9995) ?? [1, 'byte'];
    if (unit === 'byte') return this.#unit(bytes, 'byte', 'long');
    return this.#unit(bytes / size, unit, 'short', bytes / size < 99.95 ? 1 : 0);
  }

  /** How long something took; the units of durationText() in src/config/duration.ts. @param {number} ms */
  duration(ms) {
    if (ms < 999.5) return this.#unit(Math.round(ms), 'millisecond', 'short');
    if (ms < 9950) return this.#unit(ms / 1000, 'second', 'short', 1);
    const seconds = Math.round(ms / 1000);
    if (seconds < 60) return this.#unit(seconds, 'second', 'short');
    if (seconds < 3600) return this.#pair(seconds, 60, 'minute', 'second');
    const minutes = Math.round(seconds / 60);
    if (minutes < 24 * 60) return this.#pair(minutes, 60, 'hour', 'minute');
    return this.#pair(Math.round(minutes / 60), 24, 'day', 'hour');
  }

  /** @param {number} ms how long ago */
  ago(ms) {
    if (ms < 3000) return this.justNow;
    if (ms < MINUTE_MS) return this.relative.format(-Math.floor(ms / 1000), 'second');
    if (ms < HOUR_MS) return this.relative.format(-Math.floor(ms / MINUTE_MS), 'minute');
    if (ms < 2 * DAY_MS) return this.relative.format(-Math.floor(ms / HOUR_MS), 'hour');
    return this.relative.format(-Math.floor(ms / DAY_MS), 'day');
  }

  /**
   * The time, and the day unless it is today.
   *
   * @param {Date} date
   * @param {Date} today
   */
  moment(date, today = new Date()) {
    const isToday = this.day.format(date) === this.day.format(today);
    return isToday ? this.time.format(date) : this.dayAndTime.format(date);
  }

  /**
   * @param {number} value
   * @param {string} unit
   * @param {'short' | 'long'} unitDisplay
   * @param {number} digits after the point
   */
  #unit(value, unit, unitDisplay, digits = 0) {
    const key = `${unit} ${unitDisplay} ${digits}`;
    const options = /** @type {const} */ ({
      style: 'unit',
      unit,
      unitDisplay,
      maximumFractionDigits: digits,
    });
    const format = this.#units.get(key) ?? new Intl.NumberFormat(this.locale, options);
    this.#units.set(key, format);
    // A number and its unit stay on one line.
    return format.format(value).replaceAll(' ', '\u00a0');
  }

  /**
   * Two units, the smaller one only if there is any of it.
   *
   * @param {number} amount of the smaller
   * @param {number} per how many of the smaller make one of the larger
   * @param {string} large
   * @param {string} small
   */
  #pair(amount, per, large, small) {
    const head = this.#unit(Math.floor(amount / per), large, 'short');
    return amount % per === 0 ? head : `${head} ${this.#unit(amount % per, small, 'short')}`;
  }
}
