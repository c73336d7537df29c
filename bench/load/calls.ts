// The calls that the benchmark makes to its load processes, and the bytes a load process has counted.

/** Bytes that a process has sent and received since it began. */
export interface LoadTotals {
  readonly sent: number;
  readonly received: number;
}

/** One bulk transfer, from its connect until both sides were closed. */
export interface Transfer {
  readonly bytes: number;
  readonly seconds: number;
}

/** Requests over connections that were open before; latencies in ms. */
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

/** Calls without a port are about the connections that are held. */
export interface LoadCalls {
  /** Begins to listen; returns the port. The target's only call, but for `totals`. */
  listen: () => Promise<number>;
  totals: () => Promise<LoadTotals>;
  receive: (port: number, ms: number) => Promise<Transfer>;
  send: (port: number, ms: number) => Promise<Transfer>;
  visit: (port: number, ms: number, perSecond?: number) => Promise<Visits>;
  hold: (port: number, count: number) => Promise<void>;
  stall: (port: number, count: number) => Promise<void>;
  converse: (ms: number) => Promise<Exchanges>;
  release: () => Promise<void>;
}

/** One for the process: every connection adds to it. */
export const counters = { sent: 0, received: 0 } satisfies LoadTotals;

export function totals(): Promise<LoadTotals> {
  return Promise.resolve({ ...counters });
}
