// Sums for each of the last 60 minutes, in memory of fixed size and without a timer.
import { MINUTES } from './sizes.js';

export const MINUTE_MS = 60_000;

/** Times are of performance.now(), and must not go back. */
export class LastHour {
  private readonly sums = new Array<number>(MINUTES).fill(0);
  /** The minute, counted from the start of the process, of the newest sum. */
  private newest = 0;

  add(amount: number, now: number): void {
    this.turnTo(now);
    this.sums[this.newest % MINUTES] = (this.sums[this.newest % MINUTES] ?? 0) + amount;
  }

  /** The oldest minute first; the last one is not over yet. */
  values(now: number): number[] {
    this.turnTo(now);
    const oldest = this.newest + 1;
    return this.sums.map((_, index) => this.sums[(oldest + index) % MINUTES] ?? 0);
  }

  total(now: number): number {
    return this.values(now).reduce((sum, each) => sum + each, 0);
  }

  private turnTo(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    const passed = Math.min(minute - this.newest, MINUTES);
    for (let back = 0; back < passed; back += 1) this.sums[(minute - back) % MINUTES] = 0;
    this.newest = minute;
  }
}
