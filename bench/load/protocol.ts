// The protocol between the load's clients and its target. The first byte of a connection decides what it is for.

/** The client asks, the target answers, again and again. */
export const ASK = 'R'.charCodeAt(0);
/** The target sends without end, until the client says STOP. */
export const SEND = 'S'.charCodeAt(0);
/** The client sends without end; the target takes it all and ends when the client does. */
export const TAKE = 'K'.charCodeAt(0);

export const STOP = Buffer.from('X');

/** About what a call of a meter's API is, before encryption. */
export const REQUEST = Buffer.alloc(100, ASK);
export const ANSWER = Buffer.alloc(200, 'A');

/** One write of a bulk transfer: large, so that the load's own cost per byte is small. */
export const CHUNK_BYTES = 512 * 1024;
