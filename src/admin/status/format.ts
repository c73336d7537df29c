// The form of /status: what the service tells of itself. docs/status.schema.json says the same to other languages.
import type { Outcome } from '../../forward/outcome.js';
import type { LiveState } from '../../forward/view.js';

/**
 * What is undefined here is missing in the JSON. Times are ISO 8601 in UTC by this machine's clock, which may be wrong: compare them with `now`, not with your own.
 * Sizes are bytes delivered. Fields may be added; what is here keeps its meaning.
 */
export interface Status {
  readonly version: string;
  readonly now: string;
  /** The start of the service. */
  readonly since: string;
  /** Each forward listens, and its target was reachable at the last try; what /readyz says. */
  readonly ready: boolean;
  /** It has been asked to stop, and only lets live connections finish. */
  readonly stopping: boolean;
  readonly totals: Totals;
  readonly forwards: readonly ForwardStatus[];
  /** Those that live longest first, at most 250; `totals.active` counts them all. */
  readonly connections: readonly LiveConnectionStatus[];
  /** The last 100 that have ended, the newest first. */
  readonly recent: readonly EndedConnectionStatus[];
  /** Those seen last first, at most 250. */
  readonly clients: readonly ClientStatus[];
  /** The last hour, the oldest minute first; the last one is not over yet. */
  readonly traffic: readonly TrafficMinute[];
}

/** Since the start. */
export interface Totals {
  /** That have ended. */
  readonly connections: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Of ended and live connections. */
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
  /** Live now, those that wait for their turn among them. */
  readonly active: number;
  readonly queued: number;
}

export const FORWARD_STATES = ['ready', 'target-down', 'waiting', 'listen-failed'] as const;
/**
 * `ready`: listens, and the target was reachable at the last try or has not been tried. `target-down`: it was not.
 * `waiting`: an interface to listen on has no address. `listen-failed`: an address cannot be listened on.
 */
export type ForwardState = (typeof FORWARD_STATES)[number];

export interface ForwardStatus {
  readonly name: string;
  readonly state: ForwardState;
  /** As configured: `8080`, `wlan0:8080` … */
  readonly listen: readonly string[];
  /** Where it listens at the moment; nowhere while its ports are closed because the target is down. */
  readonly addresses: readonly string[];
  readonly target: TargetStatus;
  readonly totals: Totals;
  /** The newest connection to which the target has sent something: who reads the gateway. */
  readonly lastRead: { readonly client: string; readonly at: string } | null;
}

export interface TargetStatus {
  /** `host:port` */
  readonly address: string;
  /** `unknown`: not tried since the start. */
  readonly state: 'up' | 'down' | 'unknown';
  /** Since when it has been in that state; null if unknown. */
  readonly since: string | null;
  /** When a connection to it was last made. */
  readonly lastSuccess: string | null;
  readonly lastFailure: { readonly at: string; readonly outcome: Outcome; readonly code: string } | null;
}

interface ConnectionStatus {
  readonly id: number;
  /** The name of the forward. */
  readonly forward: string;
  /** `address:port`, as announced by a trusted PROXY header if one was. */
  readonly client: string;
  /** Who really connected, if a PROXY header announced another client. */
  readonly peer?: string | undefined;
  /** The address the client connected to. */
  readonly local: string;
  readonly target: string;
  /** When it was accepted. */
  readonly since: string;
  readonly durationMs: number;
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
}

export interface LiveConnectionStatus extends ConnectionStatus {
  readonly state: LiveState;
}

export interface EndedConnectionStatus extends ConnectionStatus {
  readonly endedAt: string;
  readonly outcome: Outcome;
  readonly queueMs: number;
  /** null: there was no connection to the target, or no byte from it. */
  readonly connectMs: number | null;
  readonly firstByteMs: number | null;
  /** What that probably means, where it is known; in English. */
  readonly hint?: string | undefined;
}

export interface ClientStatus {
  /** Without port. */
  readonly address: string;
  readonly active: number;
  /** Ended and live, refused ones among them. */
  readonly connections: number;
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
  readonly lastSeen: string;
  /** Connections of the last 60 minutes to which the target sent something. */
  readonly pollsPerHour: number;
}

export interface TrafficMinute {
  readonly from: string;
  /** That have ended in it. */
  readonly connections: number;
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
}
