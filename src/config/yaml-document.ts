// Parses YAML into nodes with line and column; syntax mistakes become problems.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLMap } from 'yaml';
import { bare, problem, quote, type Problem } from './problem.js';

/** A parsed file. `root` is undefined for an empty file, and for one without a map, which is a problem. */
export interface YamlFile {
  readonly root?: YAMLMap;
  /** `file:line:column` of a node. */
  readonly position: (node: unknown) => string;
}

/**
 * Far deeper than any configuration. The parser is recursive, and V8 ends the process if the stack overflows while it
 * compiles a regular expression.
 */
const MAX_NESTING = 100;

/** Parses the text of the file named `path`. Never throws, and never expands an alias. */
export function parseYaml(path: string, text: string, problems: Problem[]): YamlFile {
  const lineCounter = new LineCounter();
  const position = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${bare(path)}:${line}:${col}`;
  };
  const file: YamlFile = { position: (node) => position((node as Partial<Node> | null)?.range?.[0] ?? 0) };
  if (nesting(text) > MAX_NESTING) {
    problems.push(problem('yaml-syntax', bare(path), 'YAML', 'something nested too deeply'));
    return file;
  }
  const document = parseDocument(text, { strict: true, uniqueKeys: true, lineCounter, prettyErrors: false });
  const mistakes = [...document.errors, ...document.warnings];
  const fatal = mistakes.find(({ code }) => code !== 'DUPLICATE_KEY');
  // A syntax mistake causes further errors behind it; only the first one is surely real.
  for (const { code, pos, message } of fatal ? [fatal] : mistakes) {
    problems.push(mistake(code, message, position(pos[0]), keyAt(text, pos[0])));
  }
  const { contents } = document;
  if (fatal || contents === null || isNull(contents)) return file;
  if (isMap(contents)) return { ...file, root: contents };
  const expected = 'lines such as "target: 10.11.120.2:443"';
  problems.push(problem('wrong-type', file.position(contents), expected, describe(contents)));
  return file;
}

/** An upper bound of the nesting, of brackets and of indentation. */
function nesting(text: string): number {
  let [open, deepest] = [0, 0];
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open += '[{'.includes(bracket) ? 1 : -1;
    deepest = Math.max(deepest, open);
  }
  const indents = text.match(/^[ \t?:-]+/gm) ?? [];
  return Math.max(deepest, ...indents.map((indent) => indent.length));
}

/** The name in front of the colon. */
const keyAt = (text: string, at: number): string => /[^:\n]*/.exec(text.slice(at))?.[0].trim() ?? '';

function mistake(code: string, message: string, where: string, key: string): Problem {
  if (code === 'DUPLICATE_KEY')
    return problem(
      'given-twice',
      where,
      'each name once',
      `${quote(key)} again; delete one of the two lines`,
    );
  if (code === 'MULTIPLE_DOCS')
    return problem('yaml-syntax', where, 'one document', 'a second one behind ---');
  // [fe80::1%eth0]:443 without quotes is a usual mistake: YAML reads the bracket as a list.
  const bracket = /flow|unexpected scalar/i.test(message);
  const hint = bracket ? ' (a value with brackets, such as "[::1]:8080", needs quotes)' : '';
  return problem('yaml-syntax', where, 'YAML', `a mistake: ${message}${hint}`);
}

/** The text of a key or value as written in the file, also for numbers. */
export function scalarText(node: unknown): string | undefined {
  if (!isScalar(node) || !['string', 'number', 'bigint'].includes(typeof node.value)) return undefined;
  return typeof node.value === 'string' ? node.value : node.source;
}

export const isNull = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null);

/** A node as text for the end of a message. */
export function describe(node: unknown): string {
  if (isNull(node)) return 'nothing';
  if (isMap(node)) return 'a map (names with values)';
  if (isSeq(node) && node.items.length === 0) return 'an empty list';
  if (isSeq(node)) return 'a list (a value that begins with a bracket needs quotes)';
  if (isAlias(node)) return 'an alias (*), which is not supported';
  return isScalar(node) ? quote(scalarText(node) ?? String(node.value)) : 'something else';
}
