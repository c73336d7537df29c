// Changes this machine action by action, and undoes all of them after a failure or an interruption.
import { errorCode } from '../error-code.js';
import type { Action, ActionSubject, CommandLine } from './action.js';
import { readBefore, restore, writeChange } from './files.js';
import { runsOf, type JournalEntry, type Journal } from './journal.js';

/** The exit status and the output of a command. */
export interface CommandResult {
  readonly status: number;
  readonly said: string;
}

/** Runs a program to its end. Never rejects. */
export type CommandRunner = (command: CommandLine) => Promise<CommandResult>;

/** The reason why an action could not be done or undone. */
export type Failure =
  | { readonly kind: 'command'; readonly command: CommandLine; readonly ran: CommandResult }
  | { readonly kind: 'file'; readonly path: string; readonly code: string }
  | { readonly kind: 'journal'; readonly code: string }
  | { readonly kind: 'interrupted' };

/** Callbacks for the progress of a transaction. */
export interface TransactionObserver {
  begin(subject: ActionSubject, isUndo: boolean): void;
  end(subject: ActionSubject, isUndo: boolean, failures: readonly Failure[], keptFile?: string): void;
}

export type TransactionResult =
  | { readonly ok: true }
  /** `leftovers`: failures of the undo. */
  | { readonly ok: false; readonly failure: Failure; readonly leftovers: readonly Failure[] };

export class Transaction {
  constructor(
    private readonly journal: Journal,
    private readonly run: CommandRunner,
    private readonly listener: TransactionObserver,
    private readonly at = new Date().toISOString(),
  ) {}

  /** Does all actions or none. Rejects only if the journal cannot be read. */
  async perform(actions: readonly Action[], signal: AbortSignal): Promise<TransactionResult> {
    let failure: Failure | undefined;
    for (const action of actions) {
      if (signal.aborted) break;
      failure = await this.doOne(action);
      if (failure !== undefined) break;
    }
    failure ??= signal.aborted ? { kind: 'interrupted' } : await this.finish(actions);
    return failure === undefined
      ? this.closed({ ok: true })
      : { ok: false, failure, leftovers: await this.undoUnfinished() };
  }

  /** Undoes an interrupted transaction; resolves with the failures. */
  async undoUnfinished(): Promise<readonly Failure[]> {
    const { finished } = await this.read();
    return this.closed(await this.undoFrom(finished));
  }

  /** Undoes all transactions; resolves with the failures. */
  async undoAll(): Promise<readonly Failure[]> {
    return this.closed(await this.undoFrom(0));
  }

  /** Undoes the last setup alone; resolves with the failures. */
  async undoLast(): Promise<readonly Failure[]> {
    const { entries } = await this.read();
    const last = runsOf(entries).at(-1) ?? [];
    return this.closed(await this.undoFrom(entries.length - last.length));
  }

  /**
   * Undoes the finished entries of one gateway, and leaves those of the others.
   *
   * @param rewrite gives the other entries as they are without it
   */
  async undoLink(
    link: string,
    rewrite: (entry: JournalEntry) => readonly JournalEntry[],
  ): Promise<readonly Failure[]> {
    const { entries } = await this.read();
    const failures: Failure[] = [];
    let left = entries;
    for (const entry of entries.filter((each) => each.link === link).toReversed()) {
      const its = await this.undoOne(entry);
      failures.push(...its);
      if (its.length === 0) left = left.filter((each) => each !== entry);
      await this.write(left, left.length);
    }
    const rest = left.flatMap(rewrite);
    const failure = await this.write(rest, rest.length);
    return this.closed(failure === undefined ? failures : [...failures, failure]);
  }

  private closed<T>(result: T): T {
    this.isOpen = false;
    return result;
  }

  /** Does one action, and undoes it when `then` has settled. Undefined if the action failed. */
  async during<T>(action: Action, then: () => Promise<T>): Promise<T | undefined> {
    try {
      return (await this.doOne(action)) === undefined ? await then() : undefined;
    } finally {
      await this.undoUnfinished();
    }
  }

