// One connection from accept to its record: pass the entrance, dial the target, relay, say how it ended.
import type { Socket } from 'node:net';
import type { Endpoint, ForwardConfig } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import { formatHeader } from '../proxy-protocol/header.js';
import { endsOf, type SocketEnds } from './admit/addresses.js';
import { dial, type DialResult, type PendingDial } from './target/dial.js';
import { Entrance, type Applicant, type Gate } from './admit/entrance.js';
import { errorCode } from '../error-code.js';
import { socketOutcome, type Outcome } from './outcome.js';
import { KEEP_ALIVE_DELAY_MS, type KeepAliveConnection } from './relay/keep-alive.js';
import type { ConnectionRecord } from './record.js';
import type { Reader } from './relay/reader.js';
import { Relay, type RelayResult } from './relay/relay.js';
import { resetNow, type Unacknowledged } from './relay/reset.js';
import type { ByteCounts, ConnectionIdentity, LiveConnection, LiveState } from './view.js';

/** What the connections of a forward share. */
export interface ConnectionContext extends Gate {
  readonly config: ForwardConfig;
  readonly unacknowledged: Unacknowledged;
  /** The reader of an accepted socket, which it replaces. */
  readonly readerOf: (accepted: Socket) => Reader;
}

type State =
  | { readonly kind: 'entering' | 'refused' }
  | { readonly kind: 'dialing'; readonly dialing: PendingDial; readonly since: number }
  | { readonly kind: 'relaying'; readonly relay: Relay };

/** Owns the accepted socket from its construction until it calls `ended`, which it does exactly once. */
export class Connection implements Applicant, KeepAliveConnection {
  private state: State = { kind: 'entering' };
  private readonly acceptedAt = performance.now();
  private connectMs: number | undefined;
  private readonly ends: SocketEnds;
  private readonly entrance: Entrance;

  constructor(
    readonly id: number,
    /** Replaced by that of its reader, which alone is used from then on. */
    public client: Socket,
    private readonly context: ConnectionContext,
    private readonly ended: (connection: Connection, record: ConnectionRecord) => void,
  ) {
    this.ends = endsOf(client);
    this.entrance = new Entrance(this, context);
    client.on('error', this.onClientError);
  }

  /** Until the target has accepted, the client's bytes wait in the kernel. */
  start(): void {
    const { peer, local } = this.ends;
    if (peer === undefined) this.refuse('client-reset', 'ENOTCONN');
    else this.entrance.enter(peer, local);
  }

  /** Ends the connection: as Relay.cut() once it is relaying, at once before. */
  cut(outcome: Outcome): void {
    if (this.state.kind === 'relaying') this.state.relay.cut(outcome);
    else this.refuse(outcome);
  }

  /** Ends the connection without waiting for anything. */
  abort(outcome: Outcome): void {
    if (this.state.kind === 'relaying') this.state.relay.abort(outcome);
    else this.refuse(outcome);
  }

  keepAlive(): 'complete' | 'more to come' {
    const { relay } = this;
    if (relay === undefined) this.client.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    else relay.keepAlive();
    return relay === undefined ? 'more to come' : 'complete';
  }

  /** For the inactivity watch: the relay once there is one. */
  get relay(): Relay | undefined {
    return this.state.kind === 'relaying' ? this.state.relay : undefined;
  }

  /** Whether it waits for its turn at the target. */
  get isWaiting(): boolean {
    return this.entrance.isWaiting;
  }

  /** As long as it is live; undefined when it has been refused and is only being closed. */
  view(): LiveConnection | undefined {
    const state = this.liveState;
    if (state === undefined) return undefined;
    const { relay } = this;
    return {
      ...this.identity,
      state,
      durationMs: performance.now() - this.acceptedAt,
      silentMs: relay?.silentMs,
      ...(relay?.carried ?? NOTHING_CARRIED),
    };
  }

