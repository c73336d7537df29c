// Bulk transfers on one connection: to the client, and to the target.
import type { RunningForwarder } from '../forwarders/running.js';
import { withProcessorTime, type Bench, type Workload } from './workload.js';

const GB = 1e9;
const MIB = 2 ** 20;
/** Enough for a first estimate of the speed. */
const PROBE_BYTES = 64 * MIB;
const WAYS = ['to-client', 'to-target'] as const;

export function bulk({ generators, settings }: Bench): Workload[] {
  const { name: generator, targetPort, transfer } = generators.bulk;
  return WAYS.map((way) => ({
    title: `bulk ${way.replace('-', ' ')}`,
    generator,
    targetPort,
    metrics: [`${way}.cpu`, `${way}.speed`],
    connections: 2,
    rounds: settings.rounds,
    measure: async (running: RunningForwarder) => {
      const { port } = running;
      const probe = await transfer(way, port, PROBE_BYTES);
      const bytesIn = (ms: number): number => ((probe.bytes / probe.seconds) * ms) / 1000;
      await transfer(way, port, bytesIn(settings.warmUpMs));
      const run = () => transfer(way, port, bytesIn(settings.windowMs));
      const [{ bytes, seconds }, cpu] = await withProcessorTime(running, run);
      return {
        [`${way}.speed`]: bytes / seconds,
        ...(cpu !== undefined && { [`${way}.cpu`]: cpu / (bytes / GB) }),
      };
    },
  }));
}
