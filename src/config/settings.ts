// Parses the texts of all sources by their options, and picks the effective values by rank.
import type { Kind } from './kinds.js';
import type { FieldName, Option } from './options.js';
import type { ValuePlace } from './place.js';
import { NOTHING, problem, quoted, type Problem } from './problem.js';

/** A text for an option and its source. */
export interface OptionText {
  readonly option: Option;
  /** Undefined for an empty list, and for a value that is no text, whose problem is reported already. */
  readonly text?: string;
  readonly where: ValuePlace;
}

/** A parsed value with its source. */
export interface Setting<T = unknown> {
  readonly value: T;
  readonly where: ValuePlace;
}

/** The values of one source. It has a field even if its text was wrong. */
export type Settings = ReadonlyMap<FieldName, readonly Setting[]>;

/** Parses all texts of one source; adds their mistakes to `problems`. */
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

/** Parses one text; adds a mistake to `problems` and returns undefined. */
export function readValue<T>(
  kind: Kind<T>,
  text: string,
  where: ValuePlace,
  problems: Problem[],
): T | undefined {
  const result = kind.parse(text);
  if (result.ok) return result.value;
  const code = text === '' ? 'missing-value' : 'invalid-value';
  problems.push(problem(code, where, result.expected, text === '' ? NOTHING : quoted(text)));
  return undefined;
}

/** The settings of an option from the highest rank that has it, else its default, else none. */
export function effective(option: Option, ranks: readonly Settings[]): readonly Setting[] {
  for (const settings of ranks) {
    const given = settings.get(option.field);
    if (given !== undefined) return given;
  }
  return defaultOf(option);
}

/** Parsed once: hundreds of forwards have the same ones. */
const defaults = new Map<Option, readonly Setting[]>();

function defaultOf(option: Option): readonly Setting[] {
  const known = defaults.get(option);
  if (known !== undefined || option.default === undefined) return known ?? [];
  const where = { defaultOf: option.name };
  const settings = judge([{ option, text: option.default, where }], []).get(option.field) ?? [];
  defaults.set(option, settings);
  return settings;
}

/** The sources of a configuration's addresses, keyed by their objects, for problems that show only in use. */
export type Places = ReadonlyMap<unknown, ValuePlace>;

/** The effective values as fields of a configuration object, without undefined ones. */
export function fieldsOf(
  options: readonly Option[],
  ranks: readonly Settings[],
  places = new Map<unknown, ValuePlace>(),
): Partial<Record<FieldName, unknown>> {
  const fields: Partial<Record<FieldName, unknown>> = {};
  for (const option of options) {
    const settings = effective(option, ranks);
    for (const { value, where } of settings) if (typeof value === 'object') places.set(value, where);
    const value = option.repeatable ? settings.map((each) => each.value) : settings[0]?.value;
    if (value !== undefined) fields[option.field] = value;
  }
  return fields;
}
