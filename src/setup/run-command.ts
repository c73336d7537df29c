// Runs a program that changes this machine, to its end: also when somebody presses Ctrl-C meanwhile.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { errorCode } from '../error-code.js';
import type { CommandLine } from './action.js';
import type { CommandResult } from './transaction.js';

/** Longer than NetworkManager and systemd take until they give up themselves, in ms. */
const LONGEST_MS = 60_000;
const NOT_STARTED = 127;

/** In a process group of its own, which the terminal's Ctrl-C does not reach. Never rejects. */
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
