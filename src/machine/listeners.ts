// The listening TCP sockets of this machine, and the processes that hold them, as far as this user may see.
import path from 'node:path';
import type { ListenAddress } from '../config/config.js';
import { collide } from '../config/listen-address.js';
import { GUARD_HOST, type PortUser, type PortUserOf } from '../forward/listen/listener.js';
import { linkIn, namesIn, rowsOf, socketInode, textIn } from './kernel-file.js';
import { LISTENING, parseEnd, TCP_TABLES } from './proc-net-tcp.js';

export interface ListeningSocket {
  readonly host: string;
  readonly port: number;
  /** The number of the socket, by which its process is found. */
  readonly inode: string;
  /** The number of the user that it belongs to. */
  readonly uid: number;
}

/** A process that has a socket. */
export interface Holder {
  readonly pid: number;
  readonly name: string;
  /** Whether its command line is one of smgw-proxy, which any program can claim. */
  readonly claimsToBeOurs: boolean;
}

/** Without the guards of closed ports, behind which nothing is. */
export function readListeners(): ListeningSocket[] {
  const all = Object.values(TCP_TABLES).flatMap((file) => parseListeners(textIn(file)));
  return all.filter(({ host }) => host !== GUARD_HOST);
}

/** From /proc/net/tcp: number, local and remote end, state, …, user as the eighth, inode as the tenth. */
export function parseListeners(table: string): ListeningSocket[] {
  return rowsOf(table).flatMap(([, local = '', , state, , , , uid, , inode = '']) =>
    state === LISTENING ? [{ ...parseEnd(local), inode, uid: Number(uid) }] : [],
  );
}

/** Keyed by the inode of each socket: all processes that hold it. Only root sees those of other users. */
export function readHolders(inodes: ReadonlySet<string>): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>();
  if (inodes.size === 0) return holders;
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name)))
    for (const inode of new Set(socketsOf(pid)))
      if (inodes.has(inode)) holders.set(inode, [...(holders.get(inode) ?? []), holderOf(pid)]);
  return holders;
}

function socketsOf(pid: string): string[] {
  return namesIn(`/proc/${pid}/fd`).flatMap((fd) => socketInode(linkIn(`/proc/${pid}/fd/${fd}`)) ?? []);
}

function holderOf(pid: string): Holder {
  const words = textIn(`/proc/${pid}/cmdline`).split('\0');
  return { pid: Number(pid), name: textIn(`/proc/${pid}/comm`).trim(), claimsToBeOurs: isOurs(words) };
}

/** `node [options] …/smgw-proxy.cjs …`, or the command's own name. */
export const isOurs = (words: readonly string[]): boolean =>
  words.slice(0, 8).some((word) => /^smgw-proxy(?:\.cjs)?$/.test(path.basename(word)));

/** How long the table of listening sockets may be old, in ms: many ports that are taken are asked for together. */
const TABLE_MAX_AGE_MS = 500;
/** The same for ports that are only watched. The kernel walks all its sockets for the table, which takes some 20 ms. */
const WATCH_MAX_AGE_MS = 10_000;
let table: readonly ListeningSocket[] = [];
let readAt = -Infinity;
/** By inode: the search through all descriptors of all processes takes some ms. */
const known = new Map<string, PortUser>();
const MOST_KNOWN = 100;

/** The process whose socket stands in the way of listening there. */
export const portUser: PortUserOf = (address, isCertain = false) => {
  const other = isCertain
    ? (socketOn(address, TABLE_MAX_AGE_MS) ?? socketOn(address, 0))
    : socketOn(address, WATCH_MAX_AGE_MS);
  return other && (known.get(other.inode) ?? look(other));
};

function socketOn(address: ListenAddress, maxAgeMs: number): ListeningSocket | undefined {
  const now = performance.now();
  if (now - readAt > maxAgeMs) [table, readAt] = [readListeners(), now];
  return table.find((each) => collide(each, address));
}

function look({ inode, uid }: ListeningSocket): PortUser {
  const [holder] = readHolders(new Set([inode])).get(inode) ?? [];
  const user = { pid: holder?.pid, name: holder?.name, user: userName(uid) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(inode, user);
  return user;
}

/** From passwd(5). Users of a directory service, and those of containers, are numbers. */
export function userName(uid: number): string {
  const row = textIn('/etc/passwd')
    .split('\n')
    .find((line) => line.split(':')[2] === String(uid));
  return row?.split(':')[0] ?? String(uid);
}

/** `nginx (process 455)`, as far as this user may see. */
export function portUserText({ pid, name, user }: PortUser): string {
  if (pid === process.pid) return 'smgw-proxy itself';
  return pid === undefined ? `another program, of user ${user}` : `${name ?? ''} (process ${pid})`;
}
