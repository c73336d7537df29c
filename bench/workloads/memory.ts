// Memory per connection: of those that idle, and of clients that do not read while the target sends without end.
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningForwarder } from '../forwarders/running.js';
import { proportionalBytes } from '../measure/process.js';
import type { Values } from '../recorder.js';
import type { BenchSettings } from '../settings.js';
import { USUAL, unfit, type Bench, type Workload } from './workload.js';

const STALLED = 50;
/** Before the first look, so that what a process allocates once is not held against the connections. */
const WARM_UP_MS = 200;

/** The forwarder's memory once it has settled. */
async function settled({ settings }: Bench, { pid = 0 }: RunningForwarder): Promise<number> {
  await sleep(settings.settleMs);
  return proportionalBytes(pid);
}

const FEW = 1000;
const MANY = 5000;

/** FEW first, then so many more that they are MANY, if the machine allows that. */
async function measureIdle(bench: Bench, running: RunningForwarder): Promise<Values> {
  await bench.load.one('visit', running.port, WARM_UP_MS);
  const before = await settled(bench, running);
  await bench.load.hold(running.port, FEW);
  const few = { 'idle-1000.memory': ((await settled(bench, running)) - before) / FEW };
  const reason = unfit(MANY, running);
  if (reason !== undefined) return { ...few, 'idle-5000.memory': reason };
  await bench.load.hold(running.port, MANY - FEW);
  return { ...few, 'idle-5000.memory': ((await settled(bench, running)) - before) / MANY };
}

const idle: Workload = {
  ...USUAL,
  id: 'idle',
  title: 'memory of idle connections',
  metrics: ['idle-1000.memory', 'idle-5000.memory'],
  connections: FEW,
  rounds: 1,
  fresh: true,
  measure: async (bench, running) => {
    const values = await measureIdle(bench, running);
    await bench.load.all('release');
    return values;
  },
};

async function measureStalled(bench: Bench, running: RunningForwarder): Promise<Values> {
  await bench.load.one('receive', running.port, WARM_UP_MS);
  const before = await settled(bench, running);
  await bench.load.one('stall', running.port, STALLED);
  const bytes = (await settled(bench, running)) - before;
  await bench.load.all('release');
  return { 'stalled.memory': bytes / STALLED };
}

/** Several rounds: the growth for a stalled client varies most, and there are few of them. */
const stalled = (rounds: number): Workload => ({
  id: 'stalled',
  title: `memory of ${STALLED} clients that do not read`,
  metrics: ['stalled.memory'],
  connections: STALLED,
  rounds,
  fresh: true,
  // Such a client leaves with bytes unread, and these are lost by right.
  complete: false,
  measure: measureStalled,
});

export function memory({ sideRounds }: BenchSettings): Workload[] {
  return [idle, stalled(sideRounds)];
}
