// A forwarder that runs: from its start until it listens, and its end.
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/program.js';
import { hasEnded, startProgram, stop } from '../children.js';
import { OTHER_DESCRIPTORS, isListening, mostDescriptors } from '../measure/process.js';
import type { ForwarderProgram, ForwarderId } from './forwarder.js';

/** Something that clients can connect to; a direct connection has no process of its own. */
export interface RunningForwarder {
  readonly id: ForwarderId;
  readonly port: number;
  readonly pid?: number;
  /** From its start until it listened, in ms. */
  readonly startMs: number;
  readonly stop: () => Promise<void>;
}

export function direct(port: number): RunningForwarder {
  return { id: 'direct', port, startMs: 0, stop: () => Promise.resolve() };
}

const START_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 1;

/** Room for connections that end while others begin. */
const SPARE_CONNECTIONS = 100;

/** How many connections a forwarder can have under this machine's limit of descriptors. */
export function mostConnections({ descriptorsEach }: Pick<ForwarderProgram, 'descriptorsEach'>): number {
  return Math.floor((mostDescriptors() - OTHER_DESCRIPTORS) / descriptorsEach) - SPARE_CONNECTIONS;
}

/** @param connections so many it has to take at the same time */
export async function start(
  forwarder: ForwarderProgram,
  targetPort: number,
  folder: string,
  connections: number,
): Promise<RunningForwarder> {
  const own = mkdtempSync(path.join(folder, `${forwarder.id}-`));
  const output = path.join(own, 'output.log');
  const port = await freePort();
  const place = { port, targetPort, folder: own, connections: connections + SPARE_CONNECTIONS };
  const command = forwarder.command(place);
  const began = performance.now();
  const child = startProgram(command, output);
  await listening(child, port, forwarder.id, output);
  const startMs = performance.now() - began;
  return { id: forwarder.id, port, pid: child.pid ?? 0, startMs, stop: () => stop(child) };
}

/** Waits until the program listens. @throws Error with its last line of output if it ends before, or takes too long */
export async function listening(
  child: ChildProcess,
  port: number,
  name: string,
  output: string,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!isListening(port)) {
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
