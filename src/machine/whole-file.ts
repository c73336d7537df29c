// Writes files whole or not at all.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { assertSafeFolder } from './safe-path.js';

/** The mode of a file that was not there before. */
export const NEW_FILE = 0o644;
/** The mode of a draft, and of a file with the content of others in it. */
export const PRIVATE_FILE = 0o600;
const NEW_FOLDER = 0o755;

export interface FileOwner {
  readonly mode: number;
  /** Undefined for the user of this process. */
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Makes the folder too. After a power cut there is either the old file or the new one. A symbolic link is replaced, not
 * followed; for root an unsafe folder is an UnsafePathError.
 */
export async function writeWhole(
  file: string,
  content: string | Buffer,
  owner: FileOwner = { mode: NEW_FILE },
): Promise<void> {
  const folder = path.dirname(file);
  await assertSafeFolder(folder);
  await mkdir(folder, { recursive: true, mode: NEW_FOLDER });
  await assertSafeFolder(folder);
  // Exclusive, with a random name: a link or file that another user has put there is never opened.
  const draft = `${file}.${randomBytes(8).toString('hex')}.new`;
  const handle = await open(draft, 'wx', PRIVATE_FILE);
  try {
    await fill(handle, content, owner);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Closes the handle. Until the content is complete, only the owner can read it. */
async function fill(handle: FileHandle, content: string | Buffer, owner: FileOwner): Promise<void> {
  try {
    await handle.writeFile(content);
    if (owner.uid !== undefined && owner.gid !== undefined) await handle.chown(owner.uid, owner.gid);
    await handle.chmod(owner.mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
