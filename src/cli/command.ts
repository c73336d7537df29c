// What a command is: its options and switches, and what its help says in one language or two.
import type { OptionRow } from '../config/options.js';

export const LANGUAGES = ['de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What is said in each language; the compiler asks for those that are missing. */
export type Translated<T> = Readonly<Record<Language, T>>;

/** English, or German as well. */
export type Text = string | Translated<string>;

/** An option as the command line knows it: with a value. */
export type CommandOption = Pick<OptionRow, 'default' | 'repeatable'> & {
  readonly name: string;
  readonly group: Text;
  readonly help: Text;
  readonly kind: { readonly placeholder: string };
};

/** An option without a value. */
export interface Switch {
  readonly name: string;
  readonly group: Text;
  readonly help: Text;
}

export type CommandName = 'run' | 'demo' | 'status' | 'discover' | 'check' | 'setup';

export interface Command {
  readonly name: CommandName;
  /** In both languages where the command speaks both. */
  readonly summary: Text;
  readonly options: readonly CommandOption[];
  readonly switches: readonly Switch[];
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [string, Text])[];
  /** What stands at the end. */
  readonly notes: Text;
}
