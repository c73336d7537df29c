// Bulk transfers on one connection: to the client, and to the target.
import type { RunningForwarder } from '../forwarders/running.js';
import type { BenchSettings } from '../settings.js';
import { USUAL, withProcessorTime, type Bench, type Workload } from './workload.js';

const GB = 1e9;
const WAYS = [
  { id: 'to-client', title: 'bulk to client', call: 'receive' },
  { id: 'to-target', title: 'bulk to target', call: 'send' },
] as const;

export function bulk({ rounds }: BenchSettings): Workload[] {
  return WAYS.map(({ id, title, call }) => ({
    ...USUAL,
    id,
    title,
    metrics: [`${id}.speed`, `${id}.cpu`],
    connections: 1,
    rounds,
    measure: async ({ load, settings }: Bench, running: RunningForwarder) => {
      const run = () => load.one(call, running.port, settings.windowMs);
      const [{ bytes, seconds }, cpu] = await withProcessorTime(running, run);
      return {
        [`${id}.speed`]: bytes / seconds,
        ...(cpu !== undefined && { [`${id}.cpu`]: cpu / (bytes / GB) }),
      };
    },
  }));
}
