// A wire with TLS over another wire: its bytes are plaintext, its FIN is close_notify, its RST that of the other wire.
import type { TLSSocket } from 'node:tls';
import { errorCode } from '../../error-code.js';
import type { SocketEnds } from './addresses.js';
import { hangUp } from './hang-up.js';
import { NO_CLOSE_NOTIFY } from './tls-codes.js';
import { NO_OWNER, type Wire, type WireReader } from './wire.js';

/**
 * Owns the inner wire, and the TLS connection on it, from the end of the handshake. Plaintext waits here while the
 * reader waits: at most that of one piece of the inner wire. It outlives an inner wire that has closed in order.
 */
export class TlsWire implements Wire {
  owner = NO_OWNER;
  private reader: WireReader | undefined;
  /** The last piece is still the reader's. */
  private isLent = false;
  /** `ended`: close_notify has come; `told`: and the reader knows. */
  private receiving: 'open' | 'ended' | 'told' = 'open';
  private isEnding = false;
  /** Reset, closed or failed: nothing is told any more but the close. */
  private isOver = false;
  /** FIN has come, or the inner wire has closed: nothing can follow what is here. */
  private isAllHere = false;
  private isInnerClosed = false;

  constructor(
    private readonly inner: Wire,
    private readonly tls: TLSSocket,
  ) {
    inner.owner = this;
    tls.pause();
    tls.on('data', this.onData).on('end', this.onEnd);
    tls.on('error', (error: Error) => {
      this.fail(errorCode(error));
    });
  }

  get isOpen(): boolean {
    return !this.isOver;
  }

  get ends(): SocketEnds {
    return this.inner.ends;
  }

  /** Plaintext. Its records are up to 29 bytes longer for each 16 KiB. */
  get unsent(): number {
    return this.isOver ? 0 : this.tls.writableLength;
  }

  read(reader: WireReader): void {
    if (this.isOver) return;
    this.reader = reader;
    this.resume();
  }

  resume(): void {
    this.isLent = false;
    if (this.isOver || this.reader === undefined) return;
    this.tls.resume();
    // An end may have come while nothing was read.
    if (this.receiving === 'ended') setImmediate(this.tellFin);
    else if (this.isAllHere) setImmediate(this.lookForEnd);
  }

  stop(): void {
    this.reader = undefined;
    this.tls.pause();
  }

  private readonly onData = (piece: Buffer): void => {
    const { reader } = this;
    if (reader === undefined || this.isOver) return;
    this.isLent = true;
    this.isLent = !reader.onPiece(piece);
    if (this.isLent && this.reader === reader) this.tls.pause();
  };

  private readonly onEnd = (): void => {
    this.receiving = 'ended';
    this.tellFin();
    if (this.isEnding) this.finish();
  };

  private readonly tellFin = (): void => {
    if (this.isOver || this.receiving !== 'ended' || this.reader === undefined) return;
    this.receiving = 'told';
    this.reader.onFin();
    if (this.isInnerClosed) this.close();
  };

  /** The FIN of the inner wire. Behind close_notify it says nothing new. */
  readonly onInnerFin = (): void => {
    this.isAllHere = true;
    setImmediate(this.lookForEnd);
  };

  /** Once all plaintext has been read, 'end' has been emitted if there was a close_notify. */
  private readonly lookForEnd = (): void => {
    const isReadOut = this.reader !== undefined && !this.isLent && this.tls.readableLength === 0;
    if (isReadOut && this.receiving === 'open') this.fail(NO_CLOSE_NOTIFY);
  };

  write(piece: Uint8Array, onTaken: () => void): boolean {
    if (this.isOver || this.isEnding) return false;
    this.tls.write(piece, (error) => {
      if (!error && !this.isOver) onTaken();
    });
    return false;
  }

  end(): void {
    if (this.isOver || this.isEnding) return;
    this.isEnding = true;
    this.tls.end();
    if (this.receiving !== 'open') this.finish();
  }

  /** close_notify has gone both ways: only a FIN can come any more, and not every peer sends it. */
  private finish(): void {
    const { inner, tls } = this;
    const awaitFin = (): void => {
      hangUp(inner, () => {
        if (inner.unsent === 0) inner.close();
      });
    };
    if (tls.writableFinished) awaitFin();
    else tls.once('finish', awaitFin);
  }

  reset(): void {
    this.leave();
    this.inner.reset();
  }

  close(): void {
    this.leave();
    this.inner.close();
  }

  private leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.reader = undefined;
    if (this.isInnerClosed) setImmediate(this.endAll);
  }

  probe(): void {
    this.inner.probe();
  }

  keepAlive(delayMs: number): void {
    this.inner.keepAlive(delayMs);
  }

  /** A TLS error, such as an alert or a record that cannot be decrypted. */
  private fail(code: string): void {
    if (this.isOver) return;
    this.onError(code);
    this.inner.reset();
  }

  /** Plaintext that waits here came before the error, and reaches a reader that takes it. */
  onError(code: string): void {
    if (this.isOver) return;
    this.tellRest();
    this.leave();
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
    this.isInnerClosed = true;
    if (this.isOver || this.receiving === 'told') this.endAll();
    else this.onInnerFin();
  }

  private readonly endAll = (): void => {
    this.isOver = true;
    this.reader = undefined;
    this.tls.destroy();
    this.owner.onClose();
  };
}
