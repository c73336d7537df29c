// Reads a socket into memory of our own, through Node's `onread` option: no allocation for what was read.
import type { OnReadOpts, Socket } from 'node:net';
import { borrow, giveBack, smallBuffer } from './read-buffers.js';
import type { Reader, ReaderEvents } from './reader.js';

/** A read of at least so much into borrowed memory promises more, and the loan goes on. */
const MUCH_BYTES = 16_384;

/**
 * Its `onread` has to be among the options of the socket's constructor or connect(), and attach() to follow.
 *
 * Node keeps, for its next read, the memory that it was given at its last one. So that memory belongs to this reader
 * alone, also while nothing comes, and is small while little does.
 */
export class PooledReader implements Reader {
  private readonly small = smallBuffer();
  private large: Buffer | undefined;
  private isLargeNext = false;
  private attached: Socket | undefined;
  private receiver: ReaderEvents | undefined;
  private isCareful = false;

  readonly onread: OnReadOpts;

  /** @param readBefore what was read from the socket before, in another way */
  constructor(private readonly readBefore: Buffer | null = null) {
    // Node asks at the beginning and after every read.
    this.onread = { buffer: this.next, callback: this.onRead };
  }

  attach(socket: Socket): void {
    this.attached = socket;
  }

  get socket(): Socket {
    if (this.attached === undefined) throw new Error('the reader has no socket yet');
    return this.attached;
  }

  start(receiver: ReaderEvents): void {
    this.receiver = receiver;
    this.socket.on('end', this.onEnd);
    if (this.readBefore === null || receiver.onPiece(this.readBefore)) this.resume();
  }

  resume(): void {
    this.tidy();
    this.socket.resume();
  }

  readCarefully(): void {
    this.isCareful = true;
  }

  stop(): void {
    this.receiver = undefined;
    this.socket.off('end', this.onEnd).pause();
  }

  release(): void {
    this.isLargeNext = false;
    this.tidy();
  }

  /** @returns false: the socket must not be read any more */
  private readonly onRead = (length: number, buffer: Uint8Array): boolean => {
    const piece = length === buffer.length ? buffer : buffer.subarray(0, length);
    const goesOn = this.receiver?.onPiece(piece) === true;
    this.choose(length, buffer);
    if (!goesOn) return false;
    this.tidy();
    if (!this.isCareful) return true;
    setImmediate(this.readOn);
    return false;
  };

  private choose(length: number, buffer: Uint8Array): void {
    if (buffer !== this.small) this.isLargeNext = length >= MUCH_BYTES;
    else if (length === buffer.length) {
      this.large ??= borrow();
      this.isLargeNext = true;
    }
  }

  private readonly next = (): Uint8Array => (this.isLargeNext ? this.large : undefined) ?? this.small;

  /** Only when the last piece has been dealt with: it may still be being written from there. */
  private tidy(): void {
    if (this.isLargeNext || this.large === undefined) return;
    giveBack(this.large);
    this.large = undefined;
  }

  private readonly readOn = (): void => {
    if (this.receiver !== undefined) this.resume();
  };

  private readonly onEnd = (): void => {
    this.receiver?.onEnd();
  };
}
