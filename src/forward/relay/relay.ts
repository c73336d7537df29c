// The relay: two directions over one pair of connected sockets, until both are closed.
import type { Socket } from 'node:net';
import { Direction } from './direction.js';
import { KEEP_ALIVE_DELAY_MS } from './keep-alive.js';
import { errorCode } from '../../error-code.js';
import { socketOutcome, type Outcome, type Side } from '../outcome.js';
import type { Reader } from './reader.js';
import type { ConnectionRecord } from '../record.js';
import { resetAfterFlush, resetNow, type Unacknowledged } from './reset.js';
import type { ByteCounts } from '../view.js';

/** What a relay knows when both its sockets have closed. */
export type RelayResult = Pick<
  ConnectionRecord,
  'outcome' | 'code' | 'bytesToTarget' | 'bytesToClient' | 'firstByteMs' | 'silentMs' | 'unansweredMs'
>;

/**
 * Owns both sockets from start() until it calls `ended`, once both are closed; nothing else may touch them.
 *
 * A FIN ends one direction only. When both directions have ended, the side that closed first is the outcome. When
 * something cuts the connection, the first cause is.
 */
export class Relay {
  private readonly client: Socket;
  private readonly target: Socket;
  private readonly toTarget: Direction;
  private readonly toClient: Direction;
  private cause: Outcome | undefined;
  private code: string | undefined;
  private firstToClose: Side | undefined;
  private startedAt = 0;
  private firstByteAt: number | undefined;
  private lastByteAt: number | undefined;
  private unansweredSince: number | undefined;
  private lastClientBytesAt = 0;
  /** How long the client had waited in vain when it sent its last bytes; 0 if it had been answered before. */
  private gaveUpAfter = 0;
  private unansweredMs: number | undefined;
  private openSockets = 2;
  private isExpiring = false;
  private lastOnTheWay: number | undefined;
  private slowSteps = 0;
  private lostToTarget = 0;
  private lostToClient = 0;

  constructor(
    client: Reader,
    target: Reader,
    private readonly unacknowledged: Unacknowledged,
    private readonly ended: (result: RelayResult) => void,
  ) {
    [this.client, this.target] = [client.socket, target.socket];
    this.toTarget = new Direction(client, this.target, {
      arrived: this.onClientBytes,
      closed: this.onClientFin,
    });
    this.toClient = new Direction(target, this.client, {
      arrived: this.onTargetBytes,
      closed: this.onTargetFin,
    });
  }

  start(): void {
    this.startedAt = performance.now();
    this.client.on('error', this.onClientError).on('close', this.onClose);
    this.target.on('error', this.onTargetError).on('close', this.onClose);
    this.toTarget.start();
    this.toClient.start();
  }

  keepAlive(): void {
    for (const socket of [this.client, this.target]) socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  }

  /** Bytes delivered so far. */
  get carried(): ByteCounts {
    return { bytesToTarget: this.toTarget.delivered, bytesToClient: this.toClient.delivered };
  }

  /** ms since the target's last byte; undefined if none has come. */
  get silentMs(): number | undefined {
    return this.lastByteAt === undefined ? undefined : performance.now() - this.lastByteAt;
  }

  /** Grows with every byte and FIN that is seen to move, in either direction; equal values: nothing happened. */
  get activity(): number {
    const { toTarget, toClient } = this;
    const bytes = toTarget.received + toTarget.delivered + toClient.received + toClient.delivered;
    return bytes + this.slowSteps + (this.firstToClose === undefined ? 0 : 1);
  }

  /** One side has sent FIN, the other has not. */
  get isHalfClosed(): boolean {
    return this.firstToClose !== undefined;
  }

  /** Stops reading, lets what was received reach the other side, then resets both sockets. */
  cut(outcome: Outcome): void {
    if (!this.settle(outcome)) return;
    this.toTarget.stop();
    this.toClient.stop();
    void this.reset(this.client, this.toClient).then((lost) => (this.lostToClient = lost));
    void this.reset(this.target, this.toTarget).then((lost) => (this.lostToTarget = lost));
  }

