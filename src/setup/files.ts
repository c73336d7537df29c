// Files that are changed and changed back: whole or not at all, with what was there before.
import { mkdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-code.js';
import { NEW_FILE, writeWhole } from '../machine/whole-file.js';
import type { FileChange } from './action.js';

/** What was there before; `null` if nothing was. */
export interface FileBackup {
  readonly path: string;
  /** Base64, because a file may hold anything. */
  readonly content: string | null;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** What was written instead. */
  readonly written: string;
  /** Folders that were missing, outermost first. */
  readonly missing: readonly string[];
}

const NEW_FOLDER = 0o755;

/** What has to be known of a file to change it back. */
export async function readBefore({ path: file, content }: FileChange): Promise<FileBackup> {
  const bytes = await readIfThere(file);
  const owner = bytes === null ? { mode: NEW_FILE, uid: 0, gid: 0 } : await stat(file);
  const { mode, uid, gid } = owner;
  const missing = await missingFolders(path.dirname(file));
  const before = bytes === null ? null : bytes.toString('base64');
  return { path: file, content: before, mode: mode & 0o7777, uid, gid, written: content, missing };
}

/** Writes the new content; the file keeps its owner and mode. */
export async function writeChange({
  path: file,
  written,
  content,
  mode,
  uid,
  gid,
}: FileBackup): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: NEW_FOLDER });
  await writeWhole(file, written, content === null ? undefined : { mode, uid, gid });
}

/** Where a file goes that somebody has changed since. */
export const keptName = (file: string): string => `${file}.kept`;

/**
 * Makes the file what it was. If somebody has changed it since, that stays beside it.
 *
 * @returns where it stays, if so
 */
export async function restore(before: FileBackup): Promise<string | undefined> {
  const { path: file, missing } = before;
  const kept = await moveAside(before);
  await writeBack(before, await readIfThere(file));
  for (const folder of [...missing].reverse()) await removeIfEmpty(folder);
  return kept;
}

async function moveAside(before: FileBackup): Promise<string | undefined> {
  const { path: file, written } = before;
  const now = await readIfThere(file);
  if (now === null || now.toString() === written || bytesOf(before)?.equals(now) === true) return undefined;
  await rename(file, keptName(file));
  return keptName(file);
}

async function writeBack(before: FileBackup, now: Buffer | null): Promise<void> {
  const bytes = bytesOf(before);
  if (bytes !== undefined && now?.equals(bytes) !== true) await writeWhole(before.path, bytes, before);
  if (bytes === undefined && now !== null) await rm(before.path);
}

const bytesOf = ({ content }: FileBackup): Buffer | undefined =>
  content === null ? undefined : Buffer.from(content, 'base64');

/** Also if it was never there. */
export async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

export async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error as Error))) return null;
    throw error;
  }
}

async function missingFolders(folder: string): Promise<string[]> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere ? [] : [...(await missingFolders(path.dirname(folder))), folder];
}
