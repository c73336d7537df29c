// From given texts to judged values: every text, whatever its source, goes through its option's parser here.
import type { Kind } from './kinds.js';
import type { FieldName, Option } from './options.js';
import { problem, quote, type Problem } from './problem.js';

/** A text somebody gave for an option, and where: `--target`, `SMGW_PROXY_TARGET`, `config.yaml:3:11: target`. */
export interface OptionText {
  readonly option: Option;
  /** Missing for an empty list, and if something was given that is no text at all, which is then reported already. */
  readonly text?: string;
  readonly where: string;
}

/** A parsed value that still knows where it was given. */
export interface Setting {
  readonly value: unknown;
  readonly where: string;
}

/** The values of one source. A field that was given is there even if its text was wrong. */
export type Settings = ReadonlyMap<FieldName, readonly Setting[]>;

/** Judges all texts of one source; what is wrong with them is added to `problems`. */
export function judge(given: readonly OptionText[], problems: Problem[]): Settings {
  const settings = new Map<FieldName, Setting[]>();
  for (const { option, text, where } of given) {
    const values = settings.get(option.field) ?? [];
    settings.set(option.field, values);
    if (text === undefined) continue;
    const value = readValue(option.kind, text, where, problems);
    if (value !== undefined) values.push({ value, where });
  }
  return settings;
}

/** Reads one text as a value of its kind; if it is none, says so in `problems` and returns undefined. */
export function readValue<T>(kind: Kind<T>, text: string, where: string, problems: Problem[]): T | undefined {
  const result = kind.parse(text);
  if (result.ok) return result.value;
  const code = text === '' ? 'missing-value' : 'invalid-value';
  problems.push(problem(code, where, result.expected, text === '' ? 'nothing' : quote(text)));
  return undefined;
}

/** The settings of an option from the highest source that has it, else its default; empty if there is neither. */
export function effective(option: Option, ranks: readonly Settings[]): readonly Setting[] {
  const given = ranks.map((settings) => settings.get(option.field)).find((values) => values !== undefined);
  if (given !== undefined) return given;
  return option.default === undefined ? [] : judgeDefault(option, option.default);
}

/** Where the addresses of a configuration were given, by the objects in it: what can go wrong with them later. */
export type Places = ReadonlyMap<unknown, string>;

/** The effective values as fields of a configuration object; a field without value is left out. */
export function fieldsOf(
  options: readonly Option[],
  ranks: readonly Settings[],
  places = new Map<unknown, string>(),
): Partial<Record<FieldName, unknown>> {
  const fields = options.map((option) => {
    const settings = effective(option, ranks);
    for (const { value, where } of settings) if (typeof value === 'object') places.set(value, where);
    const values = settings.map(({ value }) => value);
    return [option.field, option.repeatable ? values : values[0]] as const;
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

const DEFAULT_OF = 'default of --';

/** Whether a place says that nobody has given the value. */
export function isDefault(where: string | undefined): boolean {
  return where?.startsWith(DEFAULT_OF) ?? false;
}

function judgeDefault(option: Option, text: string): readonly Setting[] {
  const problems: Problem[] = [];
  const where = `${DEFAULT_OF}${option.name}`;
  return judge([{ option, text, where }], problems).get(option.field) ?? [];
}
