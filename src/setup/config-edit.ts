// Changes single options in the text of a configuration, and keeps every other byte of it.
import { Document, isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Endpoint } from '../config/config.js';
import { parseTarget, targetKey } from '../config/endpoint.js';
import { FORWARD_OPTIONS } from '../config/options.js';
import type { OptionValue } from './written-options.js';

/** A value as YAML on one line, in quotes where it needs them. */
export function yamlText(value: OptionValue): string {
  const document = new Document(/^\d+$/.test(String(value)) ? Number(value) : value);
  if (isSeq(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false }).trimEnd();
}

/** Replaces the text between two offsets. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Adds lines behind the text; an empty `lines` adds nothing. */
export const withLines = (text: string, lines: string): string =>
  lines === '' ? text : `${text.replace(/(?<!\n)$/, '\n')}${lines}`;

/**
 * Sets an option. With `forwards:`, an option of a forward is set in each entry with the target.
 *
 * @param lines that set it, for the end of a text that does not yet
 * @returns undefined if the place for it cannot be found
 */
export function withOption(
  text: string,
  name: string,
  value: OptionValue,
  {
    target,
    link,
    lines,
  }: { readonly target: Endpoint; readonly link?: string | undefined; readonly lines: string },
): string | undefined {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return whole(withLines(text, lines));
  const maps = mapsWith(root, name, target, link);
  const [only] = maps;
  if (only === root && pairOf(root, name) === undefined) {
    const longer = whole(withLines(text, lines));
    // An indented map, or one in braces, takes no further lines.
    if (longer !== undefined) return longer;
  }
  const edits = maps.flatMap((map) => edit(text, map, name, value));
  return edits.length === 0 ? undefined : whole(applied(text, edits));
}

/** The maps that can hold a target: the top level, and each entry of `forwards:`. */
export function targetMaps(root: YAMLMap): YAMLMap[] {
  const forwards = root.get('forwards', true);
  return isSeq(forwards) ? [root, ...forwards.items.filter(isMap)] : [root];
}

function mapsWith(root: YAMLMap, name: string, target: Endpoint, link: string | undefined): YAMLMap[] {
  const [, ...entries] = targetMaps(root);
  const isForEach = FORWARD_OPTIONS.some((option) => option.name === name);
  if (!isForEach || entries.length === 0) return [root];
  const isOther = (entry: YAMLMap): boolean => link !== undefined && (entry.get('source') ?? link) !== link;
  return entries.filter((entry) => isAt(entry.get('target'), target) && !isOther(entry));
}

/** Whether a value of the file is that target. */
export function isAt(value: unknown, target: Endpoint): boolean {
  const parsed = parseTarget(String(value));
  return parsed.ok && targetKey(parsed.value) === targetKey(target);
}

const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
  map.items.find(({ key }) => isScalar(key) && key.value === name);

function edit(text: string, map: YAMLMap, name: string, value: OptionValue): Edit[] {
  const pair = pairOf(map, name);
  if (pair !== undefined) return replacing(text, pair, value);
  const line = `${name}: ${yamlText(value)}`;
  const end = endOf(map.items.at(-1)?.value);
  if (map.flow === true) return [{ from: end, to: end, text: `, ${line}` }];
  const column = columnOf(text, startOf(map.items[0]?.key));
  const lineEnd = text.indexOf('\n', end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  return [{ from: at, to: at, text: `\n${' '.repeat(column)}${line}` }];
}

function replacing(text: string, { key, value: node }: Pair, value: OptionValue): Edit[] {
  const [from, to] = [startOf(node), endOf(node)];
  // An empty value: behind the colon.
  const colon = text.indexOf(':', endOf(key)) + 1;
  if (from >= to) return [{ from: colon, to: colon, text: ` ${yamlText(value)}` }];
  if (!isSeq(node) || node.flow === true || node.items.length === 0)
    return [{ from, to, text: yamlText(value) }];
  const values = Array.isArray(value) ? (value as readonly string[]) : [value as string];
  return node.items.flatMap((item, i) => listEdit(text, item, values.slice(i, isLast(node.items, i))));
}

/** The last line of a list takes the rest of the values. */
const isLast = (items: readonly unknown[], i: number): number | undefined =>
  i === items.length - 1 ? undefined : i + 1;

/** Changes one line of a list, which keeps its comment: to no value, to one, or to one with further lines behind it. */
function listEdit(text: string, item: unknown, [first, ...others]: readonly OptionValue[]): Edit[] {
  const [from, to] = [startOf(item), endOf(item)];
  const dash = text.lastIndexOf('-', from - 1);
  if (first === undefined) {
    const [lineStart, lineEnd] = [text.lastIndexOf('\n', dash) + 1, text.indexOf('\n', to)];
    const next = lineEnd < 0 ? text.length : lineEnd + 1;
    const isAlone = (text.slice(lineStart, dash) + text.slice(to, next)).trim() === '';
    return [isAlone ? { from: lineStart, to: next, text: '' } : { from: dash, to, text: '' }];
  }
  const lineEnd = text.indexOf('\n', to);
  const at = lineEnd < 0 ? text.length : lineEnd;
  const indent = ' '.repeat(columnOf(text, dash));
  const more = others.map((each) => `\n${indent}- ${yamlText(each)}`).join('');
  return [
    { from, to, text: yamlText(first) },
    { from: at, to: at, text: more },
  ];
}

const startOf = (node: unknown): number => (node as Partial<Node> | null | undefined)?.range?.[0] ?? 0;

/** The end of the value itself, without blanks and comments behind it. */
function endOf(node: unknown): number {
  if (isSeq(node) && node.flow !== true && node.items.length > 0) return endOf(node.items.at(-1));
  return (node as Partial<Node> | null | undefined)?.range?.[1] ?? 0;
}

const columnOf = (text: string, offset: number): number => offset - text.lastIndexOf('\n', offset - 1) - 1;

const applied = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((whole, each) => whole.slice(0, each.from) + each.text + whole.slice(each.to), text);

/** The text, if it is still YAML. */
export const whole = (text: string): string | undefined =>
  parseDocument(text).errors.length === 0 ? text : undefined;
