// Files in which the kernel, or the system, tells how things are, and which may be missing or not ours to read.
import { readFileSync, readlinkSync } from 'node:fs';

/** The text; '' where there is none, as of IPv6 on a kernel without it. */
export function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** What a link points to: a path, `pipe:[inode]`, `socket:[inode]`; undefined if it is not there. See proc(5). */
export function linkIn(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** The number of the socket that a descriptor is, by what its link says; undefined if it is none. */
export function socketInode(link: string | undefined): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(link ?? '')?.[1];
}
