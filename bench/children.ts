// The programs that the benchmark starts, and its temporary folder: none of them outlives it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';

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

/** Kept from a child: these variables would change its behaviour. */
const PRIVATE = /^(SMGW_PROXY_.*|NODE_.*|NOTIFY_SOCKET|WATCHDOG_.*|LISTEN_.*)$/;

/** Starts a program whose output goes to a file. */
export function startProgram(command: readonly string[], output: string): ChildProcess {
  const [file = '', ...args] = command;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !PRIVATE.test(name)));
  const log = openSync(output, 'a');
  // A process group of its own, so that its forks can be ended with it.
  const child = spawn(file, args, { env, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  children.add(child);
  // A program that cannot be started emits 'error'; waiting for it to listen then fails.
  for (const event of ['exit', 'error']) child.on(event, () => children.delete(child));
  return child;
}

/** A run may take so much longer than it was meant to. */
const PATIENCE_MS = 15_000;

/**
 * Runs a program to its end and returns its output.
 * @param ms then it is interrupted, like by Ctrl-C
 */
export async function outputOf(command: readonly string[], file: string, ms = Infinity): Promise<string> {
  rmSync(file, { force: true });
  const child = startProgram(command, file);
  const interrupt = ms === Infinity ? undefined : setTimeout(() => child.kill('SIGINT'), ms);
  const end = setTimeout(() => void stop(child), PATIENCE_MS + (ms === Infinity ? 0 : ms));
  await once(child, 'exit');
  clearTimeout(interrupt);
  clearTimeout(end);
  return readFileSync(file, 'utf8');
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
