// How many connections this process has file descriptors for.
import { namesIn, textIn } from './kernel-file.js';

/** Descriptors kept free for name look-ups, the log file's rotation and reads below /proc. */
const SPARE = 12;
/** Each connection has two sockets. */
const PER_CONNECTION = 2;

/**
 * Beyond this many connections accept() would fail, and Node does not report it: libuv closes the connection with a
 * FIN (uv__emfile_trick). The client takes that for an empty answer; an RST is better.
 *
 * @returns the connections there is room for beside `others` (descriptors such as listening sockets) and those open at
 *   this call. Infinity where the limit is not known (no /proc)
 */
export function connectionCapacity(): (others: number) => number {
  const limit = openFilesLimit();
  if (limit === Infinity) return () => Infinity;
  const open = namesIn('/proc/self/fd').length;
  return (others) => Math.max(1, Math.floor((limit - open - others - SPARE) / PER_CONNECTION));
}

/** The soft limit (Node raises it to the hard one when it starts), see proc_pid_limits(5); Infinity where it is unknown. */
export function openFilesLimit(): number {
  const soft = /^Max open files\s+(\d+)/m.exec(textIn('/proc/self/limits'))?.[1];
  return soft === undefined ? Infinity : Number(soft);
}
