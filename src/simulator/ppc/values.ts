// The readings of the meter, newest first: one for each quarter of an hour.
import { SLOT, type MeterChannel } from '../household.js';
import type { Meter } from '../meter.js';
import type { TimeSpan } from './span.js';

/** The meter is read one second after each quarter of an hour. */
const CAPTURE_DELAY = 1000;
/** Readings on a page. A guess; a day and its last midnight fit, because clients fetch those as one page. */
export const PAGE_SIZE = 100;

/** The OBIS codes in hex. */
export const LOGICAL_NAMES: Readonly<Record<MeterChannel, string>> = {
  consumption: '0100010800ff',
  'feed-in': '0100020800ff',
};

/** Both registers at one time (epoch ms), in 0.1 Wh. */
export interface PairedReading {
  readonly time: number;
  readonly counts: Readonly<Record<MeterChannel, number>>;
}

/** Undefined if the meter is too new to have one. */
export function newestReading(meter: Meter, now: number): PairedReading | undefined {
  return readingsBetween(meter, { from: now - SLOT, to: now }, now)[0];
}

/** One page of the span, from 1. */
export function readingsPage(meter: Meter, span: TimeSpan, now: number, page: number) {
  const { first, count } = slotsOf(meter, span, now);
  const skipped = (page - 1) * PAGE_SIZE;
  const shown = Math.max(0, Math.min(PAGE_SIZE, count - skipped));
  const readings = Array.from({ length: shown }, (_, index) => read(meter, first - (skipped + index) * SLOT));
  return { readings, isLast: skipped + shown >= count };
}

/** All of the span. */
export function readingsBetween(meter: Meter, span: TimeSpan, now: number): PairedReading[] {
  const { first, count } = slotsOf(meter, span, now);
  return Array.from({ length: count }, (_, index) => read(meter, first - index * SLOT));
}

/** The newest quarter of an hour with a reading in the span, and how many there are. */
function slotsOf(meter: Meter, { from, to }: TimeSpan, now: number) {
  const first = Math.floor((Math.min(to, now) - CAPTURE_DELAY) / SLOT) * SLOT;
  const last = Math.ceil(Math.max(from - CAPTURE_DELAY, meter.since(now)) / SLOT) * SLOT;
  return { first, count: Math.max(0, (first - last) / SLOT + 1) };
}

function read(meter: Meter, slot: number): PairedReading {
  const counts = { consumption: meter.count('consumption', slot), 'feed-in': meter.count('feed-in', slot) };
  return { time: slot + CAPTURE_DELAY, counts };
}
