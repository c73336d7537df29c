// Reading from a socket with back-pressure: what a direction needs, however it is done.
import type { Socket } from 'node:net';

/** Who gets what a reader reads. */
export interface Receiver {
  /**
   * Bytes have come.
   *
   * @param piece must not be touched any more once more may follow: its memory is then read into again
   * @returns whether more may follow at once; if not, resume() is owed, later
   */
  onPiece(piece: Uint8Array): boolean;
  /** The end, at which a FIN looks like some RSTs; after all pieces. */
  onEnd(): void;
}

/** Reads one socket for one receiver; neither closes nor writes to it. */
export interface Reader {
  readonly socket: Socket;
  /** From now on the receiver is told. To be called once. */
  start(receiver: Receiver): void;
  /** Goes on after a piece behind which no more was wanted. */
  resume(): void;
  /**
   * From now on the socket is not being read while a piece is handled: only then does libuv 1.46 (Node 20) report an
   * RST right behind data for what it is.
   */
  readCarefully(): void;
  /** Tells nothing any more, except for what a socket that has died left behind: that still goes to onPiece(). */
  stop(): void;
  /** Gives back the memory. To be called when both this socket and the one its pieces were written to are closed. */
  release(): void;
}
