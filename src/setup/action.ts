// One change to this machine with its undo. It is plain data, because setup shows it and writes it to the journal.

/** A program and its arguments. */
export type CommandLine = readonly string[];

export interface FileChange {
  readonly path: string;
  readonly content: string;
}

/**
 * To do: writes the file, then runs the commands until one fails. To undo: restores the file, then runs all commands of
 * `undo`. They must do no harm if the action was never done.
 */
export interface Action {
  readonly kind: ActionKind;
  /** The interface that the action is for, where it is that of one gateway of several. */
  readonly link?: string;
  readonly about?: ProfileOfLink;
  readonly file?: FileChange;
  readonly run: readonly CommandLine[];
  readonly undo: readonly CommandLine[];
}

/** The profile that an action changes and its interface, where the setup has several. */
export interface ProfileOfLink {
  readonly profile: string;
  readonly link: string;
}

/** The fields that name an action. */
export type ActionSubject = Pick<Action, 'kind' | 'about'>;

/** The purpose of an action, as the user reads it. */
export type ActionKind =
  | 'profile'
  | 'connect'
  | 'replace'
  | 'arp'
  | 'config'
  | 'sandbox'
  | 'enable'
  | 'start'
  | 'restart'
  | 'reload'
  | 'look';
