// A wire as the stream that node:tls runs on: the encrypted side of a TLS connection.
import { Duplex } from 'node:stream';
import type { Wire, WireReader } from './wire.js';

/**
 * Carries records between a wire and node:tls, with back-pressure both ways. The wire's FIN is not passed on as the end
 * of the stream: node:tls would report it like a close_notify. Destroying the stream leaves the wire as it is.
 */
export class Ciphertext extends Duplex implements WireReader {
  private isReading = false;
  /** A piece of the wire waits here. */
  private isHolding = false;

  /** @param onFin called for the wire's FIN, after node:tls has all bytes before it */
  constructor(
    private readonly wire: Wire,
    readonly onFin: () => void,
  ) {
    // One piece that waits here stops the reading.
    super({ readableHighWaterMark: 1 });
  }

  override _read(): void {
    if (!this.isReading) {
      this.isReading = true;
      this.wire.read(this);
    } else if (this.isHolding) {
      this.isHolding = false;
      this.wire.resume();
    }
  }

  /** node:tls copies a piece that it takes at once. For any other, _read() says when its memory is free. */
  onPiece(piece: Uint8Array): boolean {
    this.push(piece);
    this.isHolding = this.readableLength > 0;
    return !this.isHolding;
  }

  override _write(records: Buffer, _encoding: BufferEncoding, onTaken: () => void): void {
    if (this.wire.write(records, onTaken)) onTaken();
  }

  override _final(onDone: () => void): void {
    this.wire.end();
    onDone();
  }
}
