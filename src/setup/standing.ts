// How a waiting setup stands, in a file: setup writes it as root, and the page for the home reads it without rights.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../config/environment.js';
import type { Language, Translated } from '../config/language.js';
import { writeWhole } from '../machine/whole-file.js';

export type Stage =
  | 'network'
  | 'no-cable'
  | 'home-network'
  | 'which-cable'
  | 'searching'
  | 'not-found'
  | 'several'
  | 'foreign'
  | 'setting-up'
  | 'trouble';

/** A step of the search; `mark` is that of a printed step, or `running`. */
export interface StandingStep {
  readonly mark: string;
  readonly name: string;
  readonly text: string;
  /** Behind each colon that a command follows, the rest of the line is that command. */
  readonly remedy: readonly string[];
}

/** A stage in one language. */
export interface StandingWords {
  readonly headline: string;
  /** Facts and remedies; commands as in a remedy. */
  readonly advice: readonly string[];
  readonly steps: readonly StandingStep[];
}

export interface SetupStanding {
  readonly stage: Stage;
  /** ISO 8601 */
  readonly since: string;
  readonly host: string;
  readonly version: string;
  /** Of the setup that waits. */
  readonly language: Language;
  readonly words: Translated<StandingWords>;
}

const FILE = 'standing.json';

/** The file below /run, which is empty after a boot; systemd names another folder by RUNTIME_DIRECTORY. */
export function standingFile({ RUNTIME_DIRECTORY: folder }: Environment): string {
  return path.join(folder ?? '/run/smgw-proxy-setup', FILE);
}

/** Undefined where no setup waits. */
export async function readStanding(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}

/** Writes one standing after the other; of those that come meanwhile, only the newest. */
export class StandingWriter {
  private next: SetupStanding | undefined;
  private writing: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  show(standing: SetupStanding): void {
    this.next = standing;
    this.writing ??= this.writeAll();
  }

  /** Removes the file. */
  async end(): Promise<void> {
    this.next = undefined;
    await this.writing;
    await rm(this.file, { force: true }).catch(() => undefined);
  }

  private async writeAll(): Promise<void> {
    while (this.next !== undefined) {
      const text = JSON.stringify(this.next);
      this.next = undefined;
      // A page that lags behind is no reason to set nothing up.
      await writeWhole(this.file, `${text}\n`).catch(() => undefined);
    }
    this.writing = undefined;
  }
}
