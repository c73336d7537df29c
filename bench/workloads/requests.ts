// Requests and answers over connections that stay open: 1 to 1,000 of them.
import type { RunningForwarder } from '../forwarders/running.js';
import type { Exchanges } from '../load/calls.js';
import { onOneProcessor } from '../measure/one-processor.js';
import { REQUEST_CONNECTIONS, type MetricId } from '../metrics.js';
import type { Values } from '../recorder.js';
import type { BenchSettings } from '../settings.js';
import { USUAL, microsecondsEach, withProcessorTime, type Bench, type Workload } from './workload.js';

type Connections = (typeof REQUEST_CONNECTIONS)[number];

/** In µs. With one connection there is one client process, so its quantiles are those of all requests. */
function latencies(connections: Connections, [only]: readonly Exchanges[]): Values {
  if (connections > 1 || only === undefined) return {};
  return { 'requests-1.latency': only.median * 1000, 'requests-1.latency-p99': only.p99 * 1000 };
}

async function converse(
  { load, settings }: Bench,
  { pid }: RunningForwarder,
  connections: Connections,
): Promise<readonly Exchanges[]> {
  const ms = settings.windowMs;
  if (connections > 1) return load.all('converse', ms);
  const pids = [...load.pids, ...(pid === undefined ? [] : [pid])];
  return [await onOneProcessor(pids, () => load.one('converse', ms))];
}

async function measure(bench: Bench, running: RunningForwarder, connections: Connections): Promise<Values> {
  await bench.load.hold(running.port, connections);
  const [all, cpu] = await withProcessorTime(running, () => converse(bench, running, connections));
  await bench.load.all('release');
  const count = all.reduce((sum, each) => sum + each.count, 0);
  const rate = all.reduce((sum, each) => sum + each.count / each.seconds, 0);
  return {
    [`requests-${connections}.rate`]: rate,
    ...microsecondsEach(`requests-${connections}.cpu`, cpu, count),
    ...latencies(connections, all),
  };
}

const LATENCIES: readonly MetricId[] = [
  'requests-1.latency',
  'requests-1.latency-p99',
  'requests-1.added',
  'requests-1.added-p99',
];
/** These two have goals, so they get all rounds. */
const MAIN: readonly Connections[] = [1, 32];

export function requests({ rounds, sideRounds }: BenchSettings): Workload[] {
  return REQUEST_CONNECTIONS.map((connections) => ({
    ...USUAL,
    id: `requests-${connections}`,
    title: `requests, ${connections.toLocaleString('en-US')} connection${connections === 1 ? '' : 's'}`,
    metrics: [
      `requests-${connections}.rate`,
      `requests-${connections}.cpu`,
      ...(connections === 1 ? LATENCIES : []),
    ],
    connections,
    rounds: MAIN.includes(connections) ? rounds : sideRounds,
    measure: (bench, running) => measure(bench, running, connections),
  }));
}
