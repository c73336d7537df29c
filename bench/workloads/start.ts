// How long a start takes: of a forwarder until it listens, and of a bare Node.js until it has ended.
import { once } from 'node:events';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { startProgram } from '../children.js';
import type { Forwarder } from '../forwarders/forwarder.js';
import { start } from '../forwarders/running.js';
import type { Values } from '../recorder.js';
import type { Bench } from './workload.js';

export const START_METRIC = 'process.start';

export async function startForwarder({ load, folder }: Bench, forwarder: Forwarder): Promise<Values> {
  const running = await start(forwarder, load.port, folder);
  await running.stop();
  return { [START_METRIC]: running.startMs };
}

export async function startBareNode({ folder }: Bench): Promise<Values> {
  const began = performance.now();
  const child = startProgram([process.execPath, '-e', '0'], path.join(folder, 'node.log'));
  await once(child, 'exit');
  return { [START_METRIC]: performance.now() - began };
}
