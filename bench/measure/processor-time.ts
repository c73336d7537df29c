// How long a process, with all that it has forked, has been on a processor.
import { processTree, readProc, sum, threads } from './process-tree.js';

const NS_PER_SECOND = 1e9;
/** USER_HZ, in which /proc/PID/stat counts: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The fields of proc_pid_stat(5) from its third on, so the numbers there minus 3 are the places here. */
function statFields(pid: number): number[] {
  return readProc(`${pid}/stat`).split(') ').at(-1)?.split(' ').map(Number) ?? [];
}

const ticks = (pid: number, ...fields: readonly number[]): number => {
  const all = statFields(pid);
  return sum(fields.map((field) => all[field - 3] ?? 0)) / TICKS_PER_SECOND;
};

/** utime and stime. */
const OWN = [14, 15];
/** cutime and cstime, of children that have ended and were waited for. */
const ENDED_CHILDREN = [16, 17];

/** In nanoseconds where the kernel tells, otherwise in ticks of 10 ms. */
function liveSeconds(pid: number): number {
  const times = threads(pid).map((thread) => readProc(`${pid}/task/${thread}/schedstat`).split(' ')[0]);
  const ns = sum(times.map(Number));
  return ns > 0 ? ns / NS_PER_SECOND : ticks(pid, ...OWN);
}

/** User and system time so far, in seconds. What the kernel does for a loopback connection counts for its sender. */
export function processorSeconds(pid: number): number {
  return sum(processTree(pid).map((each) => liveSeconds(each) + ticks(each, ...ENDED_CHILDREN)));
}
