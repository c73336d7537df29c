// A connected TCP socket, as far as a relay needs one. Nothing in this file knows Node.
import type { Endpoint } from '../../config/config.js';
import type { SocketEnds } from './addresses.js';

/** Gets what a wire reads. */
export interface WireReader {
  /**
   * Bytes from the other side, at least one. The memory is the reader's until it returns true, or else until resume()
   * or read(); then the wire reads into it again. The bytes must not be changed.
   *
   * @returns true: done with the piece, more is welcome unless stop() was called; false: nothing more is read for now
   */
  onPiece(piece: Uint8Array): boolean;
  /** The other side's FIN, after all its bytes; once. It is never an RST that libuv has taken for EOF. */
  onFin(): void;
}

/** Learns how a wire ends. */
export interface WireOwner {
  /**
   * The connection has failed, with this errno name: ECONNRESET for an RST. At most once, never from within a call of
   * the wire's methods; no onPiece() or onFin() comes later, onClose() does.
   */
  onError(code: string): void;
  /** The wire is closed; once, and the last call. */
  onClose(): void;
}

/**
 * Closes by itself once FIN has gone both ways, and after an error. Otherwise reset() is owed.
 *
 * Every method may be called at any time. On a wire that is closed, or closing, each does nothing.
 */
export interface Wire {
  /** Gets onError() and onClose() from now on. To be set before the wire's next event, so in the same tick. */
  owner: WireOwner;

  /** Neither closed nor about to be. */
  readonly isOpen: boolean;

  /** Both ends in the kernel's spelling; each is undefined once the other side has gone. */
  readonly ends: SocketEnds;

  /** Bytes written that the kernel has not taken yet. */
  readonly unsent: number;

  /** Gives back the last piece and reads for this reader, in place of any before it. */
  read(reader: WireReader): void;

  /** Gives back the last piece, also of a wire that is closed, and reads on unless stopped. */
  resume(): void;

  /** Reads no more, until the next read(). */
  stop(): void;

  /**
   * Writes a piece, whose memory must not change until it is taken. Pieces may wait behind each other. After end() it
   * must not be called.
   *
   * @param onTaken called when the kernel has taken a piece that had to wait; never if the wire closes before
   * @returns true: the kernel has taken it whole, and `onTaken` is not called; false: it waits, or is lost with the wire
   */
  write(piece: Uint8Array, onTaken: () => void): boolean;

  /** Sends FIN behind everything written. Bytes still arrive. */
  end(): void;

  /** Sends RST and closes. Bytes that this machine's kernel has not sent yet are lost (RFC 9293 section 3.10.7). */
  reset(): void;

  /** Closes at once, with FIN, or RST if bytes are unread (RFC 9293 section 3.6). Pieces that wait are lost. */
  close(): void;

  /** Asks the kernel for an RST that has come while nothing is read; then onError() follows. */
  probe(): void;

  /** Has the kernel probe a silent other side after `delayMs`, a multiple of 1000 (SO_KEEPALIVE, tcp(7)). */
  keepAlive(delayMs: number): void;
}

export interface ConnectEvents {
  /** The wire is not read yet. Its owner must be set before this returns. */
  onConnect(wire: Wire): void;
  /** The errno name. */
  onError(code: string): void;
}

/** The owner of a wire that has none yet. */
export const NO_OWNER: WireOwner = { onError: () => undefined, onClose: () => undefined };

export interface Dialler {
  /**
   * Connects; calls one of the events exactly once, after this has returned, unless cancelled.
   *
   * @param from an own address of the same family to connect from, without zone
   * @returns gives up without calling back; must not be called after an event
   */
  readonly connect: (address: Endpoint, events: ConnectEvents, from?: string) => () => void;
}

/** One way to make wires. `S` is the server that accepts; it stays the listener whatever reads its connections. */
export interface WireMaker<S> extends Dialler {
  /** Hands over each connection that the server accepts. To be called as soon as it listens, in the same tick. */
  readonly takeAccepted: (server: S, accepted: (wire: Wire) => void) => void;
}
