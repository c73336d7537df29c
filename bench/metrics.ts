// Everything that is measured: the one table of figures.

/** Base units; the report chooses how to write them. */
export type MetricUnit = 'bytes/s' | 's/GB' | '1/s' | 'µs' | 'µs/s' | 'bytes' | 'ms';

interface Row {
  readonly title: string;
  readonly unit: MetricUnit;
  readonly better: 'higher' | 'lower';
  /** `through`: only what goes through a forwarder has it; `node`: a bare Node.js process has it as well. */
  readonly of: 'all' | 'through' | 'node';
}

const CPU = { unit: 'µs', better: 'lower', of: 'through' } as const;
const CPU_PER_GB = { ...CPU, unit: 's/GB' } as const;
const RATE = { unit: '1/s', better: 'higher', of: 'all' } as const;
const LATENCY = { unit: 'µs', better: 'lower', of: 'all' } as const;
const ADDED = { ...LATENCY, of: 'through' } as const;
const MEMORY = { unit: 'bytes', better: 'lower', of: 'through' } as const;
const SPEED = { unit: 'bytes/s', better: 'higher', of: 'all' } as const;
const ALONE = { better: 'lower', of: 'node' } as const;

// CPU time first: it is the forwarder's own. Rates and latencies also depend on the load and on the processors.
const ROWS = {
  'to-client.cpu': { title: 'bulk to client, CPU', ...CPU_PER_GB },
  'to-target.cpu': { title: 'bulk to target, CPU', ...CPU_PER_GB },
  'requests-1.cpu': { title: 'CPU per request, 1 connection', ...CPU },
  'requests-32.cpu': { title: 'CPU per request, 32 connections', ...CPU },
  'requests-32.cold-cpu': { title: 'CPU per request, cold process', ...CPU },
  'new.cpu': { title: 'CPU per new connection', ...CPU },
  'new.cold-cpu': { title: 'CPU per new connection, cold process', ...CPU },
  'polls.cpu': { title: 'CPU per HTTPS poll', ...CPU },
  'idle.cpu': { title: 'CPU for 10,000 idle connections', ...CPU, unit: 'µs/s' },
  'to-client.speed': { title: 'bulk to client', ...SPEED },
  'to-target.speed': { title: 'bulk to target', ...SPEED },
  'requests-1.rate': { title: 'requests, 1 connection', ...RATE },
  'requests-32.rate': { title: 'requests, 32 connections', ...RATE },
  'requests-32.cold-rate': { title: 'requests, cold process', ...RATE },
  'new.rate': { title: 'new connections', ...RATE },
  'new.cold-rate': { title: 'new connections, cold process', ...RATE },
  'requests-1.latency': { title: 'median latency, 1 connection', ...LATENCY },
  'requests-1.latency-p99': { title: 'p99 latency, 1 connection', ...LATENCY },
  'requests-1.added': { title: 'added median latency', ...ADDED },
  'requests-32.latency-p99': { title: 'p99 latency, 32 connections', ...LATENCY },
  'polls.latency': { title: 'median time of an HTTPS poll', ...LATENCY },
  'polls.added': { title: 'added median time of a poll', ...ADDED },
  'idle-1000.memory': { title: 'memory per connection, 1,000 idle', ...MEMORY },
  'idle-5000.memory': { title: 'memory per connection, 5,000 idle', ...MEMORY },
  'stalled.memory': { title: 'memory per client that does not read', ...MEMORY },
  'loaded.memory': { title: 'memory after every kind of load', ...MEMORY },
  'process.memory': { title: 'memory without connections', ...ALONE, unit: 'bytes' },
  'process.wake-ups': { title: 'wake-ups without connections', ...ALONE, unit: '1/s' },
  'process.start': { title: 'start to listening', ...ALONE, unit: 'ms' },
} as const satisfies Readonly<Record<string, Row>>;

export type MetricId = keyof typeof ROWS;

export interface Metric extends Row {
  readonly id: MetricId;
}

/** In the order of the report. */
export const METRICS: readonly Metric[] = Object.entries(ROWS).map(([id, row]) => ({
  id: id as MetricId,
  ...row,
}));

export function metricOf(id: MetricId): Metric {
  return { id, ...ROWS[id] };
}
