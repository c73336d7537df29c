// Runs a program on a terminal of its own, a real one.
import { readFileSync } from 'node:fs';

/** Words before the program's own: script(1) gives it a terminal, and passes on what is written to it. */
export const ON_TERMINAL: readonly string[] = [
  'bash',
  '-c',
  'exec script -qec "exec $(printf "%q " "$0" "$@")" /dev/null',
];

/** The process that script(1), with this pid, has started: the program. */
export function pidOnTerminal(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}
