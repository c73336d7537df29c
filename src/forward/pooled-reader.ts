// Reads a socket into memory of our own, through Node's `onread` option: no allocation for what was read.
import type { OnReadOpts, Socket } from 'node:net';
import { borrow, giveBack, smallBuffer } from './read-buffers.js';
import type { Reader, Receiver } from './reader.js';

/** A read of at least so much into borrowed memory: more is to be expected, the loan goes on. */
const MUCH_BYTES = 16_384;

/**
 * Its `onread` has to be among the options of the socket's constructor or connect(), and attach() to follow.
 *
 * Node keeps, for its next read, the memory that it was given at its last one. So that memory belongs to this reader
 * alone, also while nothing comes, and is small while little does.
 */
export class PooledReader implements Reader {
  private readonly small = smallBuffer();
  private borrowed: Buffer | undefined;
  private attached: Socket | undefined;
  private receiver: Receiver | undefined;
  private isCareful = false;

  readonly onread: OnReadOpts;

  /** @param readBefore what was read from the socket before, in another way */
  constructor(private readonly readBefore: Buffer | null = null) {
    // Node asks at the beginning and after every read.
    this.onread = { buffer: () => this.borrowed ?? this.small, callback: this.onRead };
  }

  attach(socket: Socket): void {
    this.attached = socket;
  }

  get socket(): Socket {
    if (this.attached === undefined) throw new Error('the reader has no socket yet');
    return this.attached;
  }

  start(receiver: Receiver): void {
    this.receiver = receiver;
    this.socket.on('end', this.onEnd);
    if (this.readBefore === null || receiver.onPiece(this.readBefore)) this.resume();
  }

  resume(): void {
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
    if (this.borrowed !== undefined) giveBack(this.borrowed);
    this.borrowed = undefined;
  }

  /** @returns false: the socket is not to be read any more */
  private readonly onRead = (length: number, buffer: Uint8Array): boolean => {
    const piece = length === buffer.length ? buffer : buffer.subarray(0, length);
    if (this.receiver?.onPiece(piece) !== true) return false;
    this.adapt(length, buffer);
    if (!this.isCareful) return true;
    setImmediate(this.readOn);
    return false;
  };

  /** Only when the piece has been dealt with: the memory may still be being written from before. */
  private adapt(length: number, buffer: Uint8Array): void {
    if (buffer === this.small) {
      if (length === buffer.length) this.borrowed = borrow();
    } else if (length < MUCH_BYTES) this.release();
  }

  private readonly readOn = (): void => {
    if (this.receiver !== undefined) this.resume();
  };

  private readonly onEnd = (): void => {
    this.receiver?.onEnd();
  };
}