  private get liveState(): LiveState | undefined {
    switch (this.state.kind) {
      case 'entering':
        return this.isWaiting ? 'waiting' : 'entering';
      case 'dialing':
        return 'connecting';
      case 'relaying':
        return this.state.relay.isHalfClosed ? 'half-closed' : 'open';
      case 'refused':
        return undefined;
    }
  }

  private get identity(): ConnectionIdentity {
    const { peer, local } = this.ends;
    const client = this.entrance.client ?? peer;
    return {
      id: this.id,
      forward: this.context.config.name,
      client: written(client),
      peer: client === peer ? undefined : written(peer),
      local: written(local),
      target: formatTarget(this.context.target.endpoint),
    };
  }

  /** For the entrance alone. */
  passed(): void {
    const { target, config } = this.context;
    const dialing = dial(target.endpoint, config.connectTimeout, this.onDialed);
    this.state = { kind: 'dialing', dialing, since: performance.now() };
  }

  private readonly onDialed = (result: DialResult): void => {
    const { target, unacknowledged, readerOf } = this.context;
    if (!result.ok) {
      // First: while this one still holds its turn, no waiting connection gets it from a target that is down.
      target.failed(result);
      this.refuse(result.outcome, result.code);
      return;
    }
    if (this.state.kind === 'dialing') this.connectMs = performance.now() - this.state.since;
    target.connected();
    this.client.off('error', this.onClientError);
    const reader = readerOf(this.client);
    this.client = reader.socket;
    const relay = new Relay(reader, result.target, unacknowledged, this.onRelayed);
    this.state = { kind: 'relaying', relay };
    this.sendHeader(result.target.socket);
    relay.start();
  };

  /** A socket that has just been connected takes it at once. The bytes are ours and are not counted. */
  private sendHeader(target: Socket): void {
    const { client, local } = this.entrance;
    const { sendProxy } = this.context.config;
    if (sendProxy !== 'off' && client && local) target.write(formatHeader(sendProxy, client, local));
  }

  private readonly onRelayed = (result: RelayResult): void => {
    this.context.target.disconnected();
    this.report(result);
  };

  private readonly onClientError = (error: Error): void => {
    const code = errorCode(error);
    this.refuse(this.isWaiting ? 'client-gone' : socketOutcome('client', code), code);
  };

  /** Before there is a target: the client must not take that for an empty answer, so it gets an RST, not a FIN. */
  refuse(outcome: Outcome, code?: string): void {
    if (this.state.kind === 'refused' || this.state.kind === 'relaying') return;
    if (this.state.kind === 'dialing') this.state.dialing.cancel();
    this.state = { kind: 'refused' };
    this.entrance.leave();
    this.client.once('close', () => {
      this.report({ outcome, code, ...NOTHING_RELAYED });
    });
    resetNow(this.client);
  }

  private report(result: RelayResult): void {
    this.entrance.leave();
    const { identity } = this;
    // One literal: with a spread V8 11 (Node 20) makes a new kind of object of each record.
    this.ended(this, {
      id: identity.id,
      forward: identity.forward,
      client: identity.client,
      peer: identity.peer,
      local: identity.local,
      target: identity.target,
      queueMs: this.entrance.queueMs,
      connectMs: this.connectMs,
      firstByteMs: result.firstByteMs,
      durationMs: performance.now() - this.acceptedAt,
      bytesToTarget: result.bytesToTarget,
      bytesToClient: result.bytesToClient,
      outcome: result.outcome,
      active: this.context.admission.active,
      silentMs: result.silentMs,
      unansweredMs: result.unansweredMs,
      code: result.code,
    });
  }
}

const NOTHING_CARRIED: ByteCounts = { bytesToTarget: 0, bytesToClient: 0 };
const NOTHING_RELAYED = {
  ...NOTHING_CARRIED,
  firstByteMs: undefined,
  silentMs: undefined,
  unansweredMs: 0,
};

/** Its client had gone before it was accepted. */
const UNKNOWN: Endpoint = { host: 'unknown', port: 0 };

function written(end: Endpoint | undefined): string {
  return formatTarget(end ?? UNKNOWN);
}
