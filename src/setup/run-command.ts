// Runs a program that changes this machine to its end, even after Ctrl-C.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { errorCode } from '../error-code.js';
import type { CommandLine } from './action.js';
import type { CommandResult } from './transaction.js';

/** Longer than the timeouts of NetworkManager and systemd, in ms. */
const LONGEST_MS = 60_000;
const NOT_STARTED = 127;

/** The process group is new, so that Ctrl-C of the terminal does not reach it. Never rejects. */
export async function runCommand([program = '', ...words]: CommandLine): Promise<CommandResult> {
  const env = { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' };
  const options = { env, detached: true, timeout: LONGEST_MS } as const;
  try {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [[status], out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { status: status ?? 1, said: `${error}${out}`.trim() };
  } catch (error) {
    return { status: NOT_STARTED, said: errorCode(error as Error) };
  }
}
