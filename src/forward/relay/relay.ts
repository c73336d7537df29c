// The relay: two directions over one pair of connected sockets, until both are closed.
import { Answers } from './answers.js';
import { Direction, type DirectionEvents } from './direction.js';
import { socketOutcome, type Outcome, type Side } from '../outcome.js';
import type { ConnectionRecord } from '../record.js';
import type { Unacknowledged } from './reset.js';
import { Silence } from './silence.js';
import { SlowReceivers } from './slow-receivers.js';
import type { ByteCounts } from '../view.js';
import { hangUp } from '../wire/hang-up.js';
import type { Wire } from '../wire/wire.js';

/** Silence before the first probe of TCP keep-alive, in ms: a client may have been lost with its Wi-Fi. */
export const KEEP_ALIVE_DELAY_MS = 60_000;

/** The result of a relay, once both its wires have closed. */
export type RelayResult = Pick<
  ConnectionRecord,
  | 'outcome'
  | 'code'
  | 'bytesToTarget'
  | 'bytesToClient'
  | 'atMost'
  | 'firstByteMs'
  | 'answers'
  | 'answeredMs'
  | 'awaitedMs'
  | 'unansweredMs'
  | 'unansweredBytes'
>;

/** Callbacks of a relay, each called once. */
export interface RelayEvents {
  /** The connection to the target is closed. */
  targetClosed(): void;
  /** Both connections are closed; the last call. */
  report(result: RelayResult): void;
}

/**
 * Owns both wires from its construction until it calls report(), once both are closed; nothing else may touch them.
 *
 * A FIN ends one direction only. When both directions have ended, the side that closed first is the outcome. When
 * something cuts the connection, the first cause is.
 */
export class Relay implements DirectionEvents {
  private readonly toTarget: Direction;
  private readonly toClient: Direction;
  readonly silence: Silence;
  readonly answers: Answers;
  private readonly receivers: SlowReceivers;
  private firstToClose: Side | undefined;
  private cause: Pick<RelayResult, 'outcome' | 'code'> | undefined;
  private openWires = 2;

  /** @param clock monotonic, in ms */
  constructor(
    client: Wire,
    target: Wire,
    private readonly unacknowledged: Unacknowledged,
    private readonly events: RelayEvents,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.toTarget = new Direction('client', client, target, this);
    this.toClient = new Direction('target', target, client, this);
    this.silence = new Silence(clock);
    this.answers = new Answers(clock);
    this.receivers = new SlowReceivers([client, target], unacknowledged);
  }

  /** @param early bytes that the client sent before there was a target */
  start(early: Uint8Array | undefined): void {
    this.toTarget.start(early);
    this.toClient.start();
  }

  keepAlive(): void {
    for (const { source } of [this.toTarget, this.toClient]) source.keepAlive(KEEP_ALIVE_DELAY_MS);
  }

  /** Bytes delivered so far. */
  get carried(): ByteCounts {
    return { bytesToTarget: this.toTarget.delivered, bytesToClient: this.toClient.delivered };
  }

  /** Grows with every byte and FIN that is seen to move, in either direction; equal values: nothing happened. */
  get activity(): number {
    const { toTarget, toClient } = this;
    const bytes = toTarget.received + toTarget.delivered + toClient.received + toClient.delivered;
    return bytes + this.receivers.steps + (this.isHalfClosed ? 1 : 0);
  }

  /** One side has sent FIN, the other has not. */
  get isHalfClosed(): boolean {
    return this.firstToClose !== undefined;
  }

  /** Stops reading, lets what was received reach the other side, then resets both wires. */
  cut(outcome: Outcome, code?: string): void {
    if (this.cause !== undefined) return;
    this.settle(outcome, code);
    this.toTarget.stop();
    this.toClient.stop();
    void this.toClient.resetSink(this.unacknowledged);
    void this.toTarget.resetSink(this.unacknowledged);
  }

  /** Whether the client has sent a byte. */
  get hasAsked(): boolean {
    return this.toTarget.received > 0;
  }

  /** Since when all that came has been passed on, and the target has answered; otherwise undefined. */
  get restingSince(): number | undefined {
    const isPassedOn = [this.toTarget, this.toClient].every(
      ({ received, delivered }) => received === delivered,
    );
    return isPassedOn && this.cause === undefined ? this.silence.restingSince : undefined;
  }

  /** Closes a connection that rests, with FIN both ways, as a server closes one that was idle for long. */
  close(outcome: Outcome, code?: string): void {
    if (this.cause !== undefined) return;
    this.settle(outcome, code);
    const [client, target] = [this.toTarget.source, this.toClient.source];
    // It may still have an answer to read.
    hangUp(client, () => {
      client.close();
    });
    // It may count a session until it sees the RST.
    hangUp(target, () => {
      target.reset();
    });
  }

  /** Cuts the connection, unless a side is still taking what this machine's kernel holds for it. */
  expire(outcome: Outcome): void {
    this.receivers.look(() => {
      this.cut(outcome);
    });
  }

  /** Resets both wires at once; what is still on its way is lost. */
  abort(outcome: Outcome): void {
    this.settle(outcome);
    this.toTarget.abortSink();
    this.toClient.abortSink();
  }

  /** The first cause wins. */
  private settle(outcome: Outcome, code?: string): Pick<RelayResult, 'outcome' | 'code'> {
    this.answers.settle();
    this.silence.settle();
    return (this.cause ??= { outcome, code });
  }

  /** Since the last answer; undefined if there was none. */
  get answeredMs(): number | undefined {
    const { lastAt } = this.answers;
    return lastAt === undefined ? undefined : this.clock() - lastAt;
  }

  onPiece({ from }: Direction, piece: Uint8Array): void {
    if (from === 'client') {
      this.silence.clientSent(piece.length);
      this.answers.clientSent(piece);
    } else {
      this.silence.targetSent();
      this.answers.targetSent();
    }
  }

  onFin({ from }: Direction): void {
    this.firstToClose ??= from;
    this.answers.settle();
    this.silence.settle();
  }

  /** A side that has closed and then resets has not changed its mind: its kernel answers what came after close(). */
  onError({ from }: Direction, code: string): void {
    (from === 'client' ? this.toClient : this.toTarget).sinkLost();
    this.cut(this.firstToClose === from ? `${from}-closed` : socketOutcome(from, code), code);
  }

  onClose({ from }: Direction): void {
    this.openWires -= 1;
    if (from === 'target') this.events.targetClosed();
    if (this.openWires > 0) return;
    // The last pieces are over with the wires they were written to.
    this.toTarget.source.resume();
    this.toClient.source.resume();
    const { outcome, code } = this.settle(`${this.firstToClose ?? 'client'}-closed`);
    const { firstByteMs, unansweredMs, unansweredBytes } = this.silence;
    const { count: answers, awaitedMs } = this.answers;
    const atMost = boundsOf(this.toTarget.isBound, this.toClient.isBound);
    const { carried, answeredMs } = this;
    const times = { firstByteMs, answeredMs, awaitedMs, unansweredMs };
    this.events.report({ outcome, code, ...carried, atMost, answers, ...times, unansweredBytes });
  }
}

const EXACT: readonly never[] = [];

function boundsOf(isTargets: boolean, isClients: boolean): readonly (keyof ByteCounts)[] {
  if (!isTargets && !isClients) return EXACT;
  return [...(isTargets ? ['bytesToTarget' as const] : []), ...(isClients ? ['bytesToClient' as const] : [])];
}
