// What /proc tells of a process; all figures are 0 once it has ended.
import { readdirSync, readFileSync } from 'node:fs';

const KiB = 1024;

/** Resident memory in bytes: VmRSS of proc_pid_status(5). */
export function residentBytes(pid: number): number {
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(read(pid, 'status'))?.[1];
  return Number(kB ?? 0) * KiB;
}

export function descriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** USER_HZ, in which /proc counts CPU time: 100 on every Linux that Node runs on. */
const TICK_MS = 10;

/** User and system time so far, in ms: fields 14 and 15 of proc_pid_stat(5). */
export function cpuMs(pid: number): number {
  const fields = read(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

/**
 * For how long, in ms, the main thread was ready to run but others had the CPU, other threads of the process among
 * them: the second figure, in ns, of schedstat (Documentation/scheduler/sched-stats.rst of Linux).
 */
export function waitedMs(pid: number): number {
  return Number(read(pid, 'schedstat').split(' ')[1] ?? 0) / 1e6;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
