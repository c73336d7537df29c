// The little protocol of the hostile trial: questions of 50 to 500 bytes, each with an answer of the same length.
import { randomBytes, randomInt } from 'node:crypto';

/** The first byte says what a client wants: an answer, or bytes without end. */
export const QUESTION = 0x51;
export const FLOOD = 0x46;

const SHORTEST = 50;
const LONGEST = 500;
/** The first byte, and the length of the whole as two bytes. */
const HEAD_BYTES = 3;

export function question(): Buffer {
  const bytes = randomBytes(randomInt(SHORTEST, LONGEST + 1));
  bytes.writeUInt8(QUESTION);
  bytes.writeUInt16BE(bytes.length, 1);
  return bytes;
}

/** Infinity while it is not known, or when the bytes are no question. */
export function questionLength(bytes: Buffer): number {
  if (bytes.length < HEAD_BYTES || bytes[0] !== QUESTION) return Infinity;
  return bytes.readUInt16BE(1) || Infinity;
}

export function answerTo(asked: Buffer): Buffer {
  return asked.map((byte) => byte ^ 0xff) as Buffer;
}
