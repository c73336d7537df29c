// What was changed and how it is taken back, on disk: written before each change, so that nothing is ever forgotten.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ActionKind, CommandLine } from './action.js';
import { writeWhole } from '../machine/whole-file.js';
import { readIfThere, removeIfEmpty, type FileBackup } from './files.js';

/** How an action is taken back. */
export interface JournalEntry {
  readonly kind: ActionKind;
  readonly file?: FileBackup;
  readonly undo: readonly CommandLine[];
}

export interface JournalRecord {
  /** In the order in which they were done. */
  readonly entries: readonly JournalEntry[];
  /** How many of them belong to what was finished; those behind belong to something that was interrupted. */
  readonly finished: number;
}

const VERSION = 1;
const NOTHING: JournalRecord = { entries: [], finished: 0 };

export class JournalError extends Error {}

export class Journal {
  /** @param file in a folder of the program's own, which is made and removed with it */
  constructor(private readonly file: string) {}

  /** Empty if there is none; rejects with a JournalError if it cannot be understood. */
  async read(): Promise<JournalRecord> {
    const bytes = await readIfThere(this.file);
    if (bytes === null) return NOTHING;
    try {
      const { version, entries, finished } = JSON.parse(bytes.toString()) as Partial<
        JournalRecord & { version: number }
      >;
      if (version === VERSION && Array.isArray(entries) && typeof finished === 'number')
        return { entries: entries as readonly JournalEntry[], finished };
    } catch {
      // Reported below.
    }
    throw new JournalError(this.file);
  }

  /** Resolves when it is on the disk. */
  async write({ entries, finished }: JournalRecord): Promise<void> {
    const folder = path.dirname(this.file);
    if (entries.length === 0) {
      await rm(this.file, { force: true });
      await removeIfEmpty(folder);
      return;
    }
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await writeWhole(this.file, `${JSON.stringify({ version: VERSION, finished, entries }, undefined, 1)}\n`);
  }
}
