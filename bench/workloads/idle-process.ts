// Forwarders without a connection, beside a bare Node.js: memory and wake-ups, all watched at the same time.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram, stop } from '../children.js';
import type { Running } from '../forwarders/running.js';
import { residentBytes } from '../measure/memory.js';
import { wakeUps } from '../measure/wake-ups.js';
import type { Recorder } from '../recorder.js';
import type { Subject } from '../subjects.js';
import type { Bench } from './workload.js';

const BARE_NODE = [process.execPath, '-e', 'setInterval(() => {}, 1e9)'];

/** To be run before any load, while all forwarders have just been started. */
export async function watchIdle(bench: Bench, all: readonly Running[], recorder: Recorder): Promise<void> {
  const bare = startProgram(BARE_NODE, path.join(bench.folder, 'node.log'));
  const pids = new Map<Subject, number>([['node', bare.pid ?? 0]]);
  for (const { id, pid } of all) if (pid !== undefined) pids.set(id, pid);
  await sleep(bench.settings.settleMs);
  const before = new Map(Array.from(pids, ([subject, pid]) => [subject, wakeUps(pid)]));
  await sleep(bench.settings.idleMs);
  for (const [subject, pid] of pids) {
    const count = wakeUps(pid) - (before.get(subject) ?? 0);
    const perSecond = count / (bench.settings.idleMs / 1000);
    recorder.add(subject, { 'process.memory': residentBytes(pid), 'process.wake-ups': perSecond });
  }
  await stop(bare);
}
