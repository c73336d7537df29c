// This machine's address in the SSH session, if it runs in one: the link that carries it must not be touched.
import { textIn } from './kernel-file.js';

/** More generations than shells, sudo and multiplexers make. */
const MAX_GENERATIONS = 32;

/**
 * This machine's end of the SSH session in which the process runs, or undefined. sudo takes SSH_CONNECTION away, so the
 * parent processes are read too. Without root only those of this user are readable.
 */
export function sshAddress(): string | undefined {
  let pid = process.pid;
  for (let i = 0; i < MAX_GENERATIONS && pid > 1; i += 1) {
    const found = parseSshConnection(textIn(`/proc/${pid}/environ`));
    if (found !== undefined) return found;
    pid = parseParent(textIn(`/proc/${pid}/stat`));
  }
  return undefined;
}

/** From an environment as /proc prints it: `SSH_CONNECTION=client port server port`. */
export function parseSshConnection(environment: string): string | undefined {
  const value = /(?:^|\0)SSH_CONNECTION=([^\0]*)/.exec(environment)?.[1];
  return value?.split(' ')[2]?.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** From /proc/PID/stat; the name in parentheses may hold anything. 0 if there is none. */
export function parseParent(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2] ?? 0);
}
