// Reads a socket as the stream that it is: works with every socket, at the price of new memory for every piece.
import type { Socket } from 'node:net';
import type { Reader, ReaderEvents } from './reader.js';

/** At most one piece (64 KiB, Node's read size) is at the receiver, and one more in the socket, see STREAM_OPTIONS. */
export class StreamReader implements Reader {
  private receiver: ReaderEvents | undefined;
  private isCareful = false;
  private isBusy = false;

  constructor(readonly socket: Socket) {}

  start(receiver: ReaderEvents): void {
    this.receiver = receiver;
    this.socket.on('data', this.onData).on('end', this.onEnd);
    this.socket.resume();
    // A socket that has been read before may have fired 'end' already.
    if (this.socket.readableEnded) this.onEnd();
  }

  resume(): void {
    this.isBusy = false;
    if (this.isCareful) this.onReadable();
    else this.socket.resume();
  }

  readCarefully(): void {
    if (this.isCareful) return;
    this.isCareful = true;
    this.socket.off('data', this.onData).on('readable', this.onReadable);
  }

  stop(): void {
    this.socket.off('data', this.onData).off('readable', this.onReadable).off('end', this.onEnd);
    if (this.socket.destroyed) this.rescue();
    else this.socket.pause();
    this.receiver = undefined;
  }

  release(): void {
    // Every piece has memory of its own.
  }

  private readonly onData = (piece: Buffer): void => {
    if (this.receiver?.onPiece(piece) === true) return;
    this.isBusy = true;
    if (!this.isCareful) this.socket.pause();
  };

  /** Not read at once: the socket must have stopped reading by the time its next piece is looked for. */
  private readonly onReadable = (): void => {
    setImmediate(this.readPieces);
  };

  private readonly readPieces = (): void => {
    while (this.receiver !== undefined && !this.isBusy) {
      const piece = this.socket.read() as Buffer | null;
      if (piece === null) return;
      this.onData(piece);
    }
  };

  private readonly onEnd = (): void => {
    this.receiver?.onEnd();
  };

  private rescue(): void {
    for (;;) {
      const piece = this.socket.read() as Buffer | null;
      if (piece === null) return;
      this.receiver?.onPiece(piece);
    }
  }
}