  /**
   * Cuts the connection, unless a side is still taking what this machine's kernel holds for it. That may be some MiB,
   * and take a slow receiver minutes while nothing moves here. Two calls in a row see whether it does.
   */
  expire(outcome: Outcome): void {
    if (this.isExpiring) return;
    this.isExpiring = true;
    void this.onTheWay().then((bytes) => {
      this.isExpiring = false;
      const before = this.lastOnTheWay;
      this.lastOnTheWay = bytes;
      if (bytes === 0 || bytes === before) this.cut(outcome);
      else if (before !== undefined) this.slowSteps += 1;
    });
  }

  private async onTheWay(): Promise<number> {
    const [toClient, toTarget] = await Promise.all([this.client, this.target].map(this.unacknowledged));
    return (toClient ?? 0) + (toTarget ?? 0);
  }

  /** Resets both sockets at once; what is still on its way is lost. */
  abort(outcome: Outcome): void {
    this.settle(outcome);
    resetNow(this.client);
    resetNow(this.target);
  }

  /** The first cause wins. */
  private settle(outcome: Outcome): boolean {
    if (this.cause !== undefined) return false;
    this.cause = outcome;
    this.judgeSilence();
    return true;
  }

  /**
   * At the first FIN or cut: bytes that the target sends later are no answer any more. A client that gives up on TLS
   * sends close_notify right before its FIN, and the target's reaction to that is no answer either.
   */
  private judgeSilence(): void {
    const since = this.unansweredSince;
    this.unansweredMs ??= since === undefined ? this.gaveUpAfter : performance.now() - since;
  }

  private async reset(socket: Socket, incoming: Direction): Promise<number> {
    if (socket.destroyed) return 0;
    const nothingOnItsWay = incoming.received === 0;
    return resetAfterFlush(socket, nothingOnItsWay ? () => Promise.resolve(0) : this.unacknowledged);
  }

  private readonly onClientBytes = (): void => {
    const now = performance.now();
    this.gaveUpAfter = this.unansweredSince === undefined ? 0 : now - this.lastClientBytesAt;
    this.lastClientBytesAt = now;
    this.unansweredSince ??= now;
  };

  private readonly onTargetBytes = (): void => {
    this.lastByteAt = performance.now();
    this.firstByteAt ??= this.lastByteAt;
    this.unansweredSince = undefined;
  };

  private readonly onClientFin = (): void => {
    this.onFin('client', this.toClient);
  };

  private readonly onTargetFin = (): void => {
    this.onFin('target', this.toTarget);
  };

  private onFin(side: Side, opposite: Direction): void {
    this.firstToClose ??= side;
    this.judgeSilence();
    opposite.readCarefully();
  }

  private readonly onClientError = (error: Error): void => {
    this.onError('client', error);
  };

  private readonly onTargetError = (error: Error): void => {
    this.onError('target', error);
  };

  /** A side that has closed and then resets has not changed its mind: its kernel answers what came after close(). */
  private onError(side: Side, error: Error): void {
    this.code ??= errorCode(error);
    this.cut(this.firstToClose === side ? `${side}-closed` : socketOutcome(side, this.code));
  }

  private readonly onClose = (): void => {
    this.openSockets -= 1;
    if (this.openSockets > 0) return;
    this.toTarget.release();
    this.toClient.release();
    this.settle(`${this.firstToClose ?? 'client'}-closed`);
    this.ended(this.result());
  };

  private result(): RelayResult {
    return {
      outcome: this.cause ?? 'internal-error',
      bytesToTarget: Math.max(0, this.toTarget.delivered - this.lostToTarget),
      bytesToClient: Math.max(0, this.toClient.delivered - this.lostToClient),
      firstByteMs: this.firstByteAt === undefined ? undefined : this.firstByteAt - this.startedAt,
      silentMs: this.silentMs,
      unansweredMs: this.unansweredMs ?? 0,
      code: this.code,
    };
  }
}
