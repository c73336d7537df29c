// The goals of the project, as data. A ratio's goal must hold against each forwarder named in `to`.
import type { MetricId } from './metrics.js';
import type { Subject } from './subjects.js';

export interface Goal {
  readonly metric: MetricId;
  /** Without it the goal is about the figure itself, in the unit of the metric. */
  readonly to?: readonly Subject[];
  readonly atLeast?: number;
  readonly atMost?: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
/** The two that are made for speed; the better of them counts. */
const FAST: readonly Subject[] = ['haproxy', 'nginx'];

export const GOALS: readonly Goal[] = [
  { metric: 'to-client.cpu', to: FAST, atMost: 0.6 },
  { metric: 'to-target.cpu', to: FAST, atMost: 0.6 },
  { metric: 'requests-32.cpu', to: FAST, atMost: 1.2 },
  { metric: 'new.cpu', to: FAST, atMost: 1.6 },
  { metric: 'idle.cpu', to: ['haproxy'], atMost: 1 },
  { metric: 'to-client.speed', to: FAST, atLeast: 1.3 },
  { metric: 'to-target.speed', to: FAST, atLeast: 1.3 },
  { metric: 'requests-32.rate', to: FAST, atLeast: 0.95 },
  { metric: 'new.rate', to: FAST, atLeast: 0.65 },
  { metric: 'requests-1.latency', to: ['haproxy'], atMost: 1.05 },
  { metric: 'requests-32.latency-p99', to: ['haproxy'], atMost: 2 },
  { metric: 'idle-1000.memory', atMost: 8 * KIB },
  { metric: 'idle-5000.memory', atMost: 8 * KIB },
  { metric: 'stalled.memory', atMost: MIB },
  { metric: 'loaded.memory', atMost: 65 * MIB },
  { metric: 'process.memory', to: ['node'], atMost: 1.3 },
  { metric: 'process.wake-ups', atMost: 1 },
  { metric: 'process.start', to: ['node'], atMost: 4 },
];
