// Programs without a connection: how long a start takes, then memory and wake-ups of all at the same time.
import { once } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram, stop } from '../children.js';
import type { ForwarderProgram } from '../forwarders/forwarder.js';
import { start, type RunningForwarder } from '../forwarders/running.js';
import { residentBytes, wakeUps } from '../measure/process.js';
import type { Recorder, Values } from '../recorder.js';
import type { Subject } from '../subjects.js';
import type { Bench } from './workload.js';

export const START_METRIC = 'process.start';
/** Node.js without a program: the least that a Node.js program can need. */
const BARE_NODE = { toEnd: '0', toStay: 'setInterval(() => {}, 1e9)' };

function bareNode({ folder }: Bench, code: string) {
  return startProgram([process.execPath, '-e', code], path.join(folder, 'node.log'));
}

/** Until it listens. */
export async function startForwarder({ load, folder }: Bench, forwarder: ForwarderProgram): Promise<Values> {
  const running = await start(forwarder, load.port, folder);
  await running.stop();
  return { [START_METRIC]: running.startMs };
}

/** Until it has ended. */
export async function startBareNode(bench: Bench): Promise<Values> {
  const began = performance.now();
  await once(bareNode(bench, BARE_NODE.toEnd), 'exit');
  return { [START_METRIC]: performance.now() - began };
}

/** Must run before any load, while all forwarders have just been started. */
export async function watchIdle(
  bench: Bench,
  all: readonly RunningForwarder[],
  recorder: Recorder,
): Promise<void> {
  const { settleMs, idleMs } = bench.settings;
  const bare = bareNode(bench, BARE_NODE.toStay);
  const pids = new Map<Subject, number>([['node', bare.pid ?? 0]]);
  for (const { id, pid } of all) if (pid !== undefined) pids.set(id, pid);
  await sleep(settleMs);
  const before = new Map(Array.from(pids, ([subject, pid]) => [subject, wakeUps(pid)]));
  await sleep(idleMs);
  for (const [subject, pid] of pids) {
    const perSecond = (wakeUps(pid) - (before.get(subject) ?? 0)) / (idleMs / 1000);
    recorder.add(subject, { 'process.memory': residentBytes(pid), 'process.wake-ups': perSecond });
  }
  await stop(bare);
}
