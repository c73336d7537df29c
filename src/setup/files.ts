// Changes files and restores them, each whole or not at all.
import { existsSync } from 'node:fs';
import { rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { readSafely } from '../machine/safe-path.js';
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

/** Reads all that restore() needs, before the change. */
export async function readBefore({ path: file, content: written }: FileChange): Promise<FileBackup> {
  const before = await readSafely(file);
  const { mode, uid, gid } = before?.about ?? { mode: NEW_FILE, uid: 0, gid: 0 };
  const content = before?.content.toString('base64') ?? null;
  const missing = missingFolders(path.dirname(file));
  return { path: file, content, mode: mode & 0o7777, uid, gid, written, missing };
}

/** Writes the new content; the file keeps its owner and mode. */
export async function writeChange(change: FileBackup): Promise<void> {
  await writeWhole(change.path, change.written, change.content === null ? undefined : change);
}

/**
 * Restores the file. A version that the user has edited since stays beside it, as `.kept`.
 *
 * @returns the path of that version, if there is one
 */
export async function restore(backup: FileBackup): Promise<string | undefined> {
  const { path: file, content, written, missing } = backup;
  const now = await readIfThere(file);
  const isAsBefore = (now?.toString('base64') ?? null) === content;
  const isEdited = now !== null && now.toString() !== written && !isAsBefore;
  const kept = isEdited ? `${file}.kept` : undefined;
  if (kept !== undefined) await rename(file, kept);
  else if (content === null && !isAsBefore) await rm(file);
  if (content !== null && !isAsBefore) await writeWhole(file, Buffer.from(content, 'base64'), backup);
  for (const folder of [...missing].reverse()) await removeIfEmpty(folder);
  return kept;
}

/** Does nothing if the folder is missing or holds files. */
export async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

export async function readIfThere(file: string): Promise<Buffer | null> {
  return (await readSafely(file))?.content ?? null;
}

function missingFolders(folder: string): string[] {
  return existsSync(folder) ? [] : [...missingFolders(path.dirname(folder)), folder];
}
