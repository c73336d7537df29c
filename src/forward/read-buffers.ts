// The memory that sockets are read into: a little for each, and more on loan for those that carry much.

/** Holds a small question or answer whole; every connection has two of these all its life. */
export const SMALL_BYTES = 512;
/** Fewer and larger reads cost less, until the memory does not fit into the processor's cache any more. */
export const LARGE_BYTES = 524_288;
/** Beyond this many on loan they are smaller, lest a thousand stalled clients take a Raspberry Pi's memory. */
const MOST_LARGE = 16;
const LESS_BYTES = 131_072;
/** Free ones of each size that are kept in any case, for the next who carries much. */
const LEAST_KEPT = 2;

/** Memory of one size. */
class Pool {
  private readonly free: Buffer[] = [];
  onLoan = 0;

  constructor(private readonly bytes: number) {}

  borrow(): Buffer {
    this.onLoan += 1;
    return this.free.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  /**
   * Keeps as many as are on loan: while many come and go they are used again, and do not pile up as garbage until
   * that is collected; when it is quiet again most are let go.
   */
  giveBack(buffer: Buffer): void {
    this.onLoan -= 1;
    this.free.push(buffer);
    this.free.length = Math.min(this.free.length, Math.max(this.onLoan, LEAST_KEPT));
  }
}

const large = new Pool(LARGE_BYTES);
const less = new Pool(LESS_BYTES);

/** Memory of one's own; it is the garbage collector's when nobody refers to it any more. */
export function smallBuffer(): Buffer {
  return Buffer.allocUnsafe(SMALL_BYTES);
}

/** Memory that nobody else uses until it is given back; giveBack() is owed. */
export function borrow(): Buffer {
  return (large.onLoan < MOST_LARGE ? large : less).borrow();
}

/** Neither the socket it was read from nor a write of the one it was written to may still use it. */
export function giveBack(buffer: Buffer): void {
  (buffer.length === LARGE_BYTES ? large : less).giveBack(buffer);
}
