// How many connections this process has file descriptors for.
import { namesIn, textIn } from './kernel-file.js';

/** Descriptors kept free for name look-ups, the log file's rotation and reads below /proc. */
const SPARE = 12;
/** Each connection has two sockets. */
const PER_CONNECTION = 2;

/**
 * Beyond this many connections accept() would fail, which Node does not report: libuv then takes the connection
 * and closes it with a FIN (uv__emfile_trick), an empty answer to the client. Better to refuse it knowingly.
 *
 * @returns how many connections there is room for beside a number of other descriptors, such as listening sockets,
 *   and those open at this call; Infinity where the limit is not known (no /proc)
 */
export function connectionCapacity(): (others: number) => number {
  const limit = openFilesLimit();
  if (limit === Infinity) return () => Infinity;
  const open = namesIn('/proc/self/fd').length;
  return (others) => Math.max(1, Math.floor((limit - open - others - SPARE) / PER_CONNECTION));
}

/** The soft limit (Node raises it to the hard one when it starts), see proc_pid_limits(5). */
function openFilesLimit(): number {
  const soft = /^Max open files\s+(\d+)/m.exec(textIn('/proc/self/limits'))?.[1];
  return soft === undefined ? Infinity : Number(soft);
}
