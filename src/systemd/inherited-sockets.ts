// The listening sockets that the service manager has opened and handed over: sd_listen_fds(3).
import { variable } from '../config/environment.js';
import { problem, problemLine, quote } from '../config/problem.js';
import { linkIn, rowsOf, socketInode, textIn } from '../machine/kernel-file.js';
import { LISTENING, parseEnd, TCP_TABLES } from '../machine/proc-net-tcp.js';

/** SD_LISTEN_FDS_START: behind standard input, output and error. */
const FIRST_DESCRIPTOR = 3;
/** More sockets than a service has; the problems of so many can still be read. */
const MOST = 100;

/** A listening TCP socket the service manager has handed over. The server that listens on `fd` owns it. */
export interface InheritedSocket {
  readonly fd: number;
  /** Its FileDescriptorName=, by default the name of the socket unit; undefined if there are no names. */
  readonly name: string | undefined;
  /**
   * The IP literal without brackets as the kernel says it: `::` or `0.0.0.0` for all, and a link-local one without
   * its zone. Undefined, like `port`, if it cannot be known: a socket of another network namespace, or no /proc/net.
   */
  readonly host: string | undefined;
  readonly port: number | undefined;
}

export interface Inherited {
  readonly sockets: readonly InheritedSocket[];
  /** The mistakes in what was handed over, a line each in the grammar of all wrong input. */
  readonly problems: readonly string[];
}

/**
 * Takes the sockets over. The LISTEN_* variables are deleted, because they are meant for this process and not for
 * its children; so a second call finds nothing. The children do not get the descriptors either: Node marks all that
 * it finds at its start as close-on-exec.
 *
 * A descriptor that is no listening TCP socket is a problem, as far as that can be told: of the sockets of another
 * network namespace the kernel tells nothing here, and listening on the wrong kind fails.
 */
export function inheritedSockets(environment: NodeJS.ProcessEnv, pid: number = process.pid): Inherited {
  const { LISTEN_PID, LISTEN_FDS } = environment;
  const names = variable(environment, 'LISTEN_FDNAMES')?.split(':');
  delete environment.LISTEN_PID;
  delete environment.LISTEN_PIDFDID; // newer versions of systemd: the same process again
  delete environment.LISTEN_FDS;
  delete environment.LISTEN_FDNAMES;
  // With another number they were meant for a process further up, which has not deleted them.
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

function refused(where: string, expected: string, came: string): Inherited {
  return { sockets: [], problems: [problemLine(problem('invalid-value', where, expected, came))] };
}

/** The socket, or the line that says what it is instead. */
function inspect(fd: number, name: string | undefined): InheritedSocket | string {
  const found = look(fd);
  if (typeof found !== 'string') return { fd, name, host: found?.host, port: found?.port };
  return problemLine(problem('invalid-value', `LISTEN_FDS (${fd})`, 'a listening TCP socket', found));
}

/** Where the socket listens, undefined if that is not known, or what the descriptor is if it is something else. */
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

/** The columns of the inode number, from 0, in the tables of proc(5), /proc/net. UDP's are those of TCP. */
const TCP_INODE = 9;
const UNIX_INODE = 6;

const OTHERS = [
  ['/proc/self/net/udp', TCP_INODE, 'a UDP socket'],
  ['/proc/self/net/udp6', TCP_INODE, 'a UDP socket'],
  ['/proc/self/net/unix', UNIX_INODE, 'a UNIX socket'],
] as const;

/** The columns of the socket's row; none if it is not in the table, or the table is not there (no IPv6). */
function row(table: string, column: number, inode: string): string[] {
  return rowsOf(textIn(table)).find((columns) => columns[column] === inode) ?? [];
}
