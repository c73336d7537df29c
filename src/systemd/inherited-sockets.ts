// Takes the listening sockets that the service manager has opened: sd_listen_fds(3).
import { variable } from '../config/environment.js';
import { problem, problemLine, quote } from '../config/problem.js';
import { linkIn, rowsOf, socketInode, textIn } from '../machine/kernel-file.js';
import { LISTENING, parseEnd, TCP_TABLES } from '../machine/proc-net-tcp.js';

/** SD_LISTEN_FDS_START, the descriptor after standard input, output and error. */
const FIRST_DESCRIPTOR = 3;
/** Most sockets accepted; it also bounds the list of problems. */
const MOST = 100;

/** A listening TCP socket of the service manager. Its owner is the server that listens on `fd`. */
export interface InheritedSocket {
  readonly fd: number;
  /** Its FileDescriptorName=, by default the name of the socket unit; undefined without LISTEN_FDNAMES. */
  readonly name: string | undefined;
  /**
   * The IP literal of /proc/net without brackets: `::` or `0.0.0.0` for all, a link-local one without its zone.
   * Undefined, like `port`, for a socket of another network namespace, or without /proc/net.
   */
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/** The usable sockets, and the problems of the others. */
export interface InheritedSockets {
  readonly sockets: readonly InheritedSocket[];
  /** One line for each problem, in the grammar of configuration errors. */
  readonly problems: readonly string[];
}

/**
 * Takes the sockets over. Deletes the LISTEN_* variables, which must not reach child processes, so that a second call
 * finds nothing. The descriptors do not reach them either: Node marks inherited ones as close-on-exec.
 *
 * A descriptor that is no listening TCP socket is a problem. Sockets of another network namespace are not in /proc/net
 * and count as good; listening on the wrong kind fails later.
 */
export function inheritedSockets(
  environment: NodeJS.ProcessEnv,
  pid: number = process.pid,
): InheritedSockets {
  const { LISTEN_PID, LISTEN_FDS } = environment;
  const names = variable(environment, 'LISTEN_FDNAMES')?.split(':');
  delete environment.LISTEN_PID;
  delete environment.LISTEN_PIDFDID; // in newer versions of systemd: the process again
  delete environment.LISTEN_FDS;
  delete environment.LISTEN_FDNAMES;
  // Another process id means that a parent process has left its variables behind.
  if (LISTEN_PID !== String(pid) || LISTEN_FDS === undefined) return { sockets: [], problems: [] };
  const count = Number(LISTEN_FDS);
  if (!/^[1-9]\d*$/.test(LISTEN_FDS) || count > MOST) {
    return refused('LISTEN_FDS', `a number of sockets from 1 to ${MOST}`, quote(LISTEN_FDS));
  }
  if (names !== undefined && names.length !== count) {
    return refused('LISTEN_FDNAMES', `as many names as LISTEN_FDS says (${count})`, `${names.length}`);
  }
  const inspected = Array.from({ length: count }, (_, i) => inspect(FIRST_DESCRIPTOR + i, names?.[i]));
  return {
    sockets: inspected.filter((each) => typeof each !== 'string'),
    problems: inspected.filter((each) => typeof each === 'string'),
  };
}

function refused(where: string, expected: string, came: string): InheritedSockets {
  return { sockets: [], problems: [problemLine(problem('invalid-value', where, expected, came))] };
}

/** The socket, or the line of its problem. */
function inspect(fd: number, name: string | undefined): InheritedSocket | string {
  const found = look(fd);
  if (typeof found !== 'string') return { fd, name, host: found?.host, port: found?.port };
  return problemLine(problem('invalid-value', `LISTEN_FDS (${fd})`, 'a listening TCP socket', found));
}

/** The address of a listening socket, undefined if it is unknown, or the kind of any other descriptor as text. */
function look(fd: number): { host: string; port: number } | string | undefined {
  const file = linkIn(`/proc/self/fd/${fd}`);
  if (file === undefined) return 'a descriptor that is not open';
  const inode = socketInode(file);
  if (inode === undefined) return quote(file);
  for (const table of Object.values(TCP_TABLES)) {
    const [, local, , state] = row(table, TCP_INODE, inode);
    if (local !== undefined) return state === LISTENING ? parseEnd(local) : CONNECTED;
  }
  return OTHERS.find(([table, column]) => row(table, column, inode).length > 0)?.[2];
}

const CONNECTED = 'a connected one, as a socket unit with Accept=yes hands over';

/** The columns of the inode, counted from 0, in the tables of /proc/net (proc(5)). UDP has those of TCP. */
const TCP_INODE = 9;
const UNIX_INODE = 6;

const OTHERS = [
  ['/proc/self/net/udp', TCP_INODE, 'a UDP socket'],
  ['/proc/self/net/udp6', TCP_INODE, 'a UDP socket'],
  ['/proc/self/net/unix', UNIX_INODE, 'a UNIX socket'],
] as const;

/** The columns of the socket's row; empty without a row, or without the table (no IPv6). */
function row(table: string, column: number, inode: string): string[] {
  return rowsOf(textIn(table)).find((columns) => columns[column] === inode) ?? [];
}
