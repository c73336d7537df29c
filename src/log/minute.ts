// The minutes by which the log counts.

const MINUTE_MS = 60_000;

/** A minute that begins with the first record after the one before. */
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

/** So many uses in any minute, whenever it begins. */
export class MinuteLimit {
  /** When each of the last uses was, in a ring. */
  private readonly uses: number[];
  private oldest = 0;

  /** @param clock monotonic, in ms */
  constructor(
    limit: number,
    private readonly clock: () => number,
  ) {
    this.uses = new Array<number>(limit).fill(-Infinity);
  }

  /** Counts a use if it is within the limit. */
  use(): boolean {
    const now = this.clock();
    if (now - (this.uses[this.oldest] ?? 0) < MINUTE_MS) return false;
    this.uses[this.oldest] = now;
    this.oldest = (this.oldest + 1) % this.uses.length;
    return true;
  }
}
