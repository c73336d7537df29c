// What a connection passes before its target is dialled: access, limits, a PROXY header, and its turn.
import type { Socket } from 'node:net';
import type { Endpoint, ForwardConfig } from '../../config/config.js';
import { receiveHeader, type HeaderResult } from '../../proxy-protocol/receive.js';
import type { Access } from './access.js';
import { Place, type Admission } from './admission.js';
import { watchDeparture } from './departure.js';
import type { Outcome } from '../outcome.js';
import type { Target } from '../target/target.js';
import type { Turn } from './turns.js';

/** The rules and limits of a forward that a connection must pass. */
export interface Gate {
  readonly config: Pick<ForwardConfig, 'whenTargetDown' | 'maxQueue' | 'queueTimeout' | 'proxyHeaderTimeout'>;
  readonly access: Access;
  readonly admission: Admission;
  readonly target: Target;
}

/** The connection being admitted. Exactly one callback fires, unless leave() comes first. */
export interface Applicant {
  /** The entrance uses it until that callback. */
  readonly client: Socket;
  passed(): void;
  refuse(outcome: Outcome, code?: string): void;
}

/** Its creator owes leave(). */
export class Entrance {
  /** As announced by a PROXY header, if one was. */
  client: Endpoint | undefined;
  /** The address the client connected to. */
  local: Endpoint | undefined;
  /** Waiting for its turn, in ms. */
  queueMs = 0;
  private place: Place | undefined;
  private turn: Turn | undefined;
  private waitingSince: number | undefined;
  /** Ends the present waiting, for a header or for the turn. */
  private stopWaiting: (() => void) | undefined;

  constructor(
    private readonly applicant: Applicant,
    private readonly gate: Gate,
  ) {}

  /** Whether it waits for its turn. */
  get isWaiting(): boolean {
    return this.waitingSince !== undefined;
  }

  enter(peer: Endpoint, local: Endpoint | undefined): void {
    const { access, admission } = this.gate;
    [this.client, this.local] = [peer, local];
    const isProxy = access.isProxy(peer.host);
    const place = isProxy || access.admits(peer.host) ? admission.enter() : undefined;
    if (place === undefined) this.refuse('denied');
    else if (!(place instanceof Place)) this.refuse('over-limit', place);
    else {
      this.place = place;
      if (isProxy) this.awaitHeader();
      else this.join(peer);
    }
  }

  /** Gives back everything; no event comes any more. A second call does nothing. */
  leave(): void {
    this.endWaiting();
    this.turn?.leave();
    this.place?.leave();
  }

  private refuse(outcome: Outcome, code?: string): void {
    this.endWaiting();
    this.applicant.refuse(outcome, code);
  }

  private awaitHeader(): void {
    this.stopWaiting = receiveHeader(
      this.applicant.client,
      this.gate.config.proxyHeaderTimeout,
      this.onHeader,
    );
  }

  private readonly onHeader = (result: HeaderResult): void => {
    this.stopWaiting = undefined;
    if (!result.ok) {
      // A bare connect is how a load balancer looks whether we are there.
      this.refuse(result.reason === 'closed' ? 'client-closed' : `proxy-header-${result.reason}`);
      return;
    }
    const { source, destination } = result.header;
    if (source !== undefined) [this.client, this.local] = [source, destination];
    // Without addresses (LOCAL, UNKNOWN) the real ones hold, and the peer has been let in already.
    if (source === undefined || this.gate.access.admits(source.host)) this.join(this.client);
    else this.refuse('denied');
  };

  private join(client: Endpoint | undefined): void {
    const limit = client && this.place?.belongTo(client.host);
    // Only a port that cannot be closed gets here: a socket that the service manager holds open.
    const outage = this.gate.config.whenTargetDown === 'refuse' ? this.gate.target.outage : undefined;
    if (limit !== undefined) this.refuse('over-limit', limit);
    else if (outage !== undefined) this.refuse(outage.outcome, outage.code);
    else this.takeTurn(client?.host ?? '');
  }

  private takeTurn(client: string): void {
    const { target, config } = this.gate;
    this.turn = target.turns.request(client, config.maxQueue, this.onTurn);
    if (this.turn === undefined) this.refuse('queue-full');
    else if (this.turn.state === 'held') this.applicant.passed();
    else this.wait();
  }

  private wait(): void {
    this.waitingSince = performance.now();
    const stopWatching = watchDeparture(this.applicant.client, this.onDeparture);
    const { queueTimeout } = this.gate.config;
    const timer = queueTimeout > 0 ? setTimeout(this.onQueueTimeout, queueTimeout) : undefined;
    this.stopWaiting = () => {
      stopWatching();
      clearTimeout(timer);
    };
  }

  private readonly onDeparture = (): void => {
    this.refuse('client-gone');
  };

  private readonly onQueueTimeout = (): void => {
    this.refuse('queue-timeout');
  };

  private readonly onTurn = (): void => {
    this.endWaiting();
    this.applicant.passed();
  };

  private endWaiting(): void {
    this.stopWaiting?.();
    this.stopWaiting = undefined;
    if (this.waitingSince !== undefined) this.queueMs = performance.now() - this.waitingSince;
    this.waitingSince = undefined;
  }
}
