// Takes the listening sockets that the service manager has opened: sd_listen_fds(3).
import { variable } from '../config/environment.js';
import { alike, type Translated } from '../config/language.js';
import { problem, quoted, type Problem } from '../config/problem.js';
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
  readonly problems: readonly Problem[];
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
    return refused('LISTEN_FDS', EXPECTED_COUNT, quoted(LISTEN_FDS));
  }
  if (names !== undefined && names.length !== count) {
    const expected = {
      en: `as many names as LISTEN_FDS says (${count})`,
      de: `so viele Namen, wie LISTEN_FDS sagt (${count})`,
    };
    return refused('LISTEN_FDNAMES', expected, alike(`${names.length}`));
  }
  const inspected = Array.from({ length: count }, (_, i) => inspect(FIRST_DESCRIPTOR + i, names?.[i]));
  return {
    sockets: inspected.filter((each) => 'fd' in each),
    problems: inspected.filter((each) => 'code' in each),
  };
}

const EXPECTED_COUNT = {
  en: `a number of sockets from 1 to ${MOST}`,
  de: `eine Anzahl von Sockets von 1 bis ${MOST}`,
};
const EXPECTED_SOCKET = {
  en: 'a listening TCP socket',
  de: 'ein TCP-Socket, der auf Verbindungen wartet',
};

function refused(where: string, expected: Translated<string>, came: Translated<string>): InheritedSockets {
  return { sockets: [], problems: [problem('wrong-socket', where, expected, came)] };
}

/** The socket, or its problem. */
function inspect(fd: number, name: string | undefined): InheritedSocket | Problem {
  const found = look(fd);
  if (found === undefined || 'host' in found) return { fd, name, host: found?.host, port: found?.port };
  return problem('wrong-socket', `LISTEN_FDS (${fd})`, EXPECTED_SOCKET, found);
}

/** The address of a listening socket, undefined if it is unknown, or the kind of any other descriptor as text. */
function look(fd: number): { host: string; port: number } | Translated<string> | undefined {
  const file = linkIn(`/proc/self/fd/${fd}`);
  if (file === undefined) return NOT_OPEN;
  const inode = socketInode(file);
  if (inode === undefined) return quoted(file);
  for (const table of Object.values(TCP_TABLES)) {
    const [, local, , state] = row(table, TCP_INODE, inode);
    if (local !== undefined) return state === LISTENING ? parseEnd(local) : CONNECTED;
  }
  return OTHERS.find(([table, column]) => row(table, column, inode).length > 0)?.[2];
}

const NOT_OPEN = { en: 'a descriptor that is not open', de: 'ein Deskriptor, der nicht offen ist' };
const CONNECTED = {
  en: 'a connected one, as a socket unit with Accept=yes hands over',
  de: 'ein verbundener, wie ihn eine Socket-Unit mit Accept=yes übergibt',
};
const UDP = { en: 'a UDP socket', de: 'ein UDP-Socket' };

/** The columns of the inode, counted from 0, in the tables of /proc/net (proc(5)). UDP has those of TCP. */
const TCP_INODE = 9;
const UNIX_INODE = 6;

const OTHERS = [
  ['/proc/self/net/udp', TCP_INODE, UDP],
  ['/proc/self/net/udp6', TCP_INODE, UDP],
  ['/proc/self/net/unix', UNIX_INODE, { en: 'a UNIX socket', de: 'ein UNIX-Socket' }],
] as const;

/** The columns of the socket's row; empty without a row, or without the table (no IPv6). */
function row(table: string, column: number, inode: string): string[] {
  return rowsOf(textIn(table)).find((columns) => columns[column] === inode) ?? [];
}
