// How long the target of a relay has been silent, and whether it has answered: for turns, and for what is known of it.

/** Times in ms. Nothing here has a timer; the relay says what happens. */
export class Silence {
  private readonly startedAt: number;
  private firstByteAt: number | undefined;
  private lastByteAt: number | undefined;
  private lastClientBytesAt = 0;
  /** The client's bytes since the target's last ones. */
  private unanswered = 0;
  /** How often the target has sent something after bytes of the client. */
  answers = 0;

  /** @param clock monotonic, in ms */
  constructor(private readonly clock: () => number) {
    this.startedAt = clock();
  }

  clientSent(bytes: number): void {
    this.lastClientBytesAt = this.clock();
    this.unanswered += bytes;
  }

  targetSent(): void {
    this.lastByteAt = this.clock();
    this.firstByteAt ??= this.lastByteAt;
    if (this.unanswered > 0) this.answers += 1;
    this.unanswered = 0;
  }

  /** From the start to the target's first byte; undefined if none has come. */
  get firstByteMs(): number | undefined {
    return this.firstByteAt === undefined ? undefined : this.firstByteAt - this.startedAt;
  }

  /** Since when no byte has come from either side, by the clock. */
  get quietSince(): number {
    return Math.max(this.startedAt, this.lastClientBytesAt, this.lastByteAt ?? 0);
  }

  /** The same, if the target has answered the client's last bytes; otherwise undefined. */
  get restingSince(): number | undefined {
    return this.unanswered === 0 ? this.lastByteAt : undefined;
  }

  /** Since the target's last byte; undefined if none has come. */
  get silentMs(): number | undefined {
    return this.lastByteAt === undefined ? undefined : this.clock() - this.lastByteAt;
  }
}
