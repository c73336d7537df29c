// Requests and answers over connections that stay open: one, and several at the same time.
import type { RunningForwarder } from '../forwarders/running.js';
import type { Exchanges } from '../load/calls.js';
import { onOneProcessor } from '../measure/one-processor.js';
import type { Values } from '../recorder.js';
import { microsecondsEach, withProcessorTime, type Bench, type Workload } from './workload.js';

const MANY = 32;

function exchange(
  { generators, settings }: Bench,
  running: RunningForwarder,
  connections: number,
  ms = settings.windowMs,
): Promise<readonly [Exchanges, number | undefined]> {
  const run = () => generators.requests.converse(running.port, connections, ms);
  return withProcessorTime(running, connections === 1 ? () => onOneProcessor(run) : run);
}

async function measureOne(bench: Bench, running: RunningForwarder): Promise<Values> {
  await exchange(bench, running, 1, bench.settings.warmUpMs);
  const [{ count, seconds, median, p99 }, cpu] = await exchange(bench, running, 1);
  return {
    'requests-1.rate': count / seconds,
    'requests-1.latency': median,
    'requests-1.latency-p99': p99,
    ...microsecondsEach('requests-1.cpu', cpu, count),
  };
}

async function measureMany(bench: Bench, running: RunningForwarder): Promise<Values> {
  const [cold, coldCpu] = await exchange(bench, running, MANY, bench.settings.coldMs);
  await exchange(bench, running, MANY, bench.settings.warmUpMs);
  const [warm, cpu] = await exchange(bench, running, MANY);
  return {
    'requests-32.cold-rate': cold.count / cold.seconds,
    'requests-32.rate': warm.count / warm.seconds,
    'requests-32.latency-p99': warm.p99,
    ...microsecondsEach('requests-32.cold-cpu', coldCpu, cold.count),
    ...microsecondsEach('requests-32.cpu', cpu, warm.count),
  };
}

export function requests(bench: Bench): Workload[] {
  const { rounds } = bench.settings;
  const { name: generator, targetPort } = bench.generators.requests;
  const usual = { generator, targetPort, rounds };
  return [
    {
      ...usual,
      title: 'requests, 1 connection',
      metrics: [
        ...(['requests-1.cpu', 'requests-1.rate'] as const),
        ...(['requests-1.latency', 'requests-1.latency-p99', 'requests-1.added'] as const),
      ],
      connections: 1,
      measure: (running) => measureOne(bench, running),
    },
    {
      ...usual,
      title: `requests, ${MANY} connections`,
      metrics: [
        ...(['requests-32.cpu', 'requests-32.cold-cpu', 'requests-32.rate'] as const),
        ...(['requests-32.cold-rate', 'requests-32.latency-p99'] as const),
      ],
      connections: MANY,
      measure: (running) => measureMany(bench, running),
    },
  ];
}
