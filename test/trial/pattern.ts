// The bytes of one direction of one connection: they never repeat, and no two connections share them.
import { createCipheriv, createHash, type Cipher } from 'node:crypto';
import type { Side } from '../../src/forward/outcome.js';

/** Every direction begins with the number of its plan, from which the receiver knows what is to follow. */
export const HEADER_BYTES = 4;

/** The most that next() gives at once. */
export const PIECE_BYTES = 256 * 1024;

const ZEROS = Buffer.alloc(PIECE_BYTES);

/**
 * An AES key stream: the fastest source of bytes in which each position has its own. A byte that is lost, doubled or
 * moved, also from another connection, makes everything after it wrong.
 */
export class Pattern {
  private readonly cipher: Cipher;

  constructor(seed: number, plan: number, sender: Side) {
    const key = createHash('sha256').update(`${seed}`).digest().subarray(0, 16);
    const start = Buffer.alloc(16);
    start.writeUInt32BE(plan);
    start.write(sender, HEADER_BYTES);
    this.cipher = createCipheriv('aes-128-ctr', key, start);
  }

  next(length: number): Buffer {
    return this.cipher.update(ZEROS.subarray(0, length));
  }

  /** Compares what follows with `piece`; the index of the first byte that is wrong, or undefined. */
  wrongAt(piece: Buffer): number | undefined {
    const expected = this.next(piece.length);
    if (expected.equals(piece)) return undefined;
    return piece.findIndex((byte, index) => byte !== expected[index]);
  }
}

export function header(plan: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32BE(plan);
  return bytes;
}
