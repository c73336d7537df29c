// Durations as people write them: 500ms, 5s, 15m, 1h, and 0 for "off".
import { parsed, refused, type ParseResult } from './problem.js';

const UNIT_MS = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** 24 days, in ms: Node's timers end at 2^31 - 1 ms (24.8 days) and would fire at once beyond that. */
export const MAX_DURATION_MS = 24 * 24 * UNIT_MS.h;

const EXPECTED = 'a duration such as 500ms, 5s, 15m or 1h (0 = off), at most 576h';

/** Parses a duration to ms; 0 is "off". A number without a unit is refused: it could be seconds or ms. */
export function parseDuration(text: string): ParseResult<number> {
  if (text === '0') return parsed(0);
  if (/^\d+$/.test(text)) return refused(`${EXPECTED}, with its unit: ms, s, m or h`);
  const [, amount, unit] = /^(0|[1-9]\d*)(ms|s|m|h)$/.exec(text) ?? [];
  if (amount === undefined) return refused(EXPECTED);
  const milliseconds = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  return milliseconds <= MAX_DURATION_MS ? parsed(milliseconds) : refused(EXPECTED);
}

/** The shortest exact text for whole ms: the largest unit that leaves no remainder. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  const [unit, size] = Object.entries(UNIT_MS).find(([, each]) => milliseconds % each === 0) ?? ['ms', 1];
  return `${milliseconds / size}${unit}`;
}
