// Runs a program on a terminal of its own, a real one.
import { readFileSync } from 'node:fs';

/** Words before the program's own: script(1) gives it a terminal, and passes on what is written to it. */
export const ON_TERMINAL: readonly string[] = [
  'bash',
  '-c',
  'exec script -qec "exec $(printf "%q " "$0" "$@")" /dev/null',
];

/** The first child of a process; that of script(1) is the program. */
export function pidOnTerminal(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
}
