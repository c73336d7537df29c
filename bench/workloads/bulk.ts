// Bulk transfers on one connection: to the client, to the target, and to the client while others idle.
import type { Running } from '../forwarders/running.js';
import type { Values } from '../recorder.js';
import type { Settings } from '../settings.js';
import { USUAL, withProcessorTime, type Bench, type Workload } from './workload.js';

const WAITING = 100;
const GB = 1e9;

async function transfer(
  { load, settings }: Bench,
  running: Running,
  how: 'receive' | 'send',
): Promise<{ readonly speed: number; readonly cpu: number | undefined }> {
  const run = () => load.one(how, running.port, settings.windowMs);
  const [{ bytes, seconds }, cpu] = await withProcessorTime(running, run);
  return { speed: bytes / seconds, cpu: cpu === undefined ? undefined : cpu / (bytes / GB) };
}

async function toClient(bench: Bench, running: Running): Promise<Values> {
  const { speed, cpu } = await transfer(bench, running, 'receive');
  return { 'to-client.speed': speed, ...(cpu === undefined ? {} : { 'to-client.cpu': cpu }) };
}

async function toTarget(bench: Bench, running: Running): Promise<Values> {
  const { speed, cpu } = await transfer(bench, running, 'send');
  return { 'to-target.speed': speed, ...(cpu === undefined ? {} : { 'to-target.cpu': cpu }) };
}

async function whileOthersWait(bench: Bench, running: Running): Promise<Values> {
  await bench.load.hold(running.port, WAITING);
  const { speed } = await transfer(bench, running, 'receive');
  await bench.load.all('release');
  return { 'waiting.speed': speed };
}

export function bulk({ rounds, sideRounds }: Settings): Workload[] {
  return [
    {
      ...USUAL,
      id: 'to-client',
      title: 'bulk to client',
      metrics: ['to-client.speed', 'to-client.cpu'],
      connections: 1,
      rounds,
      measure: toClient,
    },
    {
      ...USUAL,
      id: 'to-target',
      title: 'bulk to target',
      metrics: ['to-target.speed', 'to-target.cpu'],
      connections: 1,
      rounds,
      measure: toTarget,
    },
    {
      ...USUAL,
      id: 'waiting',
      title: `bulk while ${WAITING} connections idle`,
      metrics: ['waiting.speed'],
      // One process more than the idle ones is no reason to leave a forwarder out.
      connections: WAITING,
      rounds: sideRounds,
      measure: whileOthersWait,
    },
  ];
}
