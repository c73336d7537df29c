// Reads an option that only one command has, or a few: it stands on the command line and nowhere else.
import type { Kind } from '../config/kinds.js';
import { reportRepeated, type Flags } from '../config/load.js';
import type { Problem } from '../config/problem.js';
import { readValue } from '../config/settings.js';

/** The part of an option's row that says how to read it. */
interface Row<T> {
  readonly name: string;
  readonly kind: Kind<T>;
  readonly default?: string;
}

/** The one value of an option, or its default; undefined if there is neither, or it is wrong, which is then reported. */
export function readOption<T>(row: Row<T>, flags: Flags, problems: Problem[]): T | undefined {
  const where = `--${row.name}`;
  const texts = flags.get(row.name) ?? [];
  reportRepeated(texts, where, problems);
  const text = texts[0] ?? row.default;
  return text === undefined ? undefined : readValue(row.kind, text, where, problems);
}
