// How long the connections of each forward took: two histograms whose few buckets fit a gateway, and two summaries.
import type { ConnectionRecord } from '../forward/record.js';
import type { Family } from './exposition.js';

type Field = 'queueMs' | 'connectMs' | 'firstByteMs' | 'durationMs';

/** Upper bounds in seconds: a cable's milliseconds, and up to the 15 s of a full reading. */
const CONNECT = [0.01, 0.1, 1];
const ANSWER = [0.1, 1, 5, 15];

interface Duration {
  readonly what: string;
  readonly help: string;
  readonly field: Field;
  /** None: only sum and count. */
  readonly bounds: readonly number[];
}

const DURATIONS: readonly Duration[] = [
  { what: 'queue', help: 'Waiting for the turn at the target', field: 'queueMs', bounds: [] },
  {
    what: 'connect',
    help: 'From the start of connecting until the target had accepted',
    field: 'connectMs',
    bounds: CONNECT,
  },
  {
    what: 'first_byte',
    help: 'From then until the first byte of the target',
    field: 'firstByteMs',
    bounds: ANSWER,
  },
  { what: 'connection', help: 'From accept until both sides were closed', field: 'durationMs', bounds: [] },
];

/** Of one duration: how many were within each bound and not within the one before, and beyond the last. */
interface Tally {
  readonly within: number[];
  sum: number;
  count: number;
}

/** Of one forward. */
export class Durations {
  private readonly tallies = DURATIONS.map(({ bounds }): Tally => ({
    within: bounds.map(() => 0),
    sum: 0,
    count: 0,
  }));

  /** A step that did not happen has no duration. */
  ended(record: ConnectionRecord): void {
    DURATIONS.forEach(({ field, bounds }, index) => {
      const ms = record[field];
      const tally = this.tallies[index];
      if (ms === undefined || tally === undefined) return;
      const seconds = ms / 1000;
      tally.sum += seconds;
      tally.count += 1;
      const place = bounds.findIndex((bound) => seconds <= bound);
      if (place >= 0) tally.within[place] = (tally.within[place] ?? 0) + 1;
    });
  }

  tally(index: number): Tally | undefined {
    return this.tallies[index];
  }
}

export const DURATION_FAMILIES: readonly Family<{
  readonly durations: Durations;
  readonly hasTurns: boolean;
}>[] = DURATIONS.map(({ what, help, bounds }, index) => ({
  name: `${what}_duration_seconds`,
  type: bounds.length === 0 ? 'summary' : 'histogram',
  help,
  samples: ({ durations, hasTurns }, _put, putAs) => {
    const tally = durations.tally(index);
    if (tally === undefined || (what === 'queue' && !hasTurns)) return;
    const { within, sum, count } = tally;
    let total = 0;
    const put = putAs('_bucket');
    bounds.forEach((bound, place) => put(`le="${bound}"`, (total += within[place] ?? 0)));
    if (bounds.length > 0) put('le="+Inf"', count);
    putAs('_sum')('', sum);
    putAs('_count')('', count);
  },
}));
