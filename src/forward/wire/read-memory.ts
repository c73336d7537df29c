// The memory that wires are read into: a little for each, and more on loan for those that carry much.

/** Holds a small question or answer whole; every connection has two of these all its life. */
export const SMALL_BYTES = 512;
/** Fewer and larger reads cost less, until the memory does not fit into the processor's cache any more. */
export const LARGE_BYTES = 524_288;
/** Beyond this many on loan they are smaller: a thousand stalled clients must not take a Raspberry Pi's memory. */
const MOST_LARGE = 16;
const LESS_BYTES = 131_072;
/** Free large ones that are kept for the next loan; the garbage collector takes the others. */
const MOST_FREE = 8;
/** A read of at least so much into large memory promises more, and the loan goes on. */
const MUCH_BYTES = 16_384;

const free: Buffer[] = [];
let onLoan = 0;

/**
 * The memory of one wire, and of no other: Node keeps, for its next read, the memory of its last one. To be told of
 * each read and each piece that is done with; settle() is owed at the end.
 */
export class ReadMemory {
  private readonly small = Buffer.allocUnsafe(SMALL_BYTES);
  private large: Buffer | undefined;
  /** Where the next read goes. */
  next: Buffer = this.small;

  /** The bytes of the read that was just made into `next`. */
  piece(length: number): Buffer {
    return length === this.next.length ? this.next : this.next.subarray(0, length);
  }

  /** Chooses `next` by the length of the last read, which may still lie where it went until settle(). */
  choose(length: number): void {
    if (this.next !== this.small) {
      if (length < MUCH_BYTES) this.next = this.small;
    } else if (length === SMALL_BYTES) this.next = this.large ??= borrow();
  }

  /** The last piece is done with: large memory that is not read into next is given back. */
  settle(): void {
    if (this.large === undefined || this.next === this.large) return;
    giveBack(this.large);
    this.large = undefined;
  }

  /** Nothing is read into it any more. */
  close(): void {
    this.next = this.small;
  }
}

function borrow(): Buffer {
  onLoan += 1;
  if (onLoan > MOST_LARGE) return Buffer.allocUnsafeSlow(LESS_BYTES);
  return free.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES);
}

function giveBack(buffer: Buffer): void {
  onLoan -= 1;
  if (buffer.length === LARGE_BYTES && free.length < MOST_FREE) free.push(buffer);
}
