// One direction of a connection: moves bytes from a source wire to a sink wire, with back-pressure.
import type { Side } from '../outcome.js';
import type { Wire, WireOwner, WireReader } from '../wire/wire.js';
import { resetAfterFlush, type Unacknowledged } from './reset.js';

/**
 * - flowing: the source is read; everything read has reached the sink's kernel.
 * - blocked: a piece waits for the sink's kernel; the source is not read.
 * - closed: the source sent FIN, which was passed on.
 * - stopped: nothing more is read; what was read is still being written.
 */
type DirectionState = 'flowing' | 'blocked' | 'closed' | 'stopped';

/** Callbacks to the relay. */
export interface DirectionEvents {
  /** A piece has come from the source, before it is written to the sink; valid during the call only. */
  onPiece(direction: Direction, piece: Uint8Array): void;
  /** The source's FIN has come and has been passed on, after all its bytes. */
  onFin(direction: Direction): void;
  /** The source has failed, with this errno name. */
  onError(direction: Direction, code: string): void;
  /** The source is closed. */
  onClose(direction: Direction): void;
}

const nothing: Unacknowledged = () => Promise.resolve(0);

/** Reads only while the sink keeps up. Neither wire is closed here, except by the FIN that is passed on and resetSink(). */
export class Direction implements WireReader, WireOwner {
  state: DirectionState = 'flowing';
  /** Bytes taken from the source's kernel. */
  received = 0;
  /** Bytes handed to the sink's kernel; of a piece that it has taken in part, none are counted. */
  delivered = 0;
  /** `delivered` is an upper bound: the sink's kernel has not told how many of these bytes it got before the end. */
  isBound = false;
  /** The sink's kernel has taken a part of the last piece, and not yet the rest. */
  private isPartlyTaken = false;

  constructor(
    /** The side that the bytes come from. */
    readonly from: Side,
    readonly source: Wire,
    private readonly sink: Wire,
    private readonly events: DirectionEvents,
  ) {
    source.owner = this;
  }

  /** @param early bytes that were read from the source before */
  start(early?: Uint8Array): void {
    if (early === undefined || this.onPiece(early)) this.source.read(this);
  }

  /** Stops reading. Bytes already received are still written to the sink. */
  stop(): void {
    if (this.state === 'closed') return;
    this.state = 'stopped';
    this.source.stop();
  }

  /**
   * Resets the sink once it has taken what was written to it, or takes no more of it. Bytes that never reached its
   * kernel are not counted as delivered.
   */
  async resetSink(unacknowledged: Unacknowledged): Promise<void> {
    if (!this.sink.isOpen) return;
    const ask = this.received === 0 ? nothing : unacknowledged;
    const lost = await resetAfterFlush(this.sink, ask, this.state === 'closed');
    if (lost === undefined) this.sinkLost();
    else this.delivered = Math.max(0, this.written - lost);
  }

  /** Resets the sink at once. */
  abortSink(): void {
    if (this.sink.isOpen) this.sinkLost();
    this.sink.reset();
  }

  /** The sink has been reset, and with it its send queue (RFC 9293 section 3.10.7), before that could be looked at. */
  sinkLost(): void {
    this.delivered = this.written;
    this.isBound = this.delivered > 0;
  }

  /** Bytes that the sink has accepted. */
  private get written(): number {
    return this.isPartlyTaken ? this.received : this.delivered;
  }

  onPiece(piece: Uint8Array): boolean {
    this.events.onPiece(this, piece);
    this.received += piece.length;
    if (this.sink.write(piece, this.onTaken)) {
      this.delivered = this.received;
      return true;
    }
    this.isPartlyTaken = this.sink.unsent > 0;
    if (this.state === 'flowing') this.state = 'blocked';
    return false;
  }

  private readonly onTaken = (): void => {
    if (this.sink.unsent > 0) return;
    this.isPartlyTaken = false;
    this.delivered = this.received;
    if (this.state !== 'blocked') return;
    this.state = 'flowing';
    this.source.read(this);
  };

  onFin(): void {
    this.state = 'closed';
    this.sink.end();
    this.events.onFin(this);
  }

  onError(code: string): void {
    this.events.onError(this, code);
  }

  onClose(): void {
    this.events.onClose(this);
  }
}
