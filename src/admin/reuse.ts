// Makes something anew at each request while there is processor time for it, and else gives the last one again.

/** A twentieth of a processor, and the time that may be spent at once, in ms. */
const SHARE = 0.05;
const BURST_MS = 200;

/** An answer is made anew after that long, in ms, whatever the last one cost: Prometheus asks each 15 seconds. */
const OLDEST_MS = 10_000;

export class Reuse<T> {
  private last: { readonly value: T } | undefined;
  private budgetMs = BURST_MS;
  /** A promise is pending: a request meanwhile gets the same one. */
  private isMaking = false;
  private filledAt = performance.now();

  /** @param make may return a promise, whose time counts until it is settled */
  constructor(private readonly make: () => T) {}

  /** As of now, or of some moments ago: the more expensive it is, the older it may be. */
  get(): T {
    const from = performance.now();
    this.budgetMs = Math.min(BURST_MS, this.budgetMs + (from - this.filledAt) * SHARE);
    this.filledAt = from;
    if (this.last !== undefined && (this.isMaking || this.budgetMs <= 0)) return this.last.value;
    this.isMaking = true;
    const value = this.make();
    this.last = { value };
    const done = (): void => {
      this.isMaking = false;
      this.budgetMs = Math.max(this.budgetMs - (performance.now() - from), -OLDEST_MS * SHARE);
    };
    if (value instanceof Promise) value.then(done, done);
    else done();
    return value;
  }
}
