// Changes files and restores them, each whole or not at all.
import { mkdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-code.js';
import { NEW_FILE, writeWhole } from '../machine/whole-file.js';
import type { FileChange } from './action.js';

/** A file before a change, and the new content. */
export interface FileBackup {
  readonly path: string;
  /** Base64, because a file may hold any bytes; null if there was no file. */
  readonly content: string | null;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The new content. */
  readonly written: string;
  /** Folders that did not exist, outermost first. */
  readonly missing: readonly string[];
}

const NEW_FOLDER = 0o755;

/** Reads all that restore() needs, before the change. */
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

/** The name for a version that the user has edited after the change. */
const keptName = (file: string): string => `${file}.kept`;

/**
 * Restores the file. A version that the user has edited since stays beside it.
 *
 * @returns the path of that version, if there is one
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

/** Does nothing if the folder is missing or holds files. */
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
