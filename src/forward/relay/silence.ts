// How long the target of a relay has been silent, and for how long it has owed the client an answer.

/**
 * Most bytes of a request, with its TLS and a client's repetitions. More of them without an answer are a transfer in one
 * direction, which owes no answer.
 */
export const LARGEST_REQUEST = 65_536;

/** Bytes after so long a rest begin something new, such as the next poll on a kept connection; in ms. */
const LONG_REST_MS = 2000;

/** Times in ms. Nothing here has a timer; the relay says what happens. */
export class Silence {
  private readonly startedAt: number;
  private firstByteAt: number | undefined;
  private lastByteAt: number | undefined;
  private lastClientBytesAt = 0;
  /** The client's bytes since the target's last ones. */
  private unanswered = 0;
  /** How long the client had waited in vain when it sent its last bytes; 0 if it had been answered before. */
  private gaveUpAfter = 0;
  private settled: { readonly ms: number; readonly bytes: number } | undefined;
  /** How often the target has sent something after bytes of the client. */
  answers = 0;
  /** When a rest of more than {@link LONG_REST_MS} last ended, by the clock. */
  resumedAt: number | undefined;

  /** @param clock monotonic, in ms */
  constructor(private readonly clock: () => number) {
    this.startedAt = clock();
  }

  clientSent(bytes: number): void {
    this.resume();
    this.gaveUpAfter = this.waited;
    this.lastClientBytesAt = this.clock();
    this.unanswered += bytes;
  }

  targetSent(): void {
    this.lastByteAt = this.clock();
    this.firstByteAt ??= this.lastByteAt;
    if (this.unanswered > 0) this.answers += 1;
    this.unanswered = 0;
  }

  /**
   * To be called at the first FIN or cut: bytes that the target sends later are no answer. A client that gives up on
   * TLS sends close_notify right before its FIN, and the reply to that is no answer either.
   */
  settle(): void {
    this.resume();
    this.settled ??= { ms: Math.max(this.waited, this.gaveUpAfter), bytes: this.unanswered };
  }

  private resume(): void {
    const now = this.clock();
    if (now - (this.restingSince ?? now) >= LONG_REST_MS) this.resumedAt = now;
  }

  /** How long the client has waited behind a request, if nothing has answered it. */
  private get waited(): number {
    const isRequest = this.unanswered > 0 && this.unanswered <= LARGEST_REQUEST;
    return isRequest ? this.clock() - this.lastClientBytesAt : 0;
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

  /** How long, when it was settled, the client had waited in vain behind a request; 0 if it had not. */
  get unansweredMs(): number {
    return this.settled?.ms ?? 0;
  }

  /** The client's bytes, when it was settled, since the target's last ones. */
  get unansweredBytes(): number {
    return this.settled?.bytes ?? 0;
  }
}
