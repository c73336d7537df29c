// The gate before the target is dialled: access, limits, a PROXY header, and the turn.
import type { Endpoint, ForwardConfig } from '../../config/config.js';
import { receiveHeader, type HeaderResult } from '../../proxy-protocol/receive.js';
import type { Access } from './access.js';
import { Place, type Admission } from './admission.js';
import { HANDSHAKE } from '../relay/answers.js';
import type { Occupant } from './occupant.js';
import type { Outcome } from '../outcome.js';
import type { Target } from '../target/target.js';
import type { Wire, WireReader } from '../wire/wire.js';
import type { Slot, TurnHolder, Visitor } from './turns.js';

/** The rules and limits of a forward that a connection must pass. */
export interface Gate {
  readonly config: Pick<
    ForwardConfig,
    | 'name'
    | 'whenTargetDown'
    | 'maxQueue'
    | 'queueTimeout'
    | 'turnIdle'
    | 'turnLimit'
    | 'idleTimeout'
    | 'proxyHeaderTimeout'
  >;
  readonly access: Access;
  readonly admission: Admission;
  readonly target: Target;
}

export type AdmitResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly outcome: Outcome; readonly code: string | undefined };

/** How often a client that has sent something is asked whether it is still there, in ms. */
const ASK_INTERVAL_MS = 50;

/** Most bytes of a handshake read here, to see a FIN behind them. */
const MOST_EARLY = 16_384;

/**
 * A client at the gate, or past it. Calls `done` once unless cancelled: when the target may be dialled, or with the
 * reason why not. The wire stays the caller's, and so do its errors.
 *
 * After a success place and slot are held until cancel(); after a failure they have been given back.
 */
export class Admittance implements WireReader, Visitor {
  /** Bytes of the client that have been read here; the rest waits in the kernel. */
  early: Uint8Array | undefined;
  /** As announced by a PROXY header, if one was; undefined if the client had gone before it was accepted. */
  client: Endpoint | undefined;
  /** The address that the client connected to. */
  local: Endpoint | undefined;
  /** Time spent waiting for a turn, in ms. */
  queueMs = 0;
  /** The client that had the turn, if this one did not get it. */
  holder: TurnHolder | undefined;
  private place: Place | undefined;
  private slot: Slot | undefined;
  private waitingSince: number | undefined;
  /** Ends what it is waiting for. */
  private stopWaiting: (() => void) | undefined;

  constructor(
    private readonly wire: Wire,
    peer: Endpoint | undefined,
    local: Endpoint | undefined,
    private readonly gate: Gate,
    readonly occupant: Occupant,
    private readonly done: (result: AdmitResult) => void,
  ) {
    [this.client, this.local] = [peer, local];
  }

  get host(): string {
    return this.client?.host ?? '';
  }

  get rules(): Gate['config'] {
    return this.gate.config;
  }

  /** Whether it waits for its turn. */
  get isWaiting(): boolean {
    return this.waitingSince !== undefined;
  }

  /** May call `done` before it returns. */
  enter(): void {
    const { client: peer } = this;
    if (peer === undefined) {
      this.refuse('client-reset', 'ENOTCONN');
      return;
    }
    const { access, admission } = this.gate;
    const isProxy = access.isProxy(peer.host);
    const mayEnter = isProxy || access.admits(peer.host);
    const place = mayEnter ? admission.enter(this.occupant, isProxy ? undefined : peer.host) : undefined;
    if (place === undefined) this.refuse('denied');
    else if (!(place instanceof Place)) this.refuse('over-limit', place);
    else {
      this.place = place;
      if (isProxy) this.awaitHeader();
      else this.join(peer);
    }
  }

  /** Gives back place and slot, and ends all waiting without calling `done`. A second call does nothing. */
  cancel(): void {
    this.endWaiting();
    this.leaveSlot();
    this.place?.leave();
  }

  /** To be called when there is no connection to the target any more. */
  leaveSlot(): void {
    this.slot?.leave();
  }

