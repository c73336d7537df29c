// A snapshot of forwards and their connections, for /status and the metrics.
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import type { ListenError } from './listen/listener.js';
import type { ConnectionRecord } from './record.js';
import type { Reachability } from './target/reachability.js';

/**
 * `entering`: its first byte, or a PROXY header, is awaited; `waiting`: for its turn; `half-closed`: one side has sent FIN.
 */
export const LIVE_STATES = ['entering', 'waiting', 'connecting', 'open', 'half-closed'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** The ends of a connection, written as `address:port`. */
export type ConnectionIdentity = Pick<
  ConnectionRecord,
  'id' | 'forward' | 'client' | 'peer' | 'local' | 'target'
>;

/** A live connection; times in ms, sizes in bytes delivered so far. */
export interface LiveConnection extends ConnectionIdentity, ByteCounts {
  readonly state: LiveState;
  readonly durationMs: number;
  /** How often the target has answered a request, and since when; see ConnectionRecord. */
  readonly answers: number;
  readonly answeredMs: number | undefined;
  /** Whether a request is without an answer. */
  readonly isAwaiting: boolean;
}

/** Bytes delivered. */
export interface ByteCounts {
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
}

/**
 * `listening`: on every address it is to listen on. `waiting`: no address that clients of the home could connect to
 * yet. `failed`: an address cannot be listened on, or another program has it. `closed`: because the target is
 * not known to be up.
 */
export type ListenState = 'listening' | 'waiting' | 'failed' | 'closed';

export interface ForwardView {
  readonly config: ForwardConfig;
  readonly listenState: ListenState;
  /** The addresses listened on at the moment. */
  readonly addresses: readonly ListenAddress[];
  /** The addresses that cannot be listened on at the moment. */
  readonly listenFailures: readonly ListenError[];
  readonly reachability: Readonly<Reachability>;
  /** How many connections wait for their turn. */
  readonly queued: number;
  /** All live connections together. */
  readonly carried: ByteCounts;
  /** Live connections, the oldest first. */
  connections(): Iterable<LiveConnection>;
  /** How many connections() yields. */
  readonly active: number;
}
