// Keeps root from files that another user could have put in place of the right ones, above all by a symbolic link.
import { constants, type Stats } from 'node:fs';
import { lstat, open, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-code.js';

/** `link`: the file is a symbolic link. `folder`: another user can change what is in that folder. */
export class UnsafePathError extends Error {
  readonly code: string;

  constructor(
    readonly path: string,
    readonly reason: 'link' | 'folder',
  ) {
    super(path);
    this.code = reason === 'link' ? 'ELOOP' : 'EPERM';
  }
}

/** A file's content with its owner and mode. */
export interface FoundFile {
  readonly content: Buffer;
  readonly about: Stats;
}

/** Null if there is no file. Rejects with an UnsafePathError for a symbolic link, and for root also below an open folder. */
export async function readSafely(file: string): Promise<FoundFile | null> {
  await assertSafeFolder(path.dirname(file));
  try {
    // O_NONBLOCK, because the opening of a FIFO waits for its writer.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return { about: await handle.stat(), content: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCode(error as Error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw code === 'ELOOP' ? new UnsafePathError(file, 'link') : error;
  }
}

/**
 * For root: rejects with an UnsafePathError unless root alone can change the path to the folder. The path may end before the
 * folder does. Links of root's own are followed, and what they lead to is looked at as well.
 */
export async function assertSafeFolder(folder: string, seen = new Set<string>()): Promise<void> {
  if (process.geteuid?.() !== 0) return;
  for (const each of pathTo(path.resolve(folder))) {
    if (seen.has(each)) continue;
    seen.add(each);
    const about = await lstat(each).catch(() => undefined);
    if (about === undefined) return;
    if (isOpenToOthers(about)) throw new UnsafePathError(each, 'folder');
    if (!about.isSymbolicLink()) continue;
    const base = await realpath(path.dirname(each));
    await assertSafeFolder(path.resolve(base, await readlink(each)), seen);
  }
}

/** `/`, `/etc`, `/etc/smgw-proxy` */
function pathTo(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...pathTo(parent), folder];
}

// <linux/stat.h>
const S_ISVTX = 0o1000;
const S_IWGRP = 0o020;
const S_IWOTH = 0o002;

/** In a folder with the sticky bit, such as /tmp, other users cannot exchange root's entries. */
function isOpenToOthers(about: Stats): boolean {
  const { uid, gid, mode } = about;
  if (uid !== 0) return true;
  if (about.isSymbolicLink() || (mode & S_ISVTX) !== 0) return false;
  return (mode & S_IWOTH) !== 0 || ((mode & S_IWGRP) !== 0 && gid !== 0);
}
