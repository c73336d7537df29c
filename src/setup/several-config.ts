// The text of a configuration with one more gateway, or one less, each on its own interface. Keeps comments.
import { isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Endpoint } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import { isLinkLocal } from '../config/ip-literal.js';
import type { Language } from '../config/language.js';
import { isAt, whole, withLines, yamlText } from './config-edit.js';

/** A gateway to add. */
export interface AddedGateway {
  /** Its interface, which is also the name of its forward and its source. */
  readonly link: string;
  readonly target: Endpoint;
  readonly port: number;
  /** The interface of the first gateway, which names a forward that has no entry in a list yet. */
  readonly first: string;
  /** Whether the first gateway is told apart by its interface from now on. */
  readonly isFirstBound: boolean;
  /** Of the comments. */
  readonly language: Language;
}

/** The options of a plain file that concern its gateway alone; all others also hold for further ones. */
const OF_ONE = new Set(['listen', 'target', 'source', 'target-tls', 'target-fingerprint']);

/** @returns undefined if the text has no place for it */
export function withGateway(text: string, added: AddedGateway): string | undefined {
  const listed = asList(text, added);
  const entries = listed === undefined ? undefined : entriesOf(listed);
  if (listed === undefined || entries === undefined) return undefined;
  if (entries.some((entry) => isOf(entry, added.link))) return listed === text ? text : whole(listed);
  const bound = added.isFirstBound ? withSource(listed, entries, added) : listed;
  // Options of the whole file may stand behind the list.
  const at = lineEnd(bound, endOf(entriesOf(bound)?.at(-1)));
  const above = withLines(bound.slice(0, at), linesOf(added, columnOfDash(bound)));
  return whole(`${above}${bound.slice(at)}`);
}

/** @returns the same text where no entry is of that link, or only one is left */
export function withoutGateway(text: string, link: string): string {
  const entries = entriesOf(text);
  const index = entries?.findIndex((entry) => isOf(entry, link)) ?? -1;
  const entry = entries?.[index];
  if (entries === undefined || entry === undefined || entries.length < 2) return text;
  const next = entries[index + 1];
  const from = lineStart(text, startOf(entry));
  const to = next === undefined ? lineEnd(text, endOf(entry)) : lineStart(text, startOf(next));
  return whole(text.slice(0, from) + text.slice(to)) ?? text;
}

/** The entries of a list that is written in lines. */
function entriesOf(text: string): readonly YAMLMap[] | undefined {
  const root = parseDocument(text).contents;
  const list = isMap(root) ? root.get('forwards', true) : undefined;
  if (!isSeq(list) || list.flow === true) return undefined;
  const entries = list.items.filter((entry): entry is YAMLMap => isMap(entry) && entry.flow !== true);
  return entries.length < list.items.length ? undefined : entries;
}

function isOf(entry: YAMLMap, link: string): boolean {
  const target = entry.get('target');
  return entry.get('source') === link || (typeof target === 'string' && target.includes(`%${link}]`));
}

/** Moves a plain file's gateway into a list at the end, each line with the comments above it. */
function asList(text: string, { first, language }: AddedGateway): string | undefined {
  const root = parseDocument(text).contents;
  if (!isMap(root) || root.flow === true) return undefined;
  if (root.has('forwards')) return text;
  const moved = root.items.filter(({ key }) => isScalar(key) && OF_ONE.has(String(key.value)));
  const parts = moved.map((pair) => partOf(text, pair));
  const rest = parts.toReversed().reduce((left, { from, to }) => left.slice(0, from) + left.slice(to), text);
  const lines = parts.flatMap(({ from, to }) => text.slice(from, to).trimEnd().split('\n'));
  const entry = [`  - name: ${yamlText(first)}`, ...lines.map((line) => (line === '' ? '' : `    ${line}`))];
  const head = rest.replaceAll(/\n{3,}/g, '\n\n').trim();
  return whole(`${head === '' ? '' : `${head}\n\n`}${LIST[language]}\nforwards:\n${entry.join('\n')}\n`);
}

const LIST: Readonly<Record<Language, string>> = {
  en: '# The gateways: each on its own interface, and with ports of its own.',
  de: '# Die Gateways: jedes an seinem eigenen Anschluss und mit eigenen Ports.',
};

function partOf(text: string, { key, value }: Pair): { readonly from: number; readonly to: number } {
  let from = lineStart(text, startOf(key));
  for (;;) {
    const above = lineStart(text, from - 1);
    if (from === 0 || !text.slice(above, from).startsWith('#')) break;
    from = above;
  }
  return { from, to: lineEnd(text, Math.max(endOf(value), endOf(key))) };
}

/** Gives the entries with the same target, and no source, the first interface as their source. */
function withSource(text: string, entries: readonly YAMLMap[], { target, first }: AddedGateway): string {
  const unbound = entries.filter((entry) => isAt(entry.get('target'), target) && !entry.has('source'));
  return unbound.toReversed().reduce((before, entry) => {
    const pair = entry.items.find(({ key }) => isScalar(key) && key.value === 'target');
    const at = lineEnd(before, endOf(pair?.value));
    const column = startOf(entry.items[0]?.key) - lineStart(before, startOf(entry.items[0]?.key));
    const line = `${' '.repeat(column)}source: ${yamlText(first)}\n`;
    return `${before.slice(0, at).replace(/(?<!\n)$/, '\n')}${line}${before.slice(at)}`;
  }, text);
}

function linesOf({ link, target, port }: AddedGateway, column: number): string {
  const [dash, indent] = [' '.repeat(column), ' '.repeat(column + 2)];
  const source = isLinkLocal(target.host) ? [] : [`${indent}source: ${yamlText(link)}`];
  const lines = [
    `${dash}- name: ${yamlText(link)}`,
    `${indent}listen: ${port}`,
    `${indent}target: ${yamlText(formatTarget(target))}`,
    ...source,
  ];
  return `${lines.join('\n')}\n`;
}

function columnOfDash(text: string): number {
  const [entry] = entriesOf(text) ?? [];
  const dash = text.lastIndexOf('-', startOf(entry) - 1);
  return dash - lineStart(text, dash);
}

const rangeOf = (node: unknown): Node['range'] => (node as Partial<Node> | null | undefined)?.range;
const startOf = (node: unknown): number => rangeOf(node)?.[0] ?? 0;
const endOf = (node: unknown): number => {
  if (isMap(node) && node.flow !== true) return endOf(node.items.at(-1)?.value);
  if (isSeq(node) && node.flow !== true) return endOf(node.items.at(-1));
  return rangeOf(node)?.[1] ?? 0;
};
const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
};
