// A process with all that it has forked, from /proc.
import { readFileSync, readdirSync } from 'node:fs';

/** The file's text, or nothing if the process or thread has just ended. */
export function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** The threads of a process; none if it has ended. */
export function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function childrenOf(pid: number): number[] {
  return threads(pid).flatMap((thread) => {
    const words = readProc(`${pid}/task/${thread}/children`).split(' ');
    return words.map(Number).filter((child) => child > 0);
  });
}

/** The process and its descendants. */
export function processTree(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(processTree)];
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
