// One change to this machine, with what takes it back: plain data, so that it can be shown, recorded and taken back later.

/** A program and its words. */
export type CommandLine = readonly string[];

export interface FileChange {
  readonly path: string;
  readonly content: string;
}

/**
 * Done: the file is written, then the commands run, and the first that fails ends it. Undone: the file becomes what it
 * was, then the commands of `undo` run, every one of them. What undoes must do no harm if the action was never done.
 */
export interface Action {
  readonly kind: ActionKind;
  readonly file?: FileChange;
  readonly run: readonly CommandLine[];
  readonly undo: readonly CommandLine[];
}

/** What an action is for, in the words of its reader. */
export type ActionKind =
  'profile' | 'connect' | 'arp' | 'config' | 'sandbox' | 'enable' | 'start' | 'restart' | 'look';
