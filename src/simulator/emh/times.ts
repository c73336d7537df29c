// Times in the paths and answers of an EMH CASA: German legal time with its offset.
import { berlinMidnights, berlinOffset } from '../berlin-time.js';
import { Refusal } from '../refusal.js';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest span of one list, in ms: a month, in October an hour longer. */
const MAX_SPAN = 31 * DAY + HOUR;

/** From `from` to before `to`, epoch ms. */
export interface EntrySpan {
  readonly from: number;
  readonly to: number;
}

/** `2026-04-03T18:14:43+02:00`. */
export function formatTime(time: number): string {
  const offset = berlinOffset(time);
  return `${new Date(time + offset).toISOString().slice(0, 19)}+0${offset / HOUR}:00`;
}

/** `from..to`, each a date or a time with its offset. Throws a Refusal (400) for others, and beyond a month. */
export function parseSpan(text: string): EntrySpan {
  const [from = NaN, to = NaN, more] = text.split('..').map(parseTime);
  if (more === undefined && from <= to && to - from <= MAX_SPAN) return { from, to };
  throw new Refusal(400, 'Expected as span: from..to, such as 2026-04-01..2026-05-01, at most a month.');
}

/** Epoch ms; NaN for other texts. A date is its midnight. */
function parseTime(text: string): number {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/.test(text)) return Date.parse(text);
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return NaN;
  const utc = Date.parse(`${text}T00:00:00Z`);
  return utc - berlinOffset(utc - 2 * HOUR);
}

/** The begins of the German months t with after < t ≤ until, epoch ms. */
export function monthStarts(after: number, until: number): number[] {
  return berlinMidnights(after, until).filter((time) => formatTime(time).slice(8, 10) === '01');
}
