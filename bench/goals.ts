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
/** The two that are made for speed; the better of them counts. */
const FAST: readonly Subject[] = ['haproxy', 'nginx'];

export const GOALS: readonly Goal[] = [
  { metric: 'to-client.speed', to: FAST, atLeast: 1.3 },
  { metric: 'to-client.cpu', to: FAST, atMost: 0.75 },
  { metric: 'to-target.speed', to: FAST, atLeast: 1 },
  { metric: 'to-target.cpu', to: FAST, atMost: 1 },
  { metric: 'requests-32.rate', to: FAST, atLeast: 0.9 },
  { metric: 'requests-32.cpu', to: FAST, atMost: 1.3 },
  { metric: 'requests-1.added', to: ['haproxy'], atMost: 1.1 },
  { metric: 'new.rate', to: FAST, atLeast: 0.7 },
  { metric: 'new.cpu', to: FAST, atMost: 1.6 },
  { metric: 'new.rate', to: ['pipe'], atLeast: 1.6 },
  { metric: 'idle-5000.memory', atMost: 12 * KIB },
  { metric: 'process.memory', to: ['node'], atMost: 1.35 },
  { metric: 'process.wake-ups', atMost: 1 },
  { metric: 'process.start', to: ['node'], atMost: 4 },
  { metric: 'stalled.memory', atMost: KIB * KIB },
];
