// The journal of changes and their undo, on disk. It is written before each change, so that none is lost.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../error-code.js';
import type { ActionKind, CommandLine, ProfileOfLink } from './action.js';
import { UnsafePathError } from '../machine/safe-path.js';
import { PRIVATE_FILE, writeWhole } from '../machine/whole-file.js';
import { readIfThere, removeIfEmpty, type FileBackup } from './files.js';

/** The undo of one action. */
export interface JournalEntry {
  /** When its setup began, as ISO 8601 in UTC: the same for all of its entries. Absent in an old journal. */
  readonly at?: string;
  readonly kind: ActionKind;
  readonly link?: string;
  readonly about?: ProfileOfLink;
  readonly file?: FileBackup;
  readonly undo: readonly CommandLine[];
}

/** The content of the file. */
export interface JournalRecord {
  /** In the order of the changes. */
  readonly entries: readonly JournalEntry[];
  /** How many entries belong to finished transactions; those behind belong to an interrupted one. */
  readonly finished: number;
}

/** The changes of one setup after the other. */
export function runsOf(entries: readonly JournalEntry[]): readonly (readonly JournalEntry[])[] {
  const starts = entries.flatMap(({ at }, i) => (i === 0 || at !== entries[i - 1]?.at ? [i] : []));
  return starts.map((start, i) => entries.slice(start, starts[i + 1]));
}

const VERSION = 1;
const TRIAL_BYTES = 64 * 1024;

/** The file is no journal of this version; the message is its path. */
export class JournalError extends Error {}

export class Journal {
  /** @param file in a folder that is created and removed with it */
  constructor(private readonly file: string) {}

  /** Empty without a file; rejects with a JournalError for a malformed one. */
  async read(): Promise<JournalRecord> {
    const bytes = await readIfThere(this.file);
    if (bytes === null) return { entries: [], finished: 0 };
    try {
      const { version, entries, finished } = JSON.parse(bytes.toString()) as Partial<
        JournalRecord & { version: number }
      >;
      if (version === VERSION && Array.isArray(entries) && typeof finished === 'number')
        return { entries: entries as readonly JournalEntry[], finished };
    } catch {
      // Malformed JSON ends in the JournalError below.
    }
    throw new JournalError(this.file);
  }

  /** Whether it could be written; an errno name if not. Leaves nothing behind. */
  async tryWriting(): Promise<string | undefined> {
    const trial = `${this.file}.trial`;
    try {
      // More than a nearly full disk has room for, and as much as a journal may need.
      await writeWhole(trial, Buffer.alloc(TRIAL_BYTES), { mode: PRIVATE_FILE });
      return undefined;
    } catch (error) {
      if (error instanceof UnsafePathError) return undefined;
      return errorCode(error as Error);
    } finally {
      await rm(trial, { force: true }).catch(() => undefined);
      await removeIfEmpty(path.dirname(this.file));
    }
  }

  /** Resolves when the file is on the disk. Only root can read it: it has the content of files that only root may read. */
  async write({ entries, finished }: JournalRecord): Promise<void> {
    const text = `${JSON.stringify({ version: VERSION, finished, entries }, undefined, 1)}\n`;
    if (entries.length > 0) return writeWhole(this.file, text, { mode: PRIVATE_FILE });
    await rm(this.file, { force: true });
    await removeIfEmpty(path.dirname(this.file));
  }
}
