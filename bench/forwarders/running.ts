// A forwarder that runs: from its start until it listens, and its end.
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/program.js';
import { accepts } from '../../test/support/sockets.js';
import { hasEnded, startProgram, stop } from '../children.js';
import { mostDescriptors } from '../measure/process.js';
import type { ForwarderProgram, ForwarderId } from './forwarder.js';

/** Something that clients can connect to; a direct connection has no process of its own. */
export interface RunningForwarder {
  readonly id: ForwarderId;
  readonly port: number;
  readonly forwarder?: ForwarderProgram;
  readonly pid?: number;
  /** From its start until it listened, in ms. */
  readonly startMs: number;
  readonly stop: () => Promise<void>;
}

export function direct(port: number): RunningForwarder {
  return { id: 'direct', port, startMs: 0, stop: () => Promise.resolve() };
}

/** More than any workload needs. */
const MOST_CONNECTIONS = 6000;
/** Descriptors of a forwarder besides its connections. */
const OTHER_DESCRIPTORS = 100;
const START_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 1;

/** How many connections a forwarder can have under this machine's limit of descriptors. */
export function mostConnections({ descriptorsEach }: ForwarderProgram): number {
  const room = Math.floor((mostDescriptors() - OTHER_DESCRIPTORS) / descriptorsEach);
  return Math.min(room, MOST_CONNECTIONS);
}

export async function start(
  forwarder: ForwarderProgram,
  targetPort: number,
  folder: string,
): Promise<RunningForwarder> {
  const own = mkdtempSync(path.join(folder, `${forwarder.id}-`));
  const output = path.join(own, 'output.log');
  const port = await freePort();
  const place = { port, targetPort, folder: own, connections: mostConnections(forwarder) };
  const command = forwarder.command(place);
  const began = performance.now();
  const child = startProgram(command, output);
  await listening(child, port, forwarder.id, output);
  const startMs = performance.now() - began;
  return { id: forwarder.id, port, forwarder, pid: child.pid ?? 0, startMs, stop: () => stop(child) };
}

async function listening(child: ChildProcess, port: number, name: string, output: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await accepts(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      await stop(child);
      throw new Error(`${name} did not start: ${lastLine(output)}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}
