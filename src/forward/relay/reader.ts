// Reading from a socket with back-pressure: what a direction needs, however it is done.
import type { Socket } from 'node:net';

/** Callbacks of a reader to its receiver. */
export interface ReaderEvents {
  /**
   * Bytes have come.
   *
   * @param piece must not be touched any more once more may follow: its memory is then read into again
   * @returns whether more may follow at once; if not, resume() is owed, later
   */
  onPiece(piece: Uint8Array): boolean;
  /** EOF, after all pieces; on Node 20 some RSTs look like it. */
  onEnd(): void;
}

/** Reads one socket for one receiver; neither closes nor writes to it. */
export interface Reader {
  readonly socket: Socket;
  /** Begins to read for the receiver. To be called once. */
  start(receiver: ReaderEvents): void;
  /** Goes on after a piece behind which no more was wanted. */
  resume(): void;
  /**
   * From now on the socket is not read while a piece is handled. Only then does libuv 1.46 (Node 20) report an RST
   * right behind data as an error.
   */
  readCarefully(): void;
  /** Ends reading. Only what a dead socket left in its buffer still goes to onPiece(). */
  stop(): void;
  /** Gives back the memory. To be called when both this socket and the one its pieces were written to are closed. */
  release(): void;
}
