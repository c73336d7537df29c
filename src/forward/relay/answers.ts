// Counts the answers of a target to requests of its client, and tells how long the last request went without one.
import { LARGEST_REQUEST } from './silence.js';

/** The first byte of a TLS handshake (RFC 8446 section 5.1). No other byte of a connection is looked at. */
export const HANDSHAKE = 22;

/**
 * Flights of the client that a TLS handshake has: ClientHello, and the message that ends it. A resumed session and
 * TLS 1.3 put the first request into the second one, where it is not seen.
 */
const HANDSHAKE_FLIGHTS = 2;

/** The longest alert in TLS, with AES-256-CBC and SHA-384: a flight so short may only be a close_notify. */
const LONGEST_ALERT = 85;

/**
 * A request is a flight of the client, that is all it sends until the target's next byte; an answer is that byte. In
 * TLS neither the handshake nor an alert is a request, so a visit that only looks at the certificate asks nothing.
 */
export class Answers {
  count = 0;
  /** When the last byte of an answer came, by the clock. */
  lastAt: number | undefined;
  /** The bytes of the present flight; 0 once the target has sent something. */
  private flight = 0;
  private flights = 0;
  private sentAt = 0;
  private settledMs: number | undefined;
  private isTls: boolean | undefined;

  /** @param clock monotonic, in ms */
  constructor(private readonly clock: () => number) {}

  clientSent(piece: Uint8Array): void {
    this.isTls ??= piece[0] === HANDSHAKE;
    if (this.flight === 0) this.flights += 1;
    this.flight += piece.length;
    // A client that gives up says so with an alert, which does not begin another wait.
    if (!this.isTls || piece.length > LONGEST_ALERT) this.sentAt = this.clock();
  }

  targetSent(): void {
    if (this.isAwaited) this.count += 1;
    if (this.count > 0) this.lastAt = this.clock();
    this.flight = 0;
  }

  /** To be called at the first FIN or cut: what comes later changes nothing. */
  settle(): void {
    this.settledMs ??= this.isAwaited && this.flight <= LARGEST_REQUEST ? this.clock() - this.sentAt : 0;
  }

  /** Whether a request is without an answer. */
  get isAwaited(): boolean {
    if (this.isTls) return this.flights > HANDSHAKE_FLIGHTS && this.flight > LONGEST_ALERT;
    return this.flight > 0;
  }

  /** How long, when it was settled, a request had been without an answer; 0 if none was. */
  get awaitedMs(): number {
    return this.settledMs ?? 0;
  }
}
