// Memory per idle connection and per client that does not read, memory after load, CPU time of idle connections.
import { setTimeout as sleep } from 'node:timers/promises';
import { USUAL } from '../forwarders/forwarder.js';
import { mostConnections, type RunningForwarder } from '../forwarders/running.js';
import { NODE } from '../generators/node.js';
import { proportionalBytes, residentBytes } from '../measure/process.js';
import type { MetricId } from '../metrics.js';
import type { Values } from '../recorder.js';
import { microsecondsEach, withProcessorTime, type Bench, type Workload } from './workload.js';

const MIB = 2 ** 20;
const BULK_BYTES = 64 * MIB;
const SOME = 32;
const MANY = 1000;
const MOST = 10_000;
const STALLED = 50;
/** Before the first look, so that what a process allocates once is not held against the connections. */
const WARM_UP_MS = 200;

/** All of them from the benchmark's own load: what is measured is the forwarder's, whatever the load costs. */
export function memory({ load, settings }: Bench): Workload[] {
  const workload = (
    title: string,
    metric: MetricId,
    connections: number,
    measure: (running: RunningForwarder) => Promise<Values>,
  ): Workload => ({
    title,
    generator: NODE,
    targetPort: load.port,
    metrics: [metric],
    connections,
    rounds: settings.sideRounds,
    measure,
  });

  /** The forwarder's memory once it has settled. */
  const settled = async ({ pid = 0 }: RunningForwarder): Promise<number> => {
    await sleep(settings.settleMs);
    return proportionalBytes(pid);
  };

  const idle = (metric: 'idle-1000.memory' | 'idle-5000.memory', count: number): Workload =>
    workload(`memory of ${count} idle connections`, metric, count, (running) =>
      load.complete(async () => {
        await load.one('visit', running.port, WARM_UP_MS);
        const before = await settled(running);
        await load.hold(running.port, count);
        const bytes = (await settled(running)) - before;
        await load.all('release');
        return { [metric]: bytes / count };
      }),
    );

  const watchIdle = async (running: RunningForwarder, count: number): Promise<Values> => {
    await load.hold(running.port, count);
    await sleep(settings.settleMs);
    const [, cpu] = await withProcessorTime(running, () => sleep(settings.idleMs));
    await load.all('release');
    return microsecondsEach('idle.cpu', cpu, settings.idleMs / 1000);
  };

  // Such a client leaves with bytes unread, and these are lost by right.
  const stall = async (running: RunningForwarder): Promise<Values> => {
    await load.one('receive', running.port, BULK_BYTES);
    const before = await settled(running);
    await load.one('stall', running.port, STALLED);
    const bytes = (await settled(running)) - before;
    await load.all('release');
    return { 'stalled.memory': bytes / STALLED };
  };

  const everything = async ({ port, pid = 0 }: RunningForwarder): Promise<Values> => {
    await load.one('receive', port, 8 * BULK_BYTES);
    await load.one('send', port, 8 * BULK_BYTES);
    await load.all('visit', port, settings.coldMs);
    for (const connections of [SOME, MANY]) {
      await load.hold(port, connections);
      await load.all('converse', settings.windowMs);
      await load.all('release');
    }
    await sleep(settings.settleMs);
    return { 'loaded.memory': residentBytes(pid) };
  };

  const most = Math.min(MOST, mostConnections(USUAL));
  return [
    idle('idle-1000.memory', 1000),
    idle('idle-5000.memory', 5000),
    workload(`CPU for ${most} idle connections`, 'idle.cpu', most, (running) =>
      load.complete(() => watchIdle(running, most)),
    ),
    workload(`memory of ${STALLED} clients that do not read`, 'stalled.memory', STALLED, stall),
    workload('memory after every kind of load', 'loaded.memory', MANY, (running) =>
      load.complete(() => everything(running)),
    ),
  ];
}
