// Reads options from a configuration file: the names of the options as keys, and `forwards:` for several targets.
import { isMap, isSeq, type YAMLMap } from 'yaml';
import { FORWARD_OPTIONS, OPTIONS, type Option } from './options.js';
import { suggestion } from './nearest.js';
import type { Translated } from './language.js';
import type { FileLine, ValuePlace } from './place.js';
import { problem, quoted, type Problem, type ProblemCode } from './problem.js';
import type { OptionText } from './settings.js';
import { describe, isNull, parseYaml, scalarText, type YamlFile } from './yaml-document.js';

/** One entry of `forwards:` as texts. */
export interface ForwardEntry {
  readonly where: ValuePlace;
  readonly name?: { readonly text: string; readonly where: ValuePlace };
  readonly given: readonly OptionText[];
}

/** The content of a file as texts. `forwards` is undefined without that key. */
export interface FileContent {
  readonly given: readonly OptionText[];
  readonly forwards?: { readonly where: ValuePlace; readonly entries: readonly ForwardEntry[] };
}

const NAME = 'name';
const FORWARDS = 'forwards';

type NamedOptions = ReadonlyMap<string, Option>;
const byName = (options: readonly Option[]): NamedOptions =>
  new Map(options.map((each) => [each.name, each]));
const ALL = byName(OPTIONS);
const OF_FORWARD = byName(FORWARD_OPTIONS);

/** Reads the text of the file named `path`; adds its mistakes to `problems`. */
export function readConfigFile(path: string, text: string, problems: Problem[]): FileContent {
  const file = parseYaml(path, text, problems);
  return file.root ? new Reader(file, problems).content(file.root) : { given: [] };
}

class Reader {
  constructor(
    private readonly file: YamlFile,
    private readonly problems: Problem[],
  ) {}

  content(root: YAMLMap): FileContent {
    const forwards = root.items.find(({ key }) => scalarText(key) === FORWARDS);
    const given = this.given(root, ALL, [FORWARDS]);
    if (forwards === undefined) return { given };
    const where = this.place(forwards.key, FORWARDS);
    return { given, forwards: { where, entries: this.entries(forwards.value, where) } };
  }

  private entries(node: unknown, where: ValuePlace): ForwardEntry[] {
    if (isSeq(node) && node.items.length > 0) return node.items.flatMap((item) => this.entry(item));
    const empty = isSeq(node) || isNull(node);
    this.problems.push(problem(empty ? 'empty-forwards' : 'wrong-type', where, LIST, describe(node)));
    return [];
  }

  private entry(node: unknown): ForwardEntry[] {
    const where = this.place(node, FORWARDS);
    if (!isMap(node)) {
      this.report('wrong-type', where, FORWARD, describe(node));
      return [];
    }
    const pair = node.items.find(({ key }) => scalarText(key) === NAME);
    const name = pair && this.scalar(pair.value, this.place(pair.value ?? pair.key, NAME), A_NAME);
    return [{ where, ...(name && { name }), given: this.given(node, OF_FORWARD, [NAME]) }];
  }

  /** The options of a map. Keys in `others` are read elsewhere. */
  private given(map: YAMLMap, options: NamedOptions, others: readonly string[]): OptionText[] {
    const names = new Set<string>();
    return map.items.flatMap(({ key, value }) => {
      const name = scalarText(key);
      if (name !== undefined && names.size === names.add(name).size) this.givenTwice(key, name);
      if (name !== undefined && others.includes(name)) return [];
      const option = name === undefined ? undefined : options.get(name);
      if (option) return this.values(option, key, value);
      this.unknownKey(key, [...options.keys(), ...others]);
      return [];
    });
  }

  private givenTwice(key: unknown, name: string): void {
    const { en, de } = quoted(name);
    const message = {
      en: `${en} is there a second time; delete one of the two lines`,
      de: `${de} steht ein zweites Mal da; löschen Sie eine der beiden Zeilen`,
    };
    this.problems.push({ code: 'given-twice', where: this.file.position(key), message });
  }

  private values(option: Option, key: unknown, value: unknown): OptionText[] {
    // An empty list means "none" for options without default, and overrides the top level.
    if (isSeq(value) && value.items.length === 0 && option.repeatable && option.default === undefined)
      return [{ where: this.place(value, option.name), option }];
    const nodes = option.repeatable && isSeq(value) && value.items.length > 0 ? value.items : [value];
    return nodes.map((node) => {
      const expected = option.repeatable ? VALUES : ONE_VALUE;
      const where = this.place(node ?? key, option.name);
      return { where, option, ...this.scalar(node, where, expected) };
    });
  }

  private scalar(node: unknown, where: ValuePlace, expected: Translated<string>): ForwardEntry['name'] {
    const text = scalarText(node);
    if (text !== undefined) return { text, where };
    this.report(isNull(node) ? 'missing-value' : 'wrong-type', where, expected, describe(node));
    return undefined;
  }

  private unknownKey(key: unknown, known: readonly string[]): void {
    const name = scalarText(key);
    const where = this.file.position(key);
    if (name === undefined) this.report('wrong-type', where, AN_OPTION, describe(key));
    else this.problems.push({ code: 'unknown-key', where, message: unknownName(name, known) });
  }

  private place(node: unknown, key: string): FileLine {
    return { ...this.file.position(node), key };
  }

  private report(
    code: ProblemCode,
    where: ValuePlace,
    expected: Translated<string>,
    came: Translated<string>,
  ): void {
    this.problems.push(problem(code, where, expected, came));
  }
}

const LIST = {
  en: 'a list of forwards, each beginning with "- "',
  de: 'eine Liste von Weiterleitungen, von denen jede mit „- “ beginnt',
};
const FORWARD = {
  en: 'a forward with "listen" and "target"',
  de: 'eine Weiterleitung mit „listen“ und „target“',
};
const A_NAME = { en: 'a name', de: 'ein Name' };
const AN_OPTION = { en: 'the name of an option', de: 'der Name einer Option' };
const ONE_VALUE = { en: 'one value', de: 'ein einziger Wert' };
const VALUES = { en: 'one value or a list of values', de: 'ein Wert oder eine Liste von Werten' };

/** A name that is no option, or none at this place. */
function unknownName(name: string, known: readonly string[]): Translated<string> {
  const { en, de } = quoted(name);
  if (OPTIONS.some((option) => option.name === name))
    return {
      en: `${en} holds for all forwards; put it at the top level, without blanks in front of it`,
      de: `${de} gilt für alle Weiterleitungen; schreiben Sie es ohne Leerzeichen an den Anfang einer Zeile`,
    };
  const hint = suggestion(name, known);
  const list = known.includes(FORWARDS) ? '' : known.join(', ');
  return {
    en: `there is no option ${en}${hint.en || (list && `; there are ${list}`)}`,
    de: `eine Option ${de} gibt es nicht${hint.de || (list && `; es gibt ${list}`)}`,
  };
}
