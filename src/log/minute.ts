// The minutes by which the log counts: each begins with the first record after the one before.

const MINUTE_MS = 60_000;

export class Minute {
  private timer: NodeJS.Timeout | undefined;

  /** @param over writes what the minute has only counted */
  constructor(private readonly over: () => void) {}

  /** Begins a minute, unless one is running. */
  begin(): void {
    this.timer ??= setTimeout(this.end, MINUTE_MS).unref();
  }

  /** Ends the running minute, now. */
  readonly end = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.over();
  };
}
