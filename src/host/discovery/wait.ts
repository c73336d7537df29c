// Waiting for answers: until time is up, or a little longer than the first answer, for those of others.

export interface Patience {
  /** How long to wait for a first answer, in ms. */
  readonly longestMs: number;
  /** How long to wait for further ones after the first, in ms. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A wait that can be cut short: `answered()` at the first answer, `end()` when there is nothing to wait for. */
export class Wait {
  readonly over: Promise<void>;
  private resolve: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private hasAnswer = false;

  constructor(private readonly patience: Patience) {
    this.over = new Promise((resolve) => (this.resolve = resolve));
    patience.signal?.addEventListener('abort', this.end);
    if (patience.signal?.aborted === true) this.end();
  }

  /** Begins to count: from construction until then it waits without limit. */
  start(): void {
    if (!this.hasAnswer) this.endAfter(this.patience.longestMs);
  }

  answered(): void {
    if (this.hasAnswer) return;
    this.hasAnswer = true;
    this.endAfter(this.patience.graceMs);
  }

  readonly end = (): void => {
    clearTimeout(this.timer);
    this.patience.signal?.removeEventListener('abort', this.end);
    this.resolve();
  };

  private endAfter(ms: number): void {
    clearTimeout(this.timer);
    // On a machine that was busy an answer may be there already, and timers come first.
    this.timer = setTimeout(() => setImmediate(this.end), ms);
  }
}
