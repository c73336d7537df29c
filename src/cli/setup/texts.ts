// What `setup` says, in each language. Everything that goes into the texts is fit to print.
import type { ActionKind } from '../../setup/action.js';
import type { Maker } from '../../gateway/maker.js';

/** What is told at the end. */
export interface Reached {
  /** Of this machine in the home. */
  readonly address: string;
  readonly urls: readonly string[];
  readonly names: readonly string[];
  /** The first URL, and the one on port 443 if there is one. */
  readonly url: string;
  readonly has443: boolean;
  readonly maker: Maker | undefined;
  /** The name this machine answers for, beside its own. */
  readonly mdns: string | undefined;
}

export interface SetupTexts {
  readonly needsRoot: readonly string[];
  readonly names: Readonly<
    Record<'manager' | 'service' | 'interfaces' | 'ports' | 'address' | 'earlier', string>
  >;
  readonly managerRuns: (version: string) => string;
  readonly managerMissing: string;
  readonly managerAdvice: readonly string[];
  readonly unmanaged: (link: string) => string;
  readonly unmanagedAdvice: (link: string) => readonly string[];
  readonly serviceInstalled: string;
  readonly serviceMissing: string;
  readonly serviceAdvice: readonly string[];
  readonly links: (link: string, home: string, address: string) => string;
  readonly noHome: string;
  readonly noHomeAdvice: readonly string[];
  readonly loggedInOver: (link: string) => readonly string[];
  readonly portsFree: (ports: readonly number[]) => string;
  readonly portsTaken: (port: number, by: string | undefined, ports: readonly number[]) => string;
  readonly noPorts: string;
  readonly configKept: string;
  readonly addressKept: (address: string) => string;
  readonly addressNone: string;
  readonly undoingEarlier: string;
  readonly undoingEarlierDry: string;
  readonly looking: string;
  readonly mute: (address: string) => readonly string[];
  readonly homeNetwork: readonly string[];
  readonly runsAlready: (pid: number) => string;
  /** In place of its name where nobody has said it. */
  readonly hanLink: string;
  readonly severalTargets: (target: string) => readonly string[];
  readonly planHead: string;
  readonly undoHead: string;
  readonly actions: Readonly<Record<ActionKind, (link: string) => string>>;
  readonly file: (path: string) => string;
  readonly back: (command: string) => string;
  readonly fileAsBefore: string;
  readonly undoHint: string;
  readonly dryRun: string;
  readonly question: string;
  /** What counts as yes. */
  readonly yes: RegExp;
  readonly declined: string;
  readonly done: string;
  readonly undone: string;
  readonly kept: (file: string) => string;
  readonly nothingToDo: string;
  readonly nothingToUndo: string;
  readonly pleaseWait: string;
  readonly failedCommand: (command: string, status: number) => string;
  readonly failedFile: (path: string, code: string) => string;
  readonly failedJournal: (code: string) => string;
  readonly journalUnreadable: (path: string) => string;
  readonly rolledBack: readonly string[];
  readonly allUndone: string;
  readonly leftovers: readonly string[];
  readonly notActive: string;
  readonly checkFoundTrouble: readonly string[];
  readonly end: (reached: Reached) => readonly string[];
}
