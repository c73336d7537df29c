// Reads /proc, /sys and files like them. Missing and unreadable ones read as empty: a kernel without IPv6, no permission.
import { accessSync, constants, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { errorCode } from '../error-code.js';

/** The whole text; '' if there is none. */
export function textIn(file: string): string {
  return orElse('', () => readFileSync(file, 'utf8'));
}

/** The names in a folder. */
export function namesIn(folder: string): string[] {
  return orElse([], () => readdirSync(folder));
}

/** The target of a symbolic link: a path, `pipe:[inode]`, `socket:[inode]`; undefined if there is none. See proc(5). */
export function linkIn(file: string): string | undefined {
  return orElse(undefined, () => readlinkSync(file));
}

/** Why a file or folder cannot be read, such as `/proc/self/net/tcp: ENOENT` in a container; undefined if it can. */
export function unreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return `${path}: ${errorCode(error as Error)}`;
  }
}

function orElse<T>(empty: T, read: () => T): T {
  try {
    return read();
  } catch {
    return empty;
  }
}

/** The columns of each line of a table. Titles above it, where it has some, are the first row. */
export const rowsOf = (table: string): string[][] =>
  table.split('\n').map((line) => line.trim().split(/\s+/));

/** The inode in the link of a descriptor; undefined if that is no socket. */
export function socketInode(link: string | undefined): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1];
}
