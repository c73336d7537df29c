// Parses YAML into nodes with line and column; syntax mistakes become problems.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type DocumentOptions,
  type Node,
  type ParseOptions,
  type SchemaOptions,
  type YAMLMap,
} from 'yaml';
import type { Translated } from './language.js';
import type { FileLine } from './place.js';
import { bare, NOTHING, problem, quoted, type Problem } from './problem.js';
import { syntaxMistake } from './yaml-mistakes.js';

/** A parsed file. `root` is undefined for an empty file, and for one without a map, which is a problem. */
export interface YamlFile {
  readonly root?: YAMLMap;
  /** The line of a node. */
  readonly position: (node: unknown) => FileLine;
}

/**
 * Far deeper than any configuration. The parser is recursive, and V8 ends the process if the stack overflows while it
 * compiles a regular expression.
 */
const MAX_NESTING = 100;

const ONLY_TEXT = {
  // The types of values are those of the options.
  schema: 'failsafe',
  customTags: ['null'],
  strict: true,
  // The parser would look for a repeated key by comparing each with all others.
  uniqueKeys: false,
  prettyErrors: false,
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** Parses the text of the file named `path`. Never throws, and never expands an alias. */
export function parseYaml(path: string, text: string, problems: Problem[]): YamlFile {
  const lineCounter = new LineCounter();
  const name = bare(path);
  const lineAt = (offset: number): FileLine => ({ file: name, line: lineCounter.linePos(offset).line });
  const file: YamlFile = { position: (node) => lineAt((node as Partial<Node> | null)?.range?.[0] ?? 0) };
  if (nesting(text) > MAX_NESTING) {
    problems.push({ code: 'yaml-syntax', where: name, message: TOO_DEEP });
    return file;
  }
  const document = parseDocument(text, { ...ONLY_TEXT, lineCounter });
  // A syntax mistake causes further errors behind it; only the first one is surely real.
  const [mistake] = [...document.errors, ...document.warnings];
  if (mistake !== undefined) {
    const { line, col } = lineCounter.linePos(mistake.pos[0]);
    const { column, message } = syntaxMistake(mistake, {
      text: text.split('\n')[line - 1] ?? '',
      column: col,
    });
    problems.push({ code: 'yaml-syntax', where: { file: name, line, column }, message });
    return file;
  }
  const { contents } = document;
  if (contents === null || isNull(contents)) return file;
  if (isMap(contents)) return { ...file, root: contents };
  problems.push(problem('wrong-type', file.position(contents), LINES, describe(contents)));
  return file;
}

const TOO_DEEP = { en: 'something is nested too deeply', de: 'etwas ist zu tief verschachtelt' };
const LINES = {
  en: 'lines such as "target: 10.11.120.2:443"',
  de: 'Zeilen wie „target: 10.11.120.2:443“',
};

/** An upper bound of the nesting, of brackets and of indentation. */
function nesting(text: string): number {
  let [open, deepest] = [0, 0];
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open += '[{'.includes(bracket) ? 1 : -1;
    deepest = Math.max(deepest, open);
  }
  for (const [indent] of text.matchAll(/^[ \t?:-]+/gm)) deepest = Math.max(deepest, indent.length);
  return deepest;
}

/** The text of a key or value, also of numbers, `true` and `false`. */
export const scalarText = (node: unknown): string | undefined =>
  isScalar(node) && typeof node.value === 'string' ? node.value : undefined;

export const isNull = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null);

/** A node as text for a message, in German in the nominative. */
export function describe(node: unknown): Translated<string> {
  if (isNull(node)) return NOTHING;
  if (isMap(node)) return { en: 'a map (names with values)', de: 'eine Liste von Namen mit Werten' };
  if (isSeq(node) && node.items.length === 0) return { en: 'an empty list', de: 'eine leere Liste' };
  if (isSeq(node)) return LIST;
  if (isAlias(node)) return { en: 'an alias (*), which is not supported', de: 'ein Verweis (*)' };
  return quoted(scalarText(node) ?? '?');
}

const LIST = {
  en: 'a list (a value that begins with a bracket needs quotes)',
  de: 'eine Liste (ein Wert, der mit einer Klammer beginnt, braucht Anführungszeichen)',
};
