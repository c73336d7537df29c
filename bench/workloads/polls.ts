// HTTPS polls of a gateway: each a TLS connection of its own, a few of them every second.
import { NODE } from '../generators/node.js';
import type { RunningForwarder } from '../forwarders/running.js';
import { microsecondsEach, withProcessorTime, type Bench, type Workload } from './workload.js';

/** Far more than a household makes, far less than the gateway can answer. */
const PER_SECOND = 20;

export function polls({ load, settings }: Bench): Workload {
  const { gateway } = load;
  if (gateway === undefined) throw new Error('the load has not been started');
  return {
    title: 'HTTPS polls',
    generator: NODE,
    targetPort: gateway.port,
    metrics: ['polls.cpu', 'polls.latency', 'polls.added'],
    connections: 8,
    rounds: settings.rounds,
    measure: async (running: RunningForwarder) => {
      const poll = (ms: number, perSecond: number) =>
        load.one('poll', { ...gateway, port: running.port }, ms, perSecond);
      await poll(settings.warmUpMs, Infinity);
      const run = () => poll(settings.pollMs, PER_SECOND);
      const [{ count, median }, cpu] = await withProcessorTime(running, run);
      return { 'polls.latency': median, ...microsecondsEach('polls.cpu', cpu, count) };
    },
  };
}
