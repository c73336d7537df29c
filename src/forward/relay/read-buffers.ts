// The memory that sockets are read into: a little for each, and more on loan for those that carry much.

/** Holds a small question or answer whole; every connection has two of these all its life. */
export const SMALL_BYTES = 512;
/** Fewer and larger reads cost less, until the memory does not fit into the processor's cache any more. */
export const LARGE_BYTES = 524_288;
/** Beyond this many on loan they are smaller, lest a thousand stalled clients take a Raspberry Pi's memory. */
const MOST_LARGE = 16;
const LESS_BYTES = 131_072;
/** Free ones of each size that are kept in any case, for the next who carries much. */
const MOST_KEPT = 2;

/** Memory of one size. */
class Pool {
  private readonly kept: Buffer[] = [];
  /** More of it, until the garbage collector takes it: used again it does not pile up before that. */
  private readonly discarded: WeakRef<Buffer>[] = [];
  onLoan = 0;

  constructor(private readonly bytes: number) {}

  borrow(): Buffer {
    this.onLoan += 1;
    return this.kept.pop() ?? this.recovered() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  giveBack(buffer: Buffer): void {
    this.onLoan -= 1;
    if (this.kept.length < MOST_KEPT) this.kept.push(buffer);
    else this.discarded.push(new WeakRef(buffer));
  }

  private recovered(): Buffer | undefined {
    for (;;) {
      const reference = this.discarded.pop();
      const buffer = reference?.deref();
      if (reference === undefined || buffer !== undefined) return buffer;
    }
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
