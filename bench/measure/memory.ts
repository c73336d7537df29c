// The memory of a process with all that it has forked.
import { processTree, readProc, sum } from './process-tree.js';

const KIB = 1024;

function kibLine(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * KIB;
}

/** Resident memory, in bytes: what `ps` and `top` show. Pages that several share count for each. */
export function residentBytes(pid: number): number {
  return sum(processTree(pid).map((each) => kibLine(readProc(`${each}/status`), 'VmRSS')));
}

/** In bytes; a page that several processes share counts in parts, so that forked processes are not overrated. */
export function proportionalBytes(pid: number): number {
  return sum(processTree(pid).map((each) => kibLine(readProc(`${each}/smaps_rollup`), 'Pss')));
}
