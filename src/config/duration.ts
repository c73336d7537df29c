// Durations in ms as text: as people write them in options (500ms, 5s, 15m, 1h, 0 for "off"), and as they read them.
import { parsed, refused, type ParseResult } from './problem.js';

const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** 24 days, in ms: Node's timers end at 2^31 - 1 ms (24.8 days) and would fire at once beyond that. */
export const MAX_DURATION_MS = 24 * 24 * UNIT_MS.h;

const EXPECTED = {
  en: 'a duration such as 500ms, 5s, 15m or 1h (0 = off), at most 576h',
  de: 'eine Dauer wie 500ms, 5s, 15m oder 1h (0 = aus), höchstens 576h',
};

const EXPECTED_UNIT = {
  en: `${EXPECTED.en}, with its unit: ms, s, m or h`,
  de: `${EXPECTED.de}, mit ihrer Einheit: ms, s, m oder h`,
};

/** Parses a duration to ms; 0 is "off". A number without a unit is refused: it could be seconds or ms. */
export function parseDuration(text: string): ParseResult<number> {
  if (text === '0') return parsed(0);
  if (/^\d+$/.test(text)) return refused(EXPECTED_UNIT);
  const [, amount, unit] = /^(0|[1-9]\d*)(ms|s|m|h)$/.exec(text) ?? [];
  if (amount === undefined) return refused(EXPECTED);
  const milliseconds = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return milliseconds <= MAX_DURATION_MS ? parsed(milliseconds) : refused(EXPECTED);
}

/** As an option: the shortest exact text for whole ms, which reads back as the same. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  const [unit, size] = Object.entries(UNIT_MS).find(([, each]) => milliseconds % each === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}

/**
 * For people: `35 ms`, `1.2 s`, `12 s`, `3 min 12 s`, `3 h 12 min`, `4 d 3 h`. Rounded, so that it is no text for an option.
 *
 * @param ms below 0 counts as 0
 * @param point the decimal point of the language
 */
export function durationText(ms: number, point = '.'): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9950) return `${Math.round(ms / 100) / 10} s`.replace('.', point);
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return pair(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(minutes, 60, 'h', 'min');
  return pair(Math.round(minutes / 60), 24, 'd', 'h');
}

/** Two units; the smaller one is left out where there is none of it. */
function pair(amount: number, per: number, large: string, small: string): string {
  const rest = amount % per;
  return `${Math.floor(amount / per)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
