// The shape of a command: a module for yargs, and the rows of its help and of the man page.
import type { Language, Translated } from '../config/language.js';
import type { Flags } from '../config/load.js';
import type { Problem } from '../config/problem.js';
import type { Machine } from './machine.js';

/** An option as the command line knows it. */
export interface CommandOption {
  readonly name: string;
  /** Its heading in the help; without one it stands below the heading of yargs. */
  readonly group?: Translated<string>;
  readonly help: Translated<string>;
  /** Of its value; an option without one is a switch. */
  readonly kind?: { readonly placeholder: Translated<string>; readonly words?: readonly string[] };
  readonly default?: string;
}

/** A command line, sorted; the texts of the flags are not judged yet. */
export interface Arguments {
  readonly flags: Flags;
  readonly switches: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Of everything that people read. */
  readonly language: Language;
  /** The name of the program was all that was typed. */
  readonly isBare?: boolean;
}

export interface Command {
  /** Its name; with the marks of yargs for the default command, see {@link nameOf}. */
  readonly command: string;
  readonly describe: Translated<string>;
  readonly options: readonly CommandOption[];
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [string, Translated<string>])[];
  /** The end of the help. */
  readonly epilogue: Translated<string>;
  /** Resolves with the exit status. Imports what it needs: each command loads only its own parts. */
  readonly handler: (given: Arguments, machine: Machine) => Promise<number>;
}

/** `run` of `$0 [run]` */
export const nameOf = ({ command }: Command): string => /[a-z]+/.exec(command)?.[0] ?? '';
