// The text of the service's configuration: a new one, or an edited one with another target.
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Endpoint } from '../config/config.js';
import { formatTarget, parseTarget, targetKey } from '../config/endpoint.js';
import type { MakerOptions } from '../gateway/makers.js';
import { HTTPS } from '../gateway/programs.js';

export interface NewConfig extends MakerOptions {
  readonly ports: readonly number[];
  readonly target: Endpoint;
  /** The port of the status page; undefined for no page. */
  readonly adminPort?: number;
  /** The interface on which the home sees the page; undefined for this machine alone. */
  readonly adminInterface?: string;
}

/** The text of a new file, in English like the options. */
export function newConfig({ ports, target, adminPort, adminInterface, ...options }: NewConfig): string {
  const paragraphs = [
    '# Written by "sudo smgw-proxy setup". All options: man smgw-proxy. After a change: sudo systemctl reload smgw-proxy',
    `${LISTEN}${ports.includes(HTTPS) ? WHY_443 : ''}\nlisten: [${ports.join(', ')}]`,
    `# The gateway.\ntarget: ${quoted(formatTarget(target))}`,
  ];
  if (adminPort !== undefined) {
    const [host, readers] =
      adminInterface === undefined ? ['127.0.0.1', 'this machine alone'] : [adminInterface, 'the home'];
    paragraphs.push(
      `# What the service is doing, for ${readers}: http://${adminInterface === undefined ? host : 'THIS-MACHINE'}:${adminPort}/\nadmin: ${host}:${adminPort}`,
    );
  }
  paragraphs.push(...settings(options).map(({ why, line }) => `# ${why}\n${line}`));
  return `${paragraphs.join('\n\n')}\n`;
}

const LISTEN = '# Where clients connect: these ports of every address of this machine.';
const WHY_443 = " Home Assistant's own\n# integration knows no other port than 443.";

/** The options that depend on the maker, each with the reason that stands above it. */
function settings({ maxTargetConnections: most, mdns }: MakerOptions) {
  const turns = {
    key: 'max-target-connections',
    why: 'Clients take turns: gateways by PPC take one session at a time. It does no harm to others.',
    line: `max-target-connections: ${most ?? 0}`,
  };
  const name = {
    key: 'mdns',
    why: 'This machine answers to that name in the home: gateways by EMH ask for it.',
    line: `mdns: ${mdns ?? ''}`,
  };
  return [...(most === undefined ? [] : [turns]), ...(mdns === undefined ? [] : [name])];
}

/**
 * Adds the options that the text does not set, and keeps every byte before them. A text with several targets stays as
 * it is, because an option would hold for all of them.
 */
export function withOptions(text: string, options: MakerOptions): string {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return text;
  const maps = targetMaps(root);
  if (maps.filter((map) => map.has('target')).length > 1) return text;
  const missing = settings(options).filter(({ key }) => !maps.some((map) => map.has(key)));
  const added = missing.map(({ why, line }) => `\n# ${why}\n${line}\n`).join('');
  const whole = added === '' ? text : `${text.replace(/(?<!\n)$/, '\n')}${added}`;
  // An indented map, or one in braces, takes no further lines.
  return parseDocument(whole).errors.length === 0 ? whole : text;
}

/** Quotes a text that begins with a bracket, which YAML reads as a list. */
const quoted = (text: string): string => (text.startsWith('[') ? `'${text}'` : text);

/**
 * Replaces the target and keeps every other byte.
 *
 * @returns undefined if the text has several targets, because setup cannot tell which one to change
 */
export function withTarget(text: string, target: Endpoint): string | undefined {
  const document = parseDocument(text);
  if (!isMap(document.contents))
    return `${text.replace(/(?<!\n)$/, '\n')}target: ${quoted(formatTarget(target))}\n`;
  const maps = targetMaps(document.contents);
  const nodes = maps.flatMap((map) => map.get('target', true) ?? []).filter(isScalar);
  if (nodes.some((node) => isAt(String(node.value), target))) return text;
  const [node, ...others] = nodes;
  if (others.length > 0 || maps.length > nodes.length + 1) return undefined;
  const [start, end] = node?.range ?? [];
  if (start !== undefined && end !== undefined)
    return text.slice(0, start) + quoted(formatTarget(target)) + text.slice(end);
  document.set('target', formatTarget(target));
  return String(document);
}

function isAt(text: string, target: Endpoint): boolean {
  const parsed = parseTarget(text);
  return parsed.ok && targetKey(parsed.value) === targetKey(target);
}

/** The maps that can hold a target: the top level, and each entry of `forwards:`. */
function targetMaps(root: YAMLMap): YAMLMap[] {
  const forwards = root.get('forwards', true);
  return isSeq(forwards) ? [root, ...forwards.items.filter(isMap)] : [root];
}