  private refuse(outcome: Outcome, code?: string): void {
    this.cancel();
    this.done({ ok: false, outcome, code });
  }

  private awaitHeader(): void {
    this.stopWaiting = receiveHeader(this.wire, this.gate.config.proxyHeaderTimeout, this.onHeader);
  }

  private readonly onHeader = (result: HeaderResult): void => {
    this.stopWaiting = undefined;
    if (!result.ok) {
      // A bare connect is how a load balancer checks health.
      this.refuse(result.reason === 'closed' ? 'client-closed' : `proxy-header-${result.reason}`);
      return;
    }
    if (result.rest.length > 0) this.early = result.rest;
    const { source, destination } = result.header;
    if (source !== undefined) [this.client, this.local] = [source, destination];
    // Without addresses (LOCAL, UNKNOWN) the real ones hold, and the peer has been let in already.
    if (source === undefined || this.gate.access.admits(source.host)) this.join(this.client);
    else this.refuse('denied');
  };

  private join(client: Endpoint | undefined): void {
    const limit = client && this.place?.belongTo(client.host, this.gate.config.name);
    // Only a port that cannot be closed gets here: a socket that the service manager holds open.
    const outage = this.gate.config.whenTargetDown === 'refuse' ? this.gate.target.outage : undefined;
    if (limit !== undefined) this.refuse('over-limit', limit);
    else if (outage !== undefined) this.refuse(outage.outcome, outage.code);
    else if (this.gate.target.turns.isLimited && this.early === undefined) this.awaitFirstByte();
    else this.takeSlot();
  }

  /** A probe, or a socket that a browser opens in advance, takes no turn. */
  private awaitFirstByte(): void {
    const { idleTimeout } = this.gate.config;
    const timer = idleTimeout > 0 ? setTimeout(() => this.refuse('idle-timeout'), idleTimeout) : undefined;
    this.stopWaiting = () => {
      clearTimeout(timer);
      this.wire.stop();
    };
    this.wire.read(this);
  }

  private takeSlot(): void {
    this.endWaiting();
    this.slot = this.gate.target.turns.request(this);
    if (this.slot === undefined) this.displaced();
    else if (this.slot.state === 'held') this.granted();
    else this.wait();
  }

  private wait(): void {
    this.waitingSince = performance.now();
    // An RST shows only while the wire is read, or when it is asked for.
    const asking = setInterval(() => this.wire.probe(), ASK_INTERVAL_MS);
    const { queueTimeout } = this.gate.config;
    const timer = queueTimeout > 0 ? setTimeout(() => this.lose('queue-timeout'), queueTimeout) : undefined;
    this.stopWaiting = () => {
      clearInterval(asking);
      clearTimeout(timer);
      this.wire.stop();
    };
    if (this.isHandshake) this.wire.read(this);
  }

  granted(): void {
    this.endWaiting();
    this.done({ ok: true });
  }

  displaced(): void {
    this.lose('queue-full');
  }

  private lose(outcome: 'queue-timeout' | 'queue-full'): void {
    this.holder = this.gate.target.turns.holder;
    this.refuse(outcome);
  }

  /** Whether the client began with TLS, so that the first answer is none yet: its pause may be long, and ends by itself. */
  get isHandshake(): boolean {
    return this.early?.[0] === HANDSHAKE;
  }

  /** A FIN behind a question is a half-close, so that it waits in the kernel with all that follows the first piece. */
  onPiece(piece: Uint8Array): boolean {
    const isFirst = this.early === undefined;
    this.early = Buffer.concat([this.early ?? Buffer.alloc(0), piece]);
    if (!this.isHandshake || this.early.length >= MOST_EARLY) this.wire.stop();
    if (isFirst) this.takeSlot();
    return true;
  }

  onFin(): void {
    this.refuse(this.isWaiting ? 'client-gone' : 'client-closed');
  }

  private endWaiting(): void {
    this.stopWaiting?.();
    this.stopWaiting = undefined;
    if (this.waitingSince !== undefined) this.queueMs = performance.now() - this.waitingSince;
    this.waitingSince = undefined;
  }
}
