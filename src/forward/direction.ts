// One direction of a connection: moves bytes from a source socket to a sink socket, with back-pressure.
import type { Socket } from 'node:net';

/**
 * flowing  the source is read; everything read has reached the sink's kernel
 * blocked  one piece waits for the sink's kernel; the source is not read
 * ending   the source's reading has ended; whether by FIN or by RST is being found out
 * closed   the source sent FIN, which was passed on
 * stopped  nothing is read any more; what was read is still being written
 */
export type DirectionState = 'flowing' | 'blocked' | 'ending' | 'closed' | 'stopped';

/** What a direction tells the relay it belongs to. */
export interface DirectionEvents {
  /** Bytes have come from the source, before they are written to the sink. */
  readonly arrived: () => void;
  /** The source's FIN has come and has been passed on, after all its bytes. */
  readonly closed: () => void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Reads `source` only while `sink` keeps up: at most one piece (64 KiB, Node's read size) is waiting at the sink,
 * at most one more in the source. Neither socket is closed here, except for the FIN that is passed on.
 *
 * An RST right behind data reaches JavaScript as if it were a FIN: libuv 1.46 (Node 20) takes POLLHUP after a
 * short read for the end of the stream. A cut-off answer would look complete, so every end is doubted, see onEnd() and
 * readCarefully().
 */
export class Direction {
  state: DirectionState = 'stopped';
  /** Bytes taken from the source's kernel. */
  received = 0;
  /** Bytes handed to the sink's kernel; of a piece that it has taken in part, none are counted. */
  delivered = 0;
  private careful = false;

  constructor(
    readonly source: Socket,
    readonly sink: Socket,
    private readonly events: DirectionEvents,
  ) {}

  start(): void {
    this.state = 'flowing';
    this.source.on('data', this.onData).on('end', this.onEnd);
    this.source.resume();
    // Node tells the end of a socket that has been read before even if nobody listens.
    if (this.source.readableEnded) this.onEnd();
  }

  /**
   * To be called when the source has been sent FIN: nothing can be written to it any more, so onEnd() cannot ask it.
   * From now on the source is not being read while its piece is handled, and then libuv does report an RST.
   */
  readCarefully(): void {
    if (this.state !== 'flowing' && this.state !== 'blocked') return;
    this.careful = true;
    this.source.off('data', this.onData).on('readable', this.onReadable);
  }

  /**
   * Stops reading. What a source that has died left in its stream is still written to the sink; what a living one
   * has there was never asked for by the sink and is dropped with the connection.
   */
  stop(): void {
    if (this.state === 'closed' || this.state === 'stopped') return;
    this.source.off('data', this.onData).off('readable', this.onReadable).off('end', this.onEnd);
    this.state = 'stopped';
    if (this.source.destroyed) this.rescue();
    else this.source.pause();
  }

  private readonly onData = (piece: Buffer): void => {
    this.events.arrived();
    this.write(piece);
    if (this.sink.writableLength === 0) return;
    this.state = 'blocked';
    if (!this.careful) this.source.pause();
  };

  private write(piece: Buffer): void {
    this.received += piece.length;
    this.sink.write(piece, this.onWritten);
    // write()'s own answer is `false` for every piece above the high-water mark, also when the kernel has taken it.
    if (this.sink.writableLength === 0 && this.sink.errored === null) this.delivered = this.received;
  }

  /** Called for every write; of interest only when the sink's kernel had not taken the piece at once. */
  private readonly onWritten = (error?: Error | null): void => {
    // Node reports what destroy() has cancelled without an error.
    if (error || this.sink.destroyed || this.sink.writableLength > 0) return;
    this.delivered = this.received;
    if (this.state !== 'blocked') return;
    this.state = 'flowing';
    if (this.careful) this.onReadable();
    else this.source.resume();
  };

  /** Not read at once: the source must have stopped reading by the time its next piece is looked for. */
  private readonly onReadable = (): void => {
    setImmediate(this.readPieces);
  };

  private readonly readPieces = (): void => {
    while (this.state === 'flowing') {
      const piece = this.source.read() as Buffer | null;
      if (piece === null) return;
      this.onData(piece);
    }
  };

  /** The source is not read while a piece waits, so nothing can be waiting at the sink now. */
  private readonly onEnd = (): void => {
    this.state = 'ending';
    // Writing no bytes to a socket that was reset fails, at the latest when this tick's other events are through.
    if (!this.source.writableEnded) this.source.write(NOTHING);
    setImmediate(this.passFin);
  };

  private readonly passFin = (): void => {
    if (this.state !== 'ending') return;
    this.state = 'closed';
    this.sink.end();
    this.events.closed();
  };

  private rescue(): void {
    while (!this.sink.destroyed) {
      const piece = this.source.read() as Buffer | null;
      if (piece === null) return;
      this.write(piece);
    }
  }
}
