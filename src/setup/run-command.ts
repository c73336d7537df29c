// Runs a program that changes this machine to its end, even after Ctrl-C.
import { spawn } from 'node:child_process';
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
  const child = spawn(program, words, {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
  });
  const status = new Promise<number | string>((resolve) => {
    child.on('error', (error) => {
      resolve(errorCode(error));
    });
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
  const [out, error, ended] = await Promise.all([text(child.stdout), text(child.stderr), status]);
  if (typeof ended === 'string') return { status: NOT_STARTED, said: ended };
  return { status: ended, said: `${error}${out}`.trim() };
}
