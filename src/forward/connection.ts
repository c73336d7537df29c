// One connection from accept to its record: admit the client, dial the target, relay, report how it ended.
import type { Endpoint, ForwardConfig } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import { formatHeader } from '../proxy-protocol/header.js';
import { Admittance, type AdmitResult, type Gate } from './admit/admit.js';
import type { Occupant } from './admit/occupant.js';
import { dial, type DialResult } from './target/dial.js';
import { socketOutcome, type Outcome } from './outcome.js';
import type { Placed } from './live-set.js';
import { NOTHING_SEEN, type Seen, type WatchedConnection } from './relay/inactivity.js';
import type { ConnectionRecord } from './record.js';
import { KEEP_ALIVE_DELAY_MS, Relay, type RelayEvents, type RelayResult } from './relay/relay.js';
import type { Unacknowledged } from './relay/reset.js';
import type { ByteCounts, ConnectionIdentity, LiveConnection, LiveState } from './view.js';
import { plain } from './wire/addresses.js';
import type { Wire, WireOwner } from './wire/wire.js';

/** Shared by the connections of a forward. */
export interface ConnectionContext extends Gate {
  readonly config: ForwardConfig;
  readonly unacknowledged: Unacknowledged;
}

type State =
  | { readonly kind: 'entering' }
  | { readonly kind: 'dialing'; readonly cancel: () => void; readonly since: number }
  | { readonly kind: 'relaying'; readonly relay: Relay; readonly connectMs: number }
  | { readonly kind: 'refused'; readonly outcome: Outcome; readonly code: string | undefined };

/** Owns the accepted wire from its construction until it calls `ended`, which it does exactly once. */
export class Connection implements Placed, Occupant, RelayEvents, WatchedConnection, WireOwner {
  place = -1;
  seen: Seen = NOTHING_SEEN;
  private state: State = { kind: 'entering' };
  private readonly acceptedAt = performance.now();
  private readonly peer: Endpoint | undefined;
  private readonly local: Endpoint | undefined;
  private readonly admittance: Admittance;
  /** The sockets that have TCP keep-alive. */
  private keptAlive: 'none' | 'client' | 'both' = 'none';

  constructor(
    readonly id: number,
    private readonly client: Wire,
    private readonly context: ConnectionContext,
    private readonly ended: (connection: Connection, record: ConnectionRecord) => void,
  ) {
    const { remote, local } = client.ends;
    [this.peer, this.local] = [plain(remote), plain(local)];
    this.admittance = new Admittance(client, this.peer, this.local, context, this, this.onAdmitted);
    client.owner = this;
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
    const { endpoint, dialler } = target;
    const cancel = dial(endpoint, config.connectTimeout, dialler, this.onDialed, () => this.header);
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
    target.connected(this, result.wire);
    this.relayTo(result.wire);
  };

  private relayTo(target: Wire): void {
    const connectMs = this.state.kind === 'dialing' ? performance.now() - this.state.since : 0;
    const relay = new Relay(this.client, target, this.context.unacknowledged, this);
    this.state = { kind: 'relaying', relay, connectMs };
    relay.start(this.admittance.early);
  }

  /** For --send-proxy. The bytes are ours and are not counted. */
  private get header(): Uint8Array | undefined {
    const { sendProxy } = this.context.config;
    const { client, local } = this.admittance;
    return sendProxy !== 'off' && client && local ? formatHeader(sendProxy, client, local) : undefined;
  }

  /** A client may take its time, but the next one need not wait for that. */
  targetClosed(): void {
    this.context.target.disconnected(this);
    this.admittance.leaveSlot();
  }

  report(result: RelayResult): void {
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
      atMost: result.atMost,
      outcome: result.outcome,
      active: this.context.admission.active,
      answers: result.answers,
      answeredMs: result.answeredMs,
      awaitedMs: result.awaitedMs,
      unansweredMs: result.unansweredMs,
      unansweredBytes: result.unansweredBytes,
      code: result.code,
      holder: this.admittance.holder,
    });
  }

  onError(code: string): void {
    this.refuse(this.isWaiting ? 'client-gone' : socketOutcome('client', code), code);
  }

  /** Before there is a relay only a refusal closes the wire. */
  onClose(): void {
    if (this.state.kind === 'refused') this.report({ ...NOTHING_RELAYED, ...this.state });
  }

  /** Before there is a target: a FIN would look like an empty answer, so the client gets an RST. */
  private refuse(outcome: Outcome, code?: string): void {
    if (this.state.kind === 'refused' || this.state.kind === 'relaying') return;
    if (this.state.kind === 'dialing') this.state.cancel();
    this.state = { kind: 'refused', outcome, code };
    this.admittance.cancel();
    this.client.reset();
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

  giveWay(outcome: Outcome, code?: string): void {
    if (this.restingSince === undefined) this.cut(outcome, code);
    else this.relay?.close(outcome, code);
  }

  get quietSince(): number {
    return this.relay?.silence.quietSince ?? this.acceptedAt;
  }

  get restingSince(): number | undefined {
    return this.wasAnswered ? this.relay?.restingSince : undefined;
  }

  get resumedAt(): number | undefined {
    return this.relay?.silence.resumedAt;
  }

  get hasAsked(): boolean {
    return this.admittance.early !== undefined || this.relay?.hasAsked === true;
  }

  get wasAnswered(): boolean {
    const handshake = this.admittance.isHandshake ? 1 : 0;
    return (this.relay?.silence.answers ?? 0) > handshake;
  }

  /** Enables TCP keep-alive on every socket it has and that has not got it yet. */
  keepAlive(): void {
    const { relay } = this;
    const wanted = relay === undefined ? 'client' : 'both';
    if (this.keptAlive === wanted) return;
    this.keptAlive = wanted;
    if (relay === undefined) this.client.keepAlive(KEEP_ALIVE_DELAY_MS);
    else relay.keepAlive();
  }

  /** For the inactivity watch: the relay once there is one. */
  get relay(): Relay | undefined {
    return this.state.kind === 'relaying' ? this.state.relay : undefined;
  }

  /** As Heard. */
  get silentMs(): number {
    return this.relay?.silence.silentMs ?? Infinity;
  }

  /** Whether it waits at the gate: for its turn at the target, or for its client. */
  get isEntering(): boolean {
    return this.state.kind === 'entering';
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
      answers: relay?.answers.count ?? 0,
      answeredMs: relay?.answeredMs,
      isAwaiting: relay?.answers.isAwaited === true,
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
    const { peer, local } = this;
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
  atMost: [],
  firstByteMs: undefined,
  answers: 0,
  answeredMs: undefined,
  awaitedMs: 0,
  unansweredMs: 0,
  unansweredBytes: 0,
};

/** Its client had gone before it was accepted. */
const UNKNOWN: Endpoint = { host: 'unknown', port: 0 };

function written(end: Endpoint | undefined): string {
  return formatTarget(end ?? UNKNOWN);
}
