// The memory that sockets are read into: a little for each, and more on loan for those that carry much.

/** Holds a small question or answer whole; every connection has two of these all its life. */
export const SMALL_BYTES = 512;
/** Fewer and larger reads cost less, until the memory does not fit into the processor's cache any more. */
export const LARGE_BYTES = 524_288;
/** Beyond this many on loan they are smaller: a thousand stalled clients must not take a Raspberry Pi's memory. */
const MOST_LARGE = 16;
const LESS_BYTES = 131_072;
/** Free large ones that are kept for the next loan; the garbage collector takes the others. */
const MOST_FREE = 8;

const free: Buffer[] = [];
let onLoan = 0;

/** Memory for one owner, until the garbage collector finds it unreferenced. */
export function smallBuffer(): Buffer {
  return Buffer.allocUnsafe(SMALL_BYTES);
}

/** Memory that is used for nothing else until it is given back; giveBack() is owed. */
export function borrow(): Buffer {
  onLoan += 1;
  if (onLoan > MOST_LARGE) return Buffer.allocUnsafeSlow(LESS_BYTES);
  return free.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES);
}

/** Neither the socket it was read from nor a write of the one it was written to may still use it. */
export function giveBack(buffer: Buffer): void {
  onLoan -= 1;
  if (buffer.length === LARGE_BYTES && free.length < MOST_FREE) free.push(buffer);
}
