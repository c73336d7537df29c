// One connection from accept to its record: admit the client, dial the target, relay, report how it ended.
import type { Socket } from 'node:net';
import type { Endpoint, ForwardConfig } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import { formatHeader } from '../proxy-protocol/header.js';
import { endsOf, type SocketEnds } from './admit/addresses.js';
import { Admittance, type AdmitResult, type Gate } from './admit/admit.js';
import { dial, type DialResult } from './target/dial.js';
import { errorCode } from '../error-code.js';
import { socketOutcome, type Outcome } from './outcome.js';
import { KEEP_ALIVE_DELAY_MS, type KeepAliveConnection } from './relay/keep-alive.js';
import type { ConnectionRecord } from './record.js';
import type { Reader } from './relay/reader.js';
import { Relay, type RelayResult } from './relay/relay.js';
import { resetNow, type Unacknowledged } from './relay/reset.js';
import type { ByteCounts, ConnectionIdentity, LiveConnection, LiveState } from './view.js';

/** Shared by the connections of a forward. */
export interface ConnectionContext extends Gate {
  readonly config: ForwardConfig;
  readonly unacknowledged: Unacknowledged;
  /** The reader of an accepted socket, which it replaces. */
  readonly readerOf: (accepted: Socket) => Reader;
}

type State =
  | { readonly kind: 'entering' }
  | { readonly kind: 'dialing'; readonly cancel: () => void; readonly since: number }
  | { readonly kind: 'relaying'; readonly relay: Relay; readonly connectMs: number }
  | { readonly kind: 'refused' };

/** Owns the accepted socket from its construction until it calls `ended`, which it does exactly once. */
export class Connection implements KeepAliveConnection {
  private state: State = { kind: 'entering' };
  private readonly acceptedAt = performance.now();
  private readonly ends: SocketEnds;
  private readonly admittance: Admittance;

  constructor(
    readonly id: number,
    /** Replaced by that of its reader, which alone is used from then on. */
    private client: Socket,
    private readonly context: ConnectionContext,
    private readonly ended: (connection: Connection, record: ConnectionRecord) => void,
  ) {
    this.ends = endsOf(client);
    this.admittance = new Admittance(client, this.ends, context, this.onAdmitted);
    client.on('error', this.onClientError);
  }

  /** Until the target has accepted, the client's bytes wait in the kernel. */
  start(): void {
    this.admittance.enter();
  }

  private readonly onAdmitted = (result: AdmitResult): void => {
    if (!result.ok) {
      this.refuse(result.outcome, result.code);
      return;
    }
    const { target, config } = this.context;
    const cancel = dial(target.endpoint, config.connectTimeout, this.onDialed);
    this.state = { kind: 'dialing', cancel, since: performance.now() };
  };

  private readonly onDialed = (result: DialResult): void => {
    const { target } = this.context;
    if (!result.ok) {
      // First: while this one still holds its turn, no waiting connection gets it from a target that is down.
      target.failed(result);
      this.refuse(result.outcome, result.code);
      return;
    }
    target.connected();
    this.relayTo(result.target);
  };

  private relayTo(target: Reader): void {
    const { unacknowledged, readerOf } = this.context;
    const connectMs = this.state.kind === 'dialing' ? performance.now() - this.state.since : 0;
    this.client.off('error', this.onClientError);
    const reader = readerOf(this.client);
    this.client = reader.socket;
    const relay = new Relay(reader, target, unacknowledged, this.onRelayed);
    this.state = { kind: 'relaying', relay, connectMs };
    this.sendHeader(target.socket);
    relay.start();
  }

  /** A socket that has just been connected takes it at once. The bytes are ours and are not counted. */
  private sendHeader(target: Socket): void {
    const { sendProxy } = this.context.config;
    const { client, local } = this.admittance;
    if (sendProxy !== 'off' && client && local) target.write(formatHeader(sendProxy, client, local));
  }

  private readonly onRelayed = (result: RelayResult): void => {
    this.context.target.disconnected();
    this.report(result);
  };

  private report(result: RelayResult): void {
    this.admittance.cancel();
    const { identity, state } = this;
    // One literal: with a spread V8 11 (Node 20) makes a new kind of object of each record.
    this.ended(this, {
      id: identity.id,
      forward: identity.forward,
      client: identity.client,
      peer: identity.peer,
      local: identity.local,
      target: identity.target,
      queueMs: this.admittance.queueMs,
      connectMs: state.kind === 'relaying' ? state.connectMs : undefined,
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

  private readonly onClientError = (error: Error): void => {
    const code = errorCode(error);
    this.refuse(this.isWaiting ? 'client-gone' : socketOutcome('client', code), code);
  };

  /** Before there is a target: a FIN would look like an empty answer, so the client gets an RST. */
  private refuse(outcome: Outcome, code?: string): void {
    if (this.state.kind === 'refused' || this.state.kind === 'relaying') return;
    if (this.state.kind === 'dialing') this.state.cancel();
    this.state = { kind: 'refused' };
    this.admittance.cancel();
    this.client.once('close', () => {
      this.report({ outcome, code, ...NOTHING_RELAYED });
    });
    resetNow(this.client);
  }

  /** Ends the connection: as Relay.cut() once it is relaying, at once before. */
  cut(outcome: Outcome, code?: string): void {
    if (this.state.kind === 'relaying') this.state.relay.cut(outcome, code);
    else this.refuse(outcome, code);
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
    return this.admittance.isWaiting;
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
      silentMs: relay?.silence.silentMs,
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
    const { client } = this.admittance;
    return {
      id: this.id,
      forward: this.context.config.name,
      client: written(client),
      peer: client === peer ? undefined : written(peer),
      local: written(local),
      target: formatTarget(this.context.target.endpoint),
    };
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