  /** Whether changes of this process may have to be undone. */
  isOpen = false;

  /** The journal as last written. It counts when the disk fails. */
  private known: Awaited<ReturnType<Journal['read']>> | undefined;

  private async read() {
    return (this.known ??= await this.journal.read());
  }

  private async write(entries: readonly JournalEntry[], finished: number): Promise<Failure | undefined> {
    this.known = { entries, finished };
    try {
      await this.journal.write(this.known);
      return undefined;
    } catch (error) {
      return { kind: 'journal', code: errorCode(error as Error) };
    }
  }

  private async finish(actions: readonly Action[]): Promise<Failure | undefined> {
    const { entries, finished } = await this.read();
    const failure = await this.write(entries, entries.length);
    if (failure === undefined) return undefined;
    // The journal on disk does not say "finished", so the next start undoes the actions.
    this.known = { entries, finished };
    this.listener.end(actions.at(-1) ?? { kind: 'look' }, false, [failure]);
    return failure;
  }

  private async doOne(action: Action): Promise<Failure | undefined> {
    this.listener.begin(action, false);
    this.isOpen = true;
    const failure = await this.recordAndDo(action);
    this.listener.end(action, false, failure === undefined ? [] : [failure]);
    return failure;
  }

  private async recordAndDo({ kind, link, about, file, run, undo }: Action): Promise<Failure | undefined> {
    const { entries, finished } = await this.read();
    try {
      const before = file === undefined ? undefined : await readBefore(file);
      const marks = { ...(link && { link }), ...(about && { about }) };
      const entry = { at: this.at, kind, ...marks, ...(before && { file: before }), undo };
      // The undo is on disk before the change.
      const failure = await this.write([...entries, entry], finished);
      if (failure !== undefined) return failure;
      if (before !== undefined) await writeChange(before);
    } catch (error) {
      return { kind: 'file', path: file?.path ?? '', code: errorCode(error as Error) };
    }
    return this.runAll(run);
  }

  private async runAll(commands: readonly CommandLine[]): Promise<Failure | undefined> {
    for (const command of commands) {
      const ran = await this.run(command);
      if (ran.status !== 0) return { kind: 'command', command, ran };
    }
    return undefined;
  }

  /** Undoes the latest entry first. Failed entries stay in the journal for the next try. */
  private async undoFrom(first: number): Promise<readonly Failure[]> {
    const { entries, finished } = await this.read();
    this.isOpen = entries.length > first;
    const failures: Failure[] = [];
    const left: JournalEntry[] = [];
    for (const [i, entry] of [...entries.entries()].slice(first).reverse()) {
      const its = await this.undoOne(entry);
      failures.push(...its);
      if (its.length > 0) left.unshift(entry);
      await this.write([...entries.slice(0, i), ...left], Math.min(finished, i));
    }
    return failures;
  }

  private async undoOne(entry: JournalEntry): Promise<Failure[]> {
    const { file, undo } = entry;
    this.listener.begin(entry, true);
    const failures: Failure[] = [];
    let kept: string | undefined;
    if (file !== undefined)
      try {
        kept = await restore(file);
      } catch (error) {
        failures.push({ kind: 'file', path: file.path, code: errorCode(error as Error) });
      }
    for (const command of undo) {
      const ran = await this.run(command);
      if (ran.status !== 0 && !isNoMatter(command, ran)) failures.push({ kind: 'command', command, ran });
    }
    this.listener.end(entry, true, failures, kept);
    return failures;
  }
}

/** The exit statuses for a missing connection, nmcli(1), and a missing unit, systemctl(1). */
const NOT_THERE: Readonly<Record<string, number>> = { nmcli: 10, systemctl: 5 };
/** Commands whose effect NetworkManager and systemd retry by themselves. */
const BY_ITSELF: ReadonlySet<string> = new Set(['up', 'restart']);

/** Whether a failed undo is harmless: its object is gone, or its effect is retried. */
function isNoMatter(command: CommandLine, { status }: CommandResult): boolean {
  return NOT_THERE[command[0] ?? ''] === status || command.some((word) => BY_ITSELF.has(word));
}
