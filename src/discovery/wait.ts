// Waiting for answers: until time is up, or a little longer than the first answer, for those of others.

export interface Patience {
  /** How long to wait for a first answer, in ms. */
  readonly longestMs: number;
  /** How long to wait for further ones after the first, in ms. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A wait that can be cut short: by an answer, or by `end()` when there is nothing to wait for. */
export class Wait {
  readonly over: Promise<void>;
  private resolve: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private endsAt = Infinity;

  constructor(private readonly patience: Patience) {
    this.over = new Promise((resolve) => (this.resolve = resolve));
    patience.signal?.addEventListener('abort', this.end);
    if (patience.signal?.aborted === true) this.end();
  }

  /** Begins to count: from construction until then it waits without limit. */
  start(): void {
    this.endWithin(this.patience.longestMs);
  }

  answered(): void {
    this.endWithin(this.patience.graceMs);
  }

  /** Ends after this time, if it does not end sooner anyway. */
  endWithin(ms: number): void {
    const endsAt = performance.now() + ms;
    if (endsAt >= this.endsAt) return;
    this.endsAt = endsAt;
    clearTimeout(this.timer);
    // On a machine that was busy an answer may be there already, and timers come first.
    this.timer = setTimeout(() => setImmediate(this.end), ms);
  }

  readonly end = (): void => {
    this.endsAt = -Infinity;
    clearTimeout(this.timer);
    this.patience.signal?.removeEventListener('abort', this.end);
    this.resolve();
  };
}
