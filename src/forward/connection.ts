// One connection from accept to its record: dial the target, relay, say how it ended.
import type { Socket } from 'node:net';
import type { ForwardConfig } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import { dial, type DialResult, type Dialing } from './dial.js';
import { errorCode, socketOutcome, type Outcome } from './outcome.js';
import { Relay, type RelayResult } from './relay.js';
import { resetNow, type Unacknowledged } from './reset.js';

/** What is known of a connection after its end; times in ms, sizes in bytes. */
export interface ConnectionRecord {
  readonly id: number;
  readonly forward: string;
  /** `address:port` or `[v6]:port`, as are `local` and `target`. */
  readonly client: string;
  /** The address the client connected to. */
  readonly local: string;
  /** The target as configured. */
  readonly target: string;
  /** Waiting for its turn. */
  readonly queueMs: number;
  /** From the start of the dial, with its name look-up, until the target accepted; undefined if it did not. */
  readonly connectMs: number | undefined;
  /** From the target's accept to its first byte; undefined if none came. */
  readonly firstByteMs: number | undefined;
  /** From accept until both sides were closed. */
  readonly durationMs: number;
  /** Bytes delivered to the other side's kernel. */
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
  readonly outcome: Outcome;
  /** Live connections of the whole process after this one. */
  readonly active: number;
  /** How long, at the end, the target had left the client's last bytes unanswered; 0 if it had not. */
  readonly unansweredMs: number;
  /** The errno name behind the outcome, if any. */
  readonly code: string | undefined;
}

/** What a connection knows of itself; the forwarder adds `active`. */
export type ConnectionEnd = Omit<ConnectionRecord, 'active'>;

type State =
  | { readonly kind: 'new' | 'refused' }
  | { readonly kind: 'dialing'; readonly dialing: Dialing; readonly since: number }
  | { readonly kind: 'relaying'; readonly relay: Relay };

/** Owns the accepted socket from its construction until it calls `ended`, which it does exactly once. */
export class Connection {
  private state: State = { kind: 'new' };
  private readonly acceptedAt = performance.now();
  private connectMs: number | undefined;
  private readonly addresses: Pick<ConnectionRecord, 'client' | 'local'>;

  constructor(
    readonly id: number,
    private readonly client: Socket,
    private readonly forward: ForwardConfig,
    private readonly unacknowledged: Unacknowledged,
    private readonly ended: (connection: Connection, end: ConnectionEnd) => void,
  ) {
    // Taken now: a socket that is closed no longer knows them.
    this.addresses = {
      client: plainAddress(client.remoteAddress, client.remotePort),
      local: plainAddress(client.localAddress, client.localPort),
    };
    client.on('error', this.onClientError);
  }

  /** Dials the target. Until it has accepted the client is not read: its bytes wait in the kernel. */
  start(): void {
    const dialing = dial(this.forward.target, this.forward.connectTimeout, this.onDialed);
    this.state = { kind: 'dialing', dialing, since: performance.now() };
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

  /** For the inactivity watch: the relay once there is one. */
  get relay(): Relay | undefined {
    return this.state.kind === 'relaying' ? this.state.relay : undefined;
  }

  private readonly onDialed = (result: DialResult): void => {
    if (!result.ok) {
      this.refuse(result.outcome, result.code);
      return;
    }
    if (this.state.kind === 'dialing') this.connectMs = performance.now() - this.state.since;
    const relay = new Relay(this.client, result.socket, this.unacknowledged, this.report);
    this.state = { kind: 'relaying', relay };
    this.client.off('error', this.onClientError);
    relay.start();
  };

  private readonly onClientError = (error: Error): void => {
    const code = errorCode(error);
    this.refuse(socketOutcome('client', code), code);
  };

  /** There is no target: the client must not take that for an empty answer, so it gets an RST, not a FIN. */
  private refuse(outcome: Outcome, code?: string): void {
    if (this.state.kind === 'refused') return;
    if (this.state.kind === 'dialing') this.state.dialing.cancel();
    this.state = { kind: 'refused' };
    this.client.once('close', () => {
      this.report({
        outcome,
        code,
        bytesToTarget: 0,
        bytesToClient: 0,
        firstByteMs: undefined,
        unansweredMs: 0,
      });
    });
    resetNow(this.client);
  }

  private readonly report = (result: RelayResult): void => {
    this.ended(this, {
      id: this.id,
      forward: this.forward.name,
      ...this.addresses,
      target: formatTarget(this.forward.target),
      queueMs: 0,
      connectMs: this.connectMs,
      durationMs: performance.now() - this.acceptedAt,
      ...result,
    });
  };
}

/** An IPv4 client of a socket that listens on all addresses appears as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). */
function plainAddress(address = 'unknown', port = 0): string {
  return formatTarget({ host: address.replace(/^::ffff:(?=\d+\.)/i, ''), port });
}
