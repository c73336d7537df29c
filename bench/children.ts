// Every process that the benchmark starts, and its temporary folder: none of them outlives it.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, closeSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const children = new Set<ChildProcess>();
const folders: string[] = [];

/** Numbers after 128 are what a shell reports for a process that a signal has ended. */
const SIGNALLED = 128;

/** Cleans up however the process ends. To be called once, before the first child. */
export function cleanUpAtExit(): void {
  process.once('exit', () => {
    for (const child of children) killTree(child);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(SIGNALLED + constants.signals[signal]));
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-bench-'));
  folders.push(folder);
  return folder;
}

/** What must not reach a child: it would change how it behaves. */
const PRIVATE = /^(SMGW_PROXY_.*|NODE_.*|NOTIFY_SOCKET|WATCHDOG_.*|LISTEN_.*)$/;

export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !PRIVATE.test(name)));
}

// A child leads a process group of its own, so that those it forks can be ended with it.
function keep(child: ChildProcess): ChildProcess {
  children.add(child);
  child.once('exit', () => children.delete(child));
  // Without a listener a program that cannot be started would end the benchmark; who waits for it notices anyway.
  child.on('error', () => children.delete(child));
  return child;
}

/** Starts a program whose output goes to a file. */
export function startProgram(command: readonly string[], output: string): ChildProcess {
  const [file = '', ...args] = command;
  const log = openSync(output, 'a');
  try {
    const stdio = ['ignore', log, log] as const;
    return keep(spawn(file, args, { env: cleanEnvironment(), stdio: [...stdio], detached: true }));
  } finally {
    closeSync(log);
  }
}

/** Starts a compiled file of load/ with a channel to it. */
export function startLoad(program: 'client' | 'target'): ChildProcess {
  const file = fileURLToPath(new URL(`load/${program}.js`, import.meta.url));
  return keep(fork(file, { env: cleanEnvironment(), detached: true }));
}

export async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  killTree(child);
  await ended;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended in this moment.
  }
}
