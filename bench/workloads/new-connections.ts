// New connections: connect, one request, its answer, close.
import type { RunningForwarder } from '../forwarders/running.js';
import type { Values } from '../recorder.js';
import type { BenchSettings } from '../settings.js';
import { USUAL, microsecondsEach, withProcessorTime, type Bench, type Workload } from './workload.js';

async function measure({ load, settings }: Bench, running: RunningForwarder): Promise<Values> {
  const run = () => load.all('visit', running.port, settings.windowMs);
  const [all, cpu] = await withProcessorTime(running, run);
  const count = all.reduce((sum, each) => sum + each.count, 0);
  const rate = all.reduce((sum, each) => sum + each.count / each.seconds, 0);
  return { 'new.rate': rate, ...microsecondsEach('new.cpu', cpu, count) };
}

export function newConnections({ rounds }: BenchSettings): Workload {
  return {
    ...USUAL,
    id: 'new',
    title: 'new connections',
    metrics: ['new.rate', 'new.cpu'],
    connections: 64,
    rounds,
    measure,
  };
}
