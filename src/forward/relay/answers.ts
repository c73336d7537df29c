// Counts the answers of a target to requests of its client, and tells how long the last request went without one.
import { APPLICATION_DATA, HANDSHAKE, TlsRecords } from './tls-records.js';

/**
 * An alert as TLS 1.3 encrypts it (RFC 8446 sections 5.2 and 6): two bytes, the content type and the tag. The record says
 * application data, and so does the one of close_notify.
 */
const ENCRYPTED_ALERT_BYTES = 19;

/**
 * Most bytes of a request, with a client's repetitions. More of them without an answer are a transfer in one direction,
 * which owes no answer.
 */
const LARGEST_REQUEST = 65_536;

/**
 * A request is application data of the client, an answer the next application data of the target. Without TLS every
 * byte is application data. The handshake and alerts are not, so a visit that only looks at the certificate asks nothing.
 *
 * TLS 1.3 sends the end of the handshake as application data as well. There the client's first such record is no
 * request. TLS 1.3 is known by data of the target that comes before any of the client.
 */
export class Answers {
  count = 0;
  /** When the last byte of an answer came, by the clock. */
  lastAt: number | undefined;
  /** The bytes of the request that is without an answer; 0 if none is. */
  private asked = 0;
  private askedAt = 0;
  private settledMs: number | undefined;
  private isTls: boolean | undefined;
  private isTls13 = false;
  private hasClientData = false;
  private readonly fromClient = new TlsRecords();
  private readonly fromTarget = new TlsRecords();

  /** @param clock monotonic, in ms */
  constructor(private readonly clock: () => number) {}

  clientSent(piece: Uint8Array): void {
    this.isTls ??= piece[0] === HANDSHAKE;
    if (this.isTls) this.fromClient.read(piece, this.onClientRecord);
    else this.requested(piece.length);
  }

  targetSent(piece: Uint8Array): void {
    if (this.isTls === true) this.fromTarget.read(piece, this.onTargetRecord);
    else this.answered();
  }

  /** To be called at the first FIN or cut: what comes later changes nothing. */
  settle(): void {
    const isRequest = this.asked > 0 && this.asked <= LARGEST_REQUEST;
    this.settledMs ??= isRequest ? this.clock() - this.askedAt : 0;
  }

  /** Whether a request is without an answer. */
  get isAwaited(): boolean {
    return this.asked > 0;
  }

  /** How long, when it was settled, a request had been without an answer; 0 if none was. */
  get awaitedMs(): number {
    return this.settledMs ?? 0;
  }

  private readonly onClientRecord = (type: number, length: number): void => {
    if (!this.isData(type, length)) return;
    if (this.hasClientData || !this.isTls13) this.requested(length);
    this.hasClientData = true;
  };

  private readonly onTargetRecord = (type: number, length: number): void => {
    if (type === APPLICATION_DATA) this.isTls13 ||= !this.hasClientData;
    if (this.isData(type, length)) this.answered();
  };

  private isData(type: number, length: number): boolean {
    return type === APPLICATION_DATA && !(this.isTls13 && length <= ENCRYPTED_ALERT_BYTES);
  }

  private requested(bytes: number): void {
    this.asked += bytes;
    this.askedAt = this.clock();
  }

  private answered(): void {
    if (this.asked > 0) this.count += 1;
    if (this.count > 0) this.lastAt = this.clock();
    this.asked = 0;
  }
}
