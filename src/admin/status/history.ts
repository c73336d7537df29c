// The last hours of a forward, each in a word: read, not read, or the gateway unreachable.
import { HOURS } from './sizes.js';
import { HOUR_MS, Sums } from './sums.js';

/** In this order, if several hold. */
export type HourState = 'read' | 'unreachable' | 'notRead';

export class History {
  private readonly readings = new Sums(HOURS, HOUR_MS);
  private readonly outages = new Sums(HOURS, HOUR_MS);

  read(now: number): void {
    this.readings.add(1, now);
  }

  /** To be called every now and then while the target is unreachable. */
  unreachable(now: number): void {
    this.outages.add(1, now);
  }

  /** The oldest hour first, the last one is not over yet; hours before the start of the process as well. */
  hours(now: number): HourState[] {
    const outages = this.outages.values(now);
    return this.readings.values(now).map((readings, index) => {
      if (readings > 0) return 'read';
      return (outages[index] ?? 0) > 0 ? 'unreachable' : 'notRead';
    });
  }
}
