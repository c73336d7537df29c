// German local time without a zone, as the pages of a PPC gateway print it and its forms take it.
import { berlinOffset } from '../berlin-time.js';

const HOUR = 60 * 60 * 1000;

/** `2026-05-15 00:00:00`; `time` in epoch ms. */
export function formatLocal(time: number): string {
  return new Date(time + berlinOffset(time)).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Epoch ms; undefined for another form and for a time that does not exist. The hour that autumn has twice means its
 * first run.
 */
export function parseLocal(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const asUtc = Date.parse(`${text.replace(' ', 'T')}Z`);
  return [asUtc - 2 * HOUR, asUtc - HOUR].find((time) => !Number.isNaN(time) && formatLocal(time) === text);
}
