// Reads options from a configuration file: the names of the options as keys, and `forwards:` for several targets.
import { isMap, isSeq, type YAMLMap } from 'yaml';
import { FORWARD_OPTIONS, OPTIONS, type Option } from './options.js';
import { suggestion } from './nearest.js';
import { problem, quote, type Problem, type ProblemCode } from './problem.js';
import type { OptionText } from './settings.js';
import { describe, isNull, parseYaml, scalarText, type YamlFile } from './yaml-document.js';

/** One entry of `forwards:` as texts. */
export interface ForwardEntry {
  readonly where: string;
  readonly name?: { readonly text: string; readonly where: string };
  readonly given: readonly OptionText[];
}

/** The content of a file as texts. `forwards` is undefined without that key. */
export interface FileContent {
  readonly given: readonly OptionText[];
  readonly forwards?: { readonly where: string; readonly entries: readonly ForwardEntry[] };
}

const NAME = 'name';
const FORWARDS = 'forwards';

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
    const given = this.given(root, OPTIONS, [FORWARDS]);
    if (forwards === undefined) return { given };
    const where = `${this.file.position(forwards.key)}: ${FORWARDS}`;
    return { given, forwards: { where, entries: this.entries(forwards.value, where) } };
  }

  private entries(node: unknown, where: string): ForwardEntry[] {
    if (isSeq(node) && node.items.length > 0) return node.items.flatMap((item) => this.entry(item));
    const empty = isSeq(node) || isNull(node);
    const expected = 'a list of forwards, each beginning with "- "';
    this.problems.push(problem(empty ? 'empty-forwards' : 'wrong-type', where, expected, describe(node)));
    return [];
  }

  private entry(node: unknown): ForwardEntry[] {
    const where = `${this.file.position(node)}: ${FORWARDS}`;
    if (!isMap(node)) {
      this.report('wrong-type', where, 'a forward with "listen" and "target"', describe(node));
      return [];
    }
    const pair = node.items.find(({ key }) => scalarText(key) === NAME);
    const name = pair && this.scalar(pair.value, this.place(pair.value ?? pair.key, NAME), 'a name');
    return [{ where, ...(name && { name }), given: this.given(node, FORWARD_OPTIONS, [NAME]) }];
  }

  /** The options of a map. Keys in `others` are read elsewhere. */
  private given(map: YAMLMap, options: readonly Option[], others: readonly string[]): OptionText[] {
    return map.items.flatMap(({ key, value }) => {
      const name = scalarText(key);
      if (name !== undefined && others.includes(name)) return [];
      const option = options.find((each) => each.name === name);
      if (option) return this.values(option, key, value);
      this.unknownKey(key, [...options.map((each) => each.name), ...others]);
      return [];
    });
  }

  private values(option: Option, key: unknown, value: unknown): OptionText[] {
    // An empty list means "none" for options without default, and overrides the top level.
    if (isSeq(value) && value.items.length === 0 && option.repeatable && option.default === undefined)
      return [{ where: this.place(value, option.name), option }];
    const nodes = option.repeatable && isSeq(value) && value.items.length > 0 ? value.items : [value];
    return nodes.map((node) => {
      const expected = option.repeatable ? 'one value or a list of values' : 'one value';
      const where = this.place(node ?? key, option.name);
      return { where, option, ...this.scalar(node, where, expected) };
    });
  }

  private scalar(node: unknown, where: string, expected: string): ForwardEntry['name'] {
    const text = scalarText(node);
    if (text !== undefined) return { text, where };
    this.report(isNull(node) ? 'missing-value' : 'wrong-type', where, expected, describe(node));
    return undefined;
  }

  private unknownKey(key: unknown, known: readonly string[]): void {
    const name = scalarText(key);
    const where = this.file.position(key);
    if (name === undefined) this.report('wrong-type', where, 'the name of an option', describe(key));
    else if (OPTIONS.some((option) => option.name === name)) {
      const expected = `"${name}" at the top level: it holds for all forwards`;
      this.report('unknown-key', where, expected, 'it inside a forward');
    } else {
      const expected = known.includes(FORWARDS) ? 'the name of an option' : `one of ${known.join(', ')}`;
      this.report('unknown-key', where, expected, `${quote(name)}${suggestion(name, known)}`);
    }
  }

  private place(node: unknown, name: string): string {
    return `${this.file.position(node)}: ${name}`;
  }

  private report(code: ProblemCode, where: string, expected: string, came: string): void {
    this.problems.push(problem(code, where, expected, came));
  }
}
