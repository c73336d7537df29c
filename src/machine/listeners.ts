// The listening TCP sockets of this machine, and the processes that hold them, as far as this user may see.
import path from 'node:path';
import type { ListenAddress } from '../config/config.js';
import { collide } from '../config/listen-address.js';
import { linkIn, namesIn, rowsOf, socketInode, textIn } from './kernel-file.js';
import { LISTENING, parseEnd, TCP_TABLES } from './proc-net-tcp.js';

export interface ListeningSocket {
  readonly host: string;
  readonly port: number;
  /** The number of the socket, by which its process is found. */
  readonly inode: string;
}

/** A process that has a socket. */
export interface Holder {
  readonly pid: number;
  readonly name: string;
  /** Whether it is this program, by the file it was started with. */
  readonly isOurs: boolean;
}

export function readListeners(): ListeningSocket[] {
  return Object.values(TCP_TABLES).flatMap((file) => parseListeners(textIn(file)));
}

/** From /proc/net/tcp: number, local and remote end, state, …, inode as the tenth. */
export function parseListeners(table: string): ListeningSocket[] {
  return rowsOf(table).flatMap(([, local = '', , state, , , , , , inode = '']) =>
    state === LISTENING ? [{ ...parseEnd(local), inode }] : [],
  );
}

/** By the inode of each socket. Only root sees the processes of other users. */
export function readHolders(inodes: ReadonlySet<string>): ReadonlyMap<string, Holder> {
  const holders = new Map<string, Holder>();
  if (inodes.size === 0) return holders;
  for (const entry of namesIn('/proc').filter((name) => /^\d+$/.test(name)))
    for (const inode of socketsOf(entry)) if (inodes.has(inode)) holders.set(inode, holderOf(entry));
  return holders;
}

/** The process of each socket that stands in the way of listening there; undefined where this user may not see it. */
export function portUsers(address: ListenAddress): readonly (Holder | undefined)[] {
  const others = readListeners().filter((other) => collide(other, address));
  const holders = readHolders(new Set(others.map(({ inode }) => inode)));
  return others.map(({ inode }) => holders.get(inode));
}

function socketsOf(pid: string): string[] {
  return namesIn(`/proc/${pid}/fd`).flatMap((fd) => socketInode(linkIn(`/proc/${pid}/fd/${fd}`)) ?? []);
}

function holderOf(pid: string): Holder {
  const words = textIn(`/proc/${pid}/cmdline`).split('\0');
  return { pid: Number(pid), name: textIn(`/proc/${pid}/comm`).trim(), isOurs: isOurs(words) };
}

/** `node [options] …/smgw-proxy.cjs …`, or the command's own name. */
export const isOurs = (words: readonly string[]): boolean =>
  words.slice(0, 8).some((word) => /^smgw-proxy(?:\.cjs)?$/.test(path.basename(word)));
