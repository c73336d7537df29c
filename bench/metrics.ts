// Everything that is measured: the one table of figures.

/** Base units; the report chooses how to write them. */
export type MetricUnit = 'bytes/s' | 's/GB' | '1/s' | 'µs' | 'bytes' | 'ms';

interface Row {
  readonly title: string;
  readonly unit: MetricUnit;
  readonly better: 'higher' | 'lower';
  /** `through`: only what goes through a forwarder has it; `node`: a bare Node.js process has it as well. */
  readonly of: 'all' | 'through' | 'node';
}

const CPU = { better: 'lower', of: 'through' } as const;
const RATE = { unit: '1/s', better: 'higher', of: 'all' } as const;
const LATENCY = { unit: 'µs', better: 'lower' } as const;
const MEMORY = { unit: 'bytes', better: 'lower', of: 'through' } as const;
const SPEED = { unit: 'bytes/s', better: 'higher', of: 'all' } as const;

const ROWS = {
  'to-client.speed': { title: 'bulk to client', ...SPEED },
  'to-client.cpu': { title: 'bulk to client, CPU', unit: 's/GB', ...CPU },
  'to-target.speed': { title: 'bulk to target', ...SPEED },
  'to-target.cpu': { title: 'bulk to target, CPU', unit: 's/GB', ...CPU },
  'requests-1.rate': { title: 'requests, 1 connection', ...RATE },
  'requests-1.cpu': { title: 'CPU per request, 1 connection', unit: 'µs', ...CPU },
  'requests-1.latency': { title: 'median latency', ...LATENCY, of: 'all' },
  'requests-1.latency-p99': { title: 'p99 latency', ...LATENCY, of: 'all' },
  'requests-1.added': { title: 'added median latency', ...LATENCY, of: 'through' },
  'requests-1.added-p99': { title: 'added p99 latency', ...LATENCY, of: 'through' },
  'requests-32.rate': { title: 'requests, 32 connections', ...RATE },
  'requests-32.cpu': { title: 'CPU per request, 32 connections', unit: 'µs', ...CPU },
  'requests-1000.rate': { title: 'requests, 1,000 connections', ...RATE },
  'requests-1000.cpu': { title: 'CPU per request, 1,000 connections', unit: 'µs', ...CPU },
  'new.rate': { title: 'new connections', ...RATE },
  'new.cpu': { title: 'CPU per new connection', unit: 'µs', ...CPU },
  'idle-1000.memory': { title: 'memory per connection, 1,000 idle', ...MEMORY },
  'idle-5000.memory': { title: 'memory per connection, 5,000 idle', ...MEMORY },
  'stalled.memory': { title: 'memory per client that does not read', ...MEMORY },
  'process.memory': { title: 'memory without connections', unit: 'bytes', better: 'lower', of: 'node' },
  'process.wake-ups': { title: 'wake-ups without connections', unit: '1/s', better: 'lower', of: 'node' },
  'process.start': { title: 'start to listening', unit: 'ms', better: 'lower', of: 'node' },
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

/** The numbers of connections at which requests are measured. */
export const REQUEST_CONNECTIONS = [1, 32, 1000] as const;
