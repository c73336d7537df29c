// Sums for each of the last minutes or hours, in memory of fixed size and without a timer.

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** Times are of performance.now(), and must not go back. */
export class Sums {
  private readonly sums: number[];
  /** The span, counted from the start of the process, of the newest sum. */
  private newest = 0;

  /** @param spanMs the length of each of the `count` spans */
  constructor(
    private readonly count: number,
    private readonly spanMs: number,
  ) {
    this.sums = new Array<number>(count).fill(0);
  }

  add(amount: number, now: number): void {
    this.turnTo(now);
    this.sums[this.newest % this.count] = (this.sums[this.newest % this.count] ?? 0) + amount;
  }

  /** The oldest span first; the last one is not over yet. */
  values(now: number): number[] {
    this.turnTo(now);
    const oldest = this.newest + 1;
    return this.sums.map((_, index) => this.sums[(oldest + index) % this.count] ?? 0);
  }

  total(now: number): number {
    return this.values(now).reduce((sum, each) => sum + each, 0);
  }

  private turnTo(now: number): void {
    const span = Math.floor(now / this.spanMs);
    const passed = Math.min(span - this.newest, this.count);
    for (let back = 0; back < passed; back += 1) this.sums[(span - back) % this.count] = 0;
    this.newest = span;
  }
}
