// One direction of a connection: moves bytes from a source socket to a sink socket, with back-pressure.
import type { Socket } from 'node:net';
import { errorCode } from '../../error-code.js';
import type { Side } from '../outcome.js';
import type { Reader, ReaderEvents } from './reader.js';
import { resetAfterFlush, type Unacknowledged } from './reset.js';

/**
 * - flowing: the source is read; everything read has reached the sink's kernel.
 * - blocked: one piece waits for the sink's kernel; the source is not read.
 * - ending: reading has ended, by FIN or by RST, which is not known yet.
 * - closed: the source sent FIN, which was passed on.
 * - stopped: nothing more is read; what was read is still being written.
 */
export type DirectionState = 'flowing' | 'blocked' | 'ending' | 'closed' | 'stopped';

/** Callbacks to the relay. */
export interface DirectionEvents {
  /** Bytes have come from the source, before they are written to the sink. */
  onBytes(direction: Direction): void;
  /** The source's FIN has come and has been passed on, after all its bytes. */
  onFin(direction: Direction): void;
  /** The source's socket has failed, with this errno name. */
  onError(direction: Direction, code: string): void;
  /** The source's socket is closed. */
  onClose(direction: Direction): void;
}

const NOTHING = Buffer.alloc(0);
const nothing: Unacknowledged = () => Promise.resolve(0);

/**
 * Reads only while `sink` keeps up: at most one piece is waiting at the sink. Neither socket is closed here, except
 * for the FIN that is passed on and by resetSink().
 *
 * An RST right behind data reaches JavaScript as if it were a FIN: libuv 1.46 (Node 20) takes POLLHUP after a short
 * read for EOF. A cut-off answer would look complete, so every EOF is doubted, see onEnd() and readCarefully().
 */
export class Direction implements ReaderEvents {
  state: DirectionState = 'stopped';
  /** Bytes taken from the source's kernel. */
  received = 0;
  /** Bytes handed to the sink's kernel; of a piece that it has taken in part, none are counted. */
  delivered = 0;

  constructor(
    /** The side that the bytes come from. */
    readonly from: Side,
    private readonly reader: Reader,
    private readonly sink: Socket,
    private readonly events: DirectionEvents,
  ) {}

  get source(): Socket {
    return this.reader.socket;
  }

  start(): void {
    this.state = 'flowing';
    this.source.on('error', this.onError).on('close', this.onClose);
    this.reader.start(this);
  }

  /**
   * To be called when the source has been sent FIN: nothing can be written to it any more, so onEnd() cannot ask it.
   */
  readCarefully(): void {
    if (this.state === 'flowing' || this.state === 'blocked') this.reader.readCarefully();
  }

  /** Stops reading. Bytes already received are still written to the sink. */
  stop(): void {
    if (this.state === 'closed' || this.state === 'stopped') return;
    this.state = 'stopped';
    this.reader.stop();
  }

  /**
   * Resets the sink once it has taken what was written to it, or takes no more of it. Bytes that its kernel had taken
   * and never passed on are not counted as delivered.
   */
  async resetSink(unacknowledged: Unacknowledged): Promise<void> {
    if (this.sink.destroyed) return;
    const lost = await resetAfterFlush(this.sink, this.received === 0 ? nothing : unacknowledged);
    this.delivered = Math.max(0, this.delivered - lost);
  }

  /** To be called when both sockets are closed. */
  release(): void {
    this.reader.release();
  }

  onPiece(piece: Uint8Array): boolean {
    this.events.onBytes(this);
    this.received += piece.length;
    this.sink.write(piece);
    // write()'s own answer is `false` for every piece above the high-water mark, also when the kernel has taken it.
    if (this.sink.writableLength > 0) {
      this.block();
      return false;
    }
    if (this.sink.errored === null) this.delivered = this.received;
    return true;
  }

  /** The kernel has not taken the piece at once. Behind it nothing else waits, so when this is through, it is too. */
  private block(): void {
    if (this.state === 'flowing') this.state = 'blocked';
    this.sink.write(NOTHING, this.onWritten);
  }

  private readonly onWritten = (error?: Error | null): void => {
    // Node reports what destroy() has cancelled without an error.
    if (error || this.sink.destroyed || this.sink.writableLength > 0) return;
    this.delivered = this.received;
    if (this.state !== 'blocked') return;
    this.state = 'flowing';
    this.reader.resume();
  };

  /** The source is not read while a piece waits, so nothing can be waiting at the sink now. */
  onEnd(): void {
    this.state = 'ending';
    const { socket } = this.reader;
    // Writing no bytes to a socket that was reset fails, at the latest when this tick's other events are through.
    if (!socket.writableEnded) socket.write(NOTHING);
    setImmediate(this.passFin);
  }

  private readonly passFin = (): void => {
    if (this.state !== 'ending') return;
    this.state = 'closed';
    this.sink.end();
    this.events.onFin(this);
  };

  private readonly onError = (error: Error): void => {
    this.events.onError(this, errorCode(error));
  };

  private readonly onClose = (): void => {
    this.events.onClose(this);
  };
}
