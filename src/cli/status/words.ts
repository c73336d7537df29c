// Times, sizes and counts as the status tells them.
import { localTime } from '../../log/local-time.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Each from this many ms on, in units of so many, with the next smaller ones. */
const SPANS = [
  { from: 2 * DAY, large: DAY, largeUnit: 'd', small: HOUR, smallUnit: 'h' },
  { from: HOUR, large: HOUR, largeUnit: 'h', small: MINUTE, smallUnit: 'min' },
] as const;

/** `35 ms`, `1.2 s`, `12 s`, `5 min`, `3 h 12 min`, `4 d 3 h`; less than nothing is nothing. */
export function span(ms: number): string {
  const least = Math.max(0, ms);
  const long = SPANS.find(({ from }) => least >= from);
  if (long !== undefined) {
    const rest = Math.floor((least % long.large) / long.small);
    const large = `${Math.floor(least / long.large)} ${long.largeUnit}`;
    return rest === 0 ? large : `${large} ${rest} ${long.smallUnit}`;
  }
  if (least >= MINUTE) return `${Math.floor(least / MINUTE)} min`;
  if (least >= 10 * SECOND) return `${Math.floor(least / SECOND)} s`;
  return least < SECOND ? `${Math.floor(least)} ms` : `${Math.floor(least / 100) / 10} s`;
}

/** How long before `now` something was, in whole seconds; both by the same clock: ISO 8601. */
function before(time: string, now: string): string {
  return span(Math.floor((Date.parse(now) - Date.parse(time)) / SECOND) * SECOND);
}

/** `12 s ago`; `just now` for less than a second. */
export function ago(time: string, now: string): string {
  return Date.parse(now) - Date.parse(time) < SECOND ? 'just now' : `${before(time, now)} ago`;
}

/** `2026-11-20 08:15 (3 d 2 h)`, the time in the zone of who reads it. */
export function since(time: string, now: string): string {
  const minute = localTime(new Date(time)).slice(0, -':00.000'.length);
  return `${minute} (${before(time, now)})`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** `812 B`, `3.5 kB`, `34 MB`: decimal units. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be written as 1000.
  for (; value >= (unit === 0 ? 1000 : 999.5) && unit < UNITS.length - 1; unit += 1) value /= 1000;
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}
