// A machine to set up: real files in a temporary folder, and commands that only record what is switched on.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Action, ActionSubject, CommandLine } from '../../src/setup/action.js';
import { Journal } from '../../src/setup/journal.js';
import { Transaction, type CommandResult } from '../../src/setup/transaction.js';

/** Its commands are `on NAME` and `off NAME`. */
export class Machine {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  readonly journalFile = path.join(this.folder, 'state', 'setup.json');
  readonly ran: string[] = [];
  readonly told: string[] = [];
  /** How many more commands succeed before one fails. */
  works = Infinity;
  /** The result of the failing command. */
  breakdown: (() => CommandResult) | undefined;
  private readonly on = new Set<string>();

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** A transaction of a newly started program. */
  transaction(journal = new Journal(this.journalFile), at?: string): Transaction {
    const observer = {
      begin: () => undefined,
      end: ({ kind }: ActionSubject, isUndo: boolean, failures: readonly unknown[]) => {
        this.told.push(`${isUndo ? 'undo' : 'do'} ${kind} ${failures.length}`);
      },
    };
    return new Transaction(journal, (command) => Promise.resolve(this.run(command)), observer, at);
  }

  /** The switches that are on, and all files but the journal with content and mode. */
  state(): unknown {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => path.join(entry.parentPath, entry.name) !== this.journalFile)
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [file, statSync(file).mode, entry.isFile() ? readFileSync(file, 'latin1') : ''] as const;
      });
    return { on: [...this.on].sort(), entries: entries.sort(([one], [other]) => one.localeCompare(other)) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(command: CommandLine): CommandResult {
    const [verb = '', name = ''] = command;
    this.ran.push(command.join(' '));
    if (this.works <= 0) {
      this.works = Infinity;
      if (this.breakdown !== undefined) return this.breakdown();
      return { status: 1, said: 'no' };
    }
    this.works -= 1;
    if (verb === 'on') this.on.add(name);
    else this.on.delete(name);
    return { status: 0, said: '' };
  }
}

/** A journal whose process is killed at a write, which then never ends. */
export class DyingJournal extends Journal {
  private die: () => void = () => undefined;
  readonly death = new Promise<void>((resolve) => (this.die = resolve));

  constructor(
    file: string,
    private writes: number,
  ) {
    super(file);
  }

  override write(record: Parameters<Journal['write']>[0]): Promise<void> {
    this.writes -= 1;
    if (this.writes >= 0) return super.write(record);
    this.die();
    return new Promise(() => undefined);
  }
}

export const switching = (name: string): Action => ({
  kind: 'start',
  run: [['on', name]],
  undo: [['off', name]],
});
