// A wait for answers: ends after a timeout, or a grace period after the first answer.

export interface Patience {
  /** How long to wait for a first answer, in ms. */
  readonly longestMs: number;
  /** How long to wait for further ones after the first, in ms. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A wait that answers, an abort signal or `end()` cut short. */
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

  /** Starts the timeout; before this call the wait has no limit. */
  start(): void {
    this.endWithin(this.patience.longestMs);
  }

  answered(): void {
    this.endWithin(this.patience.graceMs);
  }

  /** Ends the wait after this time, unless it ends sooner. */
  endWithin(ms: number): void {
    const endsAt = performance.now() + ms;
    if (endsAt >= this.endsAt) return;
    this.endsAt = endsAt;
    clearTimeout(this.timer);
    // Timers run before I/O: on a busy machine an answer may be waiting already.
    this.timer = setTimeout(() => setImmediate(this.end), ms);
  }

  readonly end = (): void => {
    this.endsAt = -Infinity;
    clearTimeout(this.timer);
    this.patience.signal?.removeEventListener('abort', this.end);
    this.resolve();
  };
}
