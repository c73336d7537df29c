// Readings of /proc for a process and its descendants; an ended process counts as nothing.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { formatEnd, LISTENING, TCP_TABLES } from '../../src/machine/proc-net-tcp.js';
import { sum } from '../statistics.js';

const KIB = 1024;
const NS_PER_SECOND = 1e9;
/** USER_HZ, in which /proc/PID/stat counts: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Empty if the process or thread has just ended. */
function readProc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(`/proc/${folder}`);
  } catch {
    return [];
  }
}

const threads = (pid: number): string[] => list(`${pid}/task`);

/** The value of a line `NAME: VALUE` in a file of /proc. */
function line(file: string, name: string): string {
  return new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(readProc(file))?.[1] ?? '';
}

/** The process and its descendants. */
export function processTree(pid: number): number[] {
  const children = threads(pid).flatMap((thread) => readProc(`${pid}/task/${thread}/children`).split(' '));
  return [
    pid,
    ...children
      .map(Number)
      .filter((child) => child > 0)
      .flatMap(processTree),
  ];
}

function total(pid: number, of: (each: number) => number): number {
  return sum(processTree(pid).map(of));
}

/** Resident memory in bytes: what `ps` and `top` show. Pages that several processes share count for each. */
export function residentBytes(pid: number): number {
  return total(pid, (each) => Number(line(`${each}/status`, 'VmRSS')) * KIB);
}

/** Proportional set size in bytes: a shared page counts in parts, so that forked processes are not overrated. */
export function proportionalBytes(pid: number): number {
  return total(pid, (each) => Number(line(`${each}/smaps_rollup`, 'Pss')) * KIB);
}

const PAGE = 4096;

/** Whether anything listens on the port, by IPv4. Unlike a connection, the question disturbs neither side. */
export function isListening(port: number): boolean {
  const wanted = formatEnd('127.0.0.1', port).slice(-5);
  const [file, page] = [openSync(TCP_TABLES.IPv4, 'r'), Buffer.alloc(PAGE)];
  try {
    // The kernel lists listening sockets first. After a load thousands of closed ones follow, which are not read.
    for (let text = ''; ;) {
      const length = readSync(file, page);
      text += page.toString('latin1', 0, length);
      const rows = text
        .split('\n')
        .slice(1, -1)
        .map((row) => row.trim().split(/\s+/));
      if (rows.some(([, local, , state]) => state === LISTENING && local?.endsWith(wanted))) return true;
      if (length === 0 || rows.at(-1)?.[3] !== LISTENING) return false;
    }
  } finally {
    closeSync(file);
  }
}

/** Voluntary context switches so far: each is followed by a wake-up. */
export function wakeUps(pid: number): number {
  return total(pid, (each) =>
    sum(
      threads(each).map((thread) => Number(line(`${each}/task/${thread}/status`, 'voluntary_ctxt_switches'))),
    ),
  );
}

/** Open file descriptors. */
export function openDescriptors(pid: number): number {
  return total(pid, (each) => list(`${each}/fd`).length);
}

/** The processors that this process may run on, as taskset(1) writes them. */
export function allowedProcessors(): string {
  return line('self/status', 'Cpus_allowed_list') || '0';
}

/** Descriptors of a process besides its connections. */
export const OTHER_DESCRIPTORS = 100;

/** The limit of file descriptors here. Node raises its soft limit to the hard one, and its children inherit that. */
export function mostDescriptors(): number {
  const [, soft] = /^Max open files +(\S+)/m.exec(readProc('self/limits')) ?? [];
  return soft === 'unlimited' ? Infinity : Number(soft);
}

/** Raises the limit for this process and those that it starts. Only root may, with prlimit (util-linux). */
export function raiseDescriptorLimit(wanted: number): void {
  if (mostDescriptors() < wanted)
    spawnSync('prlimit', ['--pid', `${process.pid}`, `--nofile=${wanted}:${wanted}`]);
}

/** Sum of fields of proc_pid_stat(5), which are counted from 1; the first two have gone with the split. */
function ticks(pid: number, ...fields: readonly number[]): number {
  const all = readProc(`${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return sum(fields.map((field) => Number(all[field - 3] ?? 0))) / TICKS_PER_SECOND;
}

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

/** Of the main thread alone, in seconds; 0 where the kernel does not tell. */
export function mainThreadSeconds(pid: number): number {
  return Number(readProc(`${pid}/task/${pid}/schedstat`).split(' ')[0]) / NS_PER_SECOND;
}

/** User and system time so far, in seconds. Kernel time of a loopback connection counts for its sender. */
export function processorSeconds(pid: number): number {
  return total(pid, (each) => liveSeconds(each) + ticks(each, ...ENDED_CHILDREN));
}
