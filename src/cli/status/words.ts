// Times, sizes and closed lists in the words of the status.
import { durationText } from '../../config/duration.js';
import { localTime } from '../../log/local-time.js';
import type { StatusTexts } from './texts.en.js';

type TimeWords = Pick<StatusTexts, 'point' | 'justNow' | 'ago'>;

/** How long before `now` something was, in full seconds or minutes; both by the same clock: ISO 8601. */
function before(time: string, now: string, point: string): string {
  const ms = Date.parse(now) - Date.parse(time);
  const step = ms < 60_000 ? 1000 : 60_000;
  return durationText(Math.floor(ms / step) * step, point);
}

/** `12 s ago`; `just now` for less than a second. */
export function ago(time: string, now: string, words: TimeWords): string {
  const isNow = Date.parse(now) - Date.parse(time) < 1000;
  return isNow ? words.justNow : words.ago(before(time, now, words.point));
}

/** `2026-11-20 08:15 (3 d 2 h)`, the time in this machine's zone. */
export function since(time: string, now: string, { point }: TimeWords): string {
  const minute = localTime(new Date(time)).slice(0, -':00.000'.length);
  return `${minute} (${before(time, now, point)})`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `812 B`, `3.5 kB`, `34 MB`: decimal units. */
export function size(bytes: number, { point }: TimeWords): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be written as 1000.
  for (; value >= (unit === 0 ? 1000 : 999.5) && unit < UNITS.length - 1; unit += 1) value /= 1000;
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits).replace('.', point)} ${UNITS[unit] ?? ''}`;
}

/** A newer service may send words that this program does not know: then the word itself. */
export function wordsFor(words: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(words, key) ? (words[key] ?? key) : key;
}
