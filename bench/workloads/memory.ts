// Memory per connection: of those that idle, and of clients that do not read while the target sends without end.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../forwarders/running.js';
import { proportionalBytes } from '../measure/memory.js';
import type { Values } from '../recorder.js';
import { USUAL, type Bench, type Workload } from './workload.js';

const STALLED = 50;
/** Before the first look, so that what a process allocates once is not held against the connections. */
const WARM_UP_MS = 200;

/** How much memory the forwarder has grown by, once it has settled. */
async function growth({ settings }: Bench, { pid = 0 }: Running, body: () => Promise<void>): Promise<number> {
  await sleep(settings.settleMs);
  const before = proportionalBytes(pid);
  await body();
  await sleep(settings.settleMs);
  return proportionalBytes(pid) - before;
}

function idle(count: 1000 | 5000): Workload {
  return {
    ...USUAL,
    id: `idle-${count}`,
    title: `memory of ${count.toLocaleString('en-US')} idle connections`,
    metrics: [`idle-${count}.memory`],
    connections: count,
    rounds: 1,
    fresh: true,
    measure: async (bench, running): Promise<Values> => {
      await bench.load.one('visit', running.port, WARM_UP_MS);
      const bytes = await growth(bench, running, () => bench.load.hold(running.port, count));
      await bench.load.all('release');
      return { [`idle-${count}.memory`]: bytes / count };
    },
  };
}

const stalled: Workload = {
  id: 'stalled',
  title: `memory of ${STALLED} clients that do not read`,
  metrics: ['stalled.memory'],
  connections: STALLED,
  rounds: 1,
  fresh: true,
  // What such a client has not read when it goes is lost, as it has to be.
  complete: false,
  measure: async (bench, running): Promise<Values> => {
    await bench.load.one('receive', running.port, WARM_UP_MS);
    const bytes = await growth(bench, running, () => bench.load.one('stall', running.port, STALLED));
    await bench.load.all('release');
    return { 'stalled.memory': bytes / STALLED };
  },
};

export const MEMORY: readonly Workload[] = [idle(1000), idle(5000), stalled];
