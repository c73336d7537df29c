// How long the target of a relay has been silent, and for how long it has owed the client an answer.

/** Times in ms. Nothing here has a timer; the relay says what happens. */
export class Silence {
  private readonly startedAt: number;
  private firstByteAt: number | undefined;
  private lastByteAt: number | undefined;
  private lastClientBytesAt = 0;
  /** When the client sent the first bytes that are still unanswered. */
  private unansweredSince: number | undefined;
  /** How long the client had waited in vain when it sent its last bytes; 0 if it had been answered before. */
  private gaveUpAfter = 0;
  private settledMs: number | undefined;
  /** How often the target has sent something after bytes of the client. */
  answers = 0;

  /** @param clock monotonic, in ms */
  constructor(private readonly clock: () => number) {
    this.startedAt = clock();
  }

  clientSent(): void {
    const now = this.clock();
    this.gaveUpAfter = this.unansweredSince === undefined ? 0 : now - this.lastClientBytesAt;
    this.lastClientBytesAt = now;
    this.unansweredSince ??= now;
  }

  targetSent(): void {
    this.lastByteAt = this.clock();
    this.firstByteAt ??= this.lastByteAt;
    if (this.unansweredSince !== undefined) this.answers += 1;
    this.unansweredSince = undefined;
  }

  /**
   * To be called at the first FIN or cut: bytes that the target sends later are no answer. A client that gives up on
   * TLS sends close_notify right before its FIN, and the reply to that is no answer either.
   */
  settle(): void {
    const since = this.unansweredSince;
    this.settledMs ??= since === undefined ? this.gaveUpAfter : this.clock() - since;
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
    return this.unansweredSince === undefined ? this.lastByteAt : undefined;
  }

  /** Since the target's last byte; undefined if none has come. */
  get silentMs(): number | undefined {
    return this.lastByteAt === undefined ? undefined : this.clock() - this.lastByteAt;
  }

  /** For how long, when it was settled, the target had left the client's last bytes unanswered; 0 if it had not. */
  get unansweredMs(): number {
    return this.settledMs ?? 0;
  }
}
