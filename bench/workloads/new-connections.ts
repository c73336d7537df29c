// New connections: connect, one request, its answer, close; in a cold process, and once it has warmed up.
import type { RunningForwarder } from '../forwarders/running.js';
import type { Values } from '../recorder.js';
import { microsecondsEach, withProcessorTime, type Bench, type Workload } from './workload.js';

export function newConnections({ generators, settings }: Bench): Workload {
  const { name: generator, targetPort, visit } = generators.requests;
  const measure = async (running: RunningForwarder, ms: number, kind: '' | 'cold-'): Promise<Values> => {
    const run = () => visit(running.port, ms);
    const [{ count, seconds }, cpu] = await withProcessorTime(running, run);
    return { [`new.${kind}rate`]: count / seconds, ...microsecondsEach(`new.${kind}cpu`, cpu, count) };
  };
  return {
    title: 'new connections',
    generator,
    targetPort,
    metrics: ['new.cpu', 'new.cold-cpu', 'new.rate', 'new.cold-rate'],
    connections: 64,
    rounds: settings.rounds,
    measure: async (running) => {
      const cold = await measure(running, settings.coldMs, 'cold-');
      await visit(running.port, settings.warmUpMs);
      return { ...cold, ...(await measure(running, settings.windowMs, '')) };
    },
  };
}
