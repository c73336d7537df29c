// How often somebody may ask: a bucket of tokens for each, which fills up steadily.

/** More than these at a time is no household; then all begin anew. */
const MOST_CALLERS = 1000;

interface Bucket {
  tokens: number;
  /** When that was so. */
  at: number;
}

export class RequestLimit {
  private readonly buckets = new Map<string, Bucket>();

  /**
   * @param perSecond requests that may go on and on
   * @param burst requests that may come at once after a rest
   */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /**
   * @param now in ms, never going back
   * @param cost in tokens
   */
  allows(caller: string, now: number, cost = 1): boolean {
    if (this.buckets.size >= MOST_CALLERS) this.buckets.clear();
    const bucket = this.buckets.get(caller) ?? { tokens: this.burst, at: now };
    const tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.at) / 1000) * this.perSecond);
    const isAllowed = tokens >= cost;
    this.buckets.set(caller, { tokens: isAllowed ? tokens - cost : tokens, at: now });
    return isAllowed;
  }
}
