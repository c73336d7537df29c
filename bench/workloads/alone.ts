// Programs without a connection: how long a start takes, then memory and wake-ups of all at the same time.
import { once } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts } from '../../test/support/sockets.js';
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

type Place = Pick<Bench, 'load' | 'folder'>;

/** The usual limit of smgw-proxy, so that each of them makes room for as many. */
const CONNECTIONS = 1000;

function startAlone({ load, folder }: Place, forwarder: ForwarderProgram): Promise<RunningForwarder> {
  return start(forwarder, load.port, folder, CONNECTIONS);
}

function bareNode({ folder }: Place, code: string) {
  return startProgram([process.execPath, '-e', code], path.join(folder, 'node.log'));
}

/** Until it listens. */
export async function startForwarder(bench: Bench, forwarder: ForwarderProgram): Promise<Values> {
  const running = await startAlone(bench, forwarder);
  await running.stop();
  return { [START_METRIC]: running.startMs };
}

/** Until it has ended. */
export async function startBareNode(bench: Bench): Promise<Values> {
  const began = performance.now();
  await once(bareNode(bench, BARE_NODE.toEnd), 'exit');
  return { [START_METRIC]: performance.now() - began };
}

/** Starts all at the same time, and watches them. */
export async function watchAlone(
  { settings: { settleMs, idleMs }, ...bench }: Bench,
  forwarders: readonly ForwarderProgram[],
  recorder: Recorder,
): Promise<void> {
  const bare = bareNode(bench, BARE_NODE.toStay);
  const running = await Promise.all(forwarders.map((each) => startAlone(bench, each)));
  const pids: [Subject, number][] = [
    ['node', bare.pid ?? 0],
    ...running.map(({ id, pid = 0 }): [Subject, number] => [id, pid]),
  ];
  // One connection each, because systemd-socket-proxyd does not run before.
  await Promise.all(running.map(({ port }) => accepts(port)));
  await sleep(settleMs);
  const before = new Map(pids.map(([subject, pid]) => [subject, wakeUps(pid)]));
  await sleep(idleMs);
  for (const [subject, pid] of pids) {
    const perSecond = (wakeUps(pid) - (before.get(subject) ?? 0)) / (idleMs / 1000);
    recorder.add(subject, { 'process.memory': residentBytes(pid), 'process.wake-ups': perSecond });
  }
  await Promise.all([stop(bare), ...running.map((each) => each.stop())]);
}
