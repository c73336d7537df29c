// The calls that the benchmark makes to its load processes, and the bytes a load process has counted.

/** Bytes that a process has sent and received since it began. */
export interface LoadTotals {
  readonly sent: number;
  readonly received: number;
}

/** One bulk transfer. */
export interface Transfer {
  readonly bytes: number;
  readonly seconds: number;
}

/** Requests over connections that were open before; latencies in µs. */
export interface Exchanges {
  readonly count: number;
  readonly seconds: number;
  readonly median: number;
  readonly p99: number;
}

/** Connections that were opened, asked one question and closed. */
export interface Visits {
  readonly count: number;
  readonly seconds: number;
}

/** Readings of a gateway, each over a TLS connection of its own. */
export interface Polls {
  readonly count: number;
  /** From connect to the whole reading, in µs. */
  readonly median: number;
}

/** A TLS gateway for polls, and its user. */
export interface PolledGateway {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Calls without a port are about the connections that are held. */
export interface LoadCalls {
  receive: (port: number, bytes: number) => Promise<Transfer>;
  send: (port: number, bytes: number) => Promise<Transfer>;
  visit: (port: number, ms: number) => Promise<Visits>;
  poll: (gateway: PolledGateway, ms: number, perSecond: number) => Promise<Polls>;
  hold: (port: number, count: number) => Promise<void>;
  stall: (port: number, count: number) => Promise<void>;
  converse: (ms: number) => Promise<Exchanges>;
  release: () => Promise<void>;
  totals: () => Promise<LoadTotals>;
}

export interface TargetCalls {
  /** Begins to listen; returns the port. */
  listen: () => Promise<number>;
  totals: () => Promise<LoadTotals>;
}

export interface GatewayCalls {
  listen: () => Promise<PolledGateway>;
}

/** One for the process: every connection adds to it. */
export const counters = { sent: 0, received: 0 } satisfies LoadTotals;

export function totals(): Promise<LoadTotals> {
  return Promise.resolve({ ...counters });
}
