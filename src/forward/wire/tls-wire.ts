// A wire with TLS over another wire: its bytes are plaintext, its FIN is close_notify, its RST that of the other wire.
import type { TLSSocket } from 'node:tls';
import { errorCode } from '../../error-code.js';
import type { SocketEnds } from './addresses.js';
import { hangUp } from './hang-up.js';
import { NO_CLOSE_NOTIFY } from './tls-codes.js';
import { NO_OWNER, type Wire, type WireReader } from './wire.js';

/**
 * Owns the inner wire and the TLS connection on it, after the handshake. Closes when the inner wire does. A part of
 * what is read waits as plaintext here while the reader waits: at most the records of one piece of the inner wire.
 */
export class TlsWire implements Wire {
  owner = NO_OWNER;
  private reader: WireReader | undefined;
  /** The last piece is still the reader's. */
  private isLent = false;
  /** close_notify has come. */
  private hasEnded = false;
  private hasFailed = false;
  private isEnding = false;
  /** FIN has come before close_notify. */
  private isCutOff = false;

  constructor(
    private readonly inner: Wire,
    private readonly tls: TLSSocket,
  ) {
    inner.owner = this;
    tls.pause();
    tls.on('data', this.onData).on('end', this.onEnd);
    tls.on('error', (error) => {
      this.fail(errorCode(error));
    });
  }

  get isOpen(): boolean {
    return this.inner.isOpen && !this.hasFailed;
  }

  get ends(): SocketEnds {
    return this.inner.ends;
  }

  /** Plaintext. Its records are at most 29 bytes longer for each 16 KiB. */
  get unsent(): number {
    return this.isOpen ? this.tls.writableLength : 0;
  }

  read(reader: WireReader): void {
    if (!this.isOpen) return;
    this.reader = reader;
    this.resume();
  }

  resume(): void {
    this.isLent = false;
    if (!this.isOpen || this.reader === undefined) return;
    // The event may have come while nothing was read.
    if (this.hasEnded) setImmediate(this.tellFin);
    else this.tls.resume();
    if (this.isCutOff) setImmediate(this.lookForEnd);
  }

  stop(): void {
    this.reader = undefined;
    this.tls.pause();
  }

  private readonly onData = (piece: Buffer): void => {
    const { reader } = this;
    if (reader === undefined || this.hasFailed) return;
    this.isLent = true;
    this.isLent = !reader.onPiece(piece);
    if (this.isLent && this.reader === reader) this.tls.pause();
  };

  private readonly onEnd = (): void => {
    this.hasEnded = true;
    this.tellFin();
    if (this.isEnding) this.finish();
  };

  private hasTold = false;
  private readonly tellFin = (): void => {
    if (this.hasTold || this.reader === undefined || this.hasFailed) return;
    this.hasTold = true;
    this.reader.onFin();
  };

  /** The FIN of the inner wire. Behind close_notify it says nothing new. */
  readonly onInnerFin = (): void => {
    this.isCutOff = true;
    setImmediate(this.lookForEnd);
  };

  /** Once all plaintext has been read, 'end' has been emitted if there was a close_notify. */
  private readonly lookForEnd = (): void => {
    const isReadOut = this.reader !== undefined && !this.isLent && this.tls.readableLength === 0;
    if (isReadOut && !this.hasEnded) this.fail(NO_CLOSE_NOTIFY);
  };

  write(piece: Uint8Array, onTaken: () => void): boolean {
    if (!this.isOpen || this.isEnding) return false;
    this.tls.write(piece, (error) => {
      if (!error && this.isOpen) onTaken();
    });
    return false;
  }

  end(): void {
    if (!this.isOpen || this.isEnding) return;
    this.isEnding = true;
    this.tls.end();
    if (this.hasEnded) this.finish();
  }

  /** close_notify has gone both ways, so that nothing can come any more but FIN, for which not every peer takes care. */
  private finish(): void {
    const { inner, tls } = this;
    const hang = (): void => {
      hangUp(inner, () => {
        if (inner.unsent === 0) inner.close();
      });
    };
    if (tls.writableFinished) hang();
    else tls.once('finish', hang);
  }

  reset(): void {
    this.inner.reset();
  }

  close(): void {
    this.inner.close();
  }

  probe(): void {
    this.inner.probe();
  }

  keepAlive(delayMs: number): void {
    this.inner.keepAlive(delayMs);
  }

  /** Of the inner wire, or a TLS error: an alert, a record that cannot be decrypted. */
  private fail(code: string): void {
    if (!this.isOpen) return;
    this.onError(code);
    this.inner.reset();
  }

  /** Plaintext that waits here came before the error, and reaches a reader that takes it. */
  onError(code: string): void {
    if (this.hasFailed) return;
    this.tellRest();
    this.hasFailed = true;
    this.owner.onError(code);
  }

  private tellRest(): void {
    this.tls.off('data', this.onData);
    while (this.reader !== undefined && !this.isLent) {
      const piece = this.tls.read() as Buffer | null;
      if (piece === null) return;
      this.onData(piece);
    }
  }

  onClose(): void {
    this.hasFailed = true;
    this.reader = undefined;
    this.tls.destroy();
    this.owner.onClose();
  }
}
