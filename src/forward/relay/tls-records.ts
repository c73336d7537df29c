// Finds where the records of a TLS stream begin; their content is skipped unread.

/** Content types of records (RFC 8446 section 5.1). */
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;

/** Type, version, length. */
const HEADER_BYTES = 5;

export class TlsRecords {
  private headerBytes = 0;
  private type = 0;
  private length = 0;
  /** Bytes of the present record still to come. */
  private left = 0;

  /** @param begin called for each record whose header is complete in this piece */
  read(piece: Uint8Array, begin: (type: number, length: number) => void): void {
    for (let at = 0; at < piece.length;) {
      const skipped = Math.min(this.left, piece.length - at);
      this.left -= skipped;
      at += skipped;
      if (at < piece.length) this.headerByte(piece[at++] ?? 0, begin);
    }
  }

  private headerByte(byte: number, begin: (type: number, length: number) => void): void {
    if (this.headerBytes === 0) this.type = byte;
    this.length = (this.length * 256 + byte) % 65_536;
    this.headerBytes = (this.headerBytes + 1) % HEADER_BYTES;
    if (this.headerBytes > 0) return;
    this.left = this.length;
    begin(this.type, this.length);
  }
}
