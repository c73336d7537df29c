// The text of the service's configuration: a new one, or an edited one with another target and other options.
import { isMap, isScalar, parseDocument } from 'yaml';
import type { Endpoint } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import type { MakerOptions } from '../gateway/makers.js';
import { HTTPS } from '../gateway/programs.js';
import { isAt, targetMaps, whole, withLines, withOption, yamlText, type OptionValue } from './config-edit.js';

/** The options that setup writes, beside ports and target. */
export const WRITTEN_OPTIONS = ['admin', 'allow', 'max-target-connections', 'mdns'] as const;
export type WrittenOption = (typeof WRITTEN_OPTIONS)[number];
export type WrittenOptions = Readonly<Partial<Record<WrittenOption, OptionValue>>>;

export interface NewConfig {
  readonly ports: readonly number[];
  readonly target: Endpoint;
  readonly options: WrittenOptions;
}

/** The text of a new file, in English like the options. */
export function newConfig({ ports, target, options }: NewConfig): string {
  const paragraphs = [
    '# Written by "sudo smgw-proxy setup". All options: man smgw-proxy. After a change: sudo systemctl reload smgw-proxy',
    `${LISTEN}${ports.includes(HTTPS) ? WHY_443 : ''}\nlisten: [${ports.join(', ')}]`,
    `# The gateway.\ntarget: ${yamlText(formatTarget(target))}`,
    ...Object.entries(options).map(([name, value]) => paragraph(name as WrittenOption, value)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

const LISTEN = '# Where clients connect: these ports of every address of this machine.';
const WHY_443 = " Home Assistant's own\n# integration knows no other port than 443.";

/** The reason that stands above an option. */
const WHY: Readonly<Record<WrittenOption, (value: OptionValue) => string>> = {
  admin: (value) =>
    /^127\.|^\[::1\]/.test(String(value))
      ? `What the service is doing, for this machine alone: http://${String(value)}/`
      : 'The status page, for the clients that may connect: in a browser, the address of this machine with this port.',
  allow: () => 'Only these clients may connect; without this line, all in the home network.',
  'max-target-connections': () =>
    'Clients take turns: gateways by PPC take one session at a time. It does no harm to others.',
  mdns: () => 'This machine answers to that name in the home: gateways by EMH ask for it.',
};

const paragraph = (name: WrittenOption, value: OptionValue): string =>
  `# ${WHY[name](value)}\n${name}: ${yamlText(value)}`;

/** The options that depend on the maker, as the file has them. */
export const writtenOptions = ({ maxTargetConnections: most, mdns }: MakerOptions): WrittenOptions => ({
  ...(most === undefined ? {} : { 'max-target-connections': String(most) }),
  ...(mdns === undefined ? {} : { mdns }),
});

/**
 * Adds the options that the text does not set, and keeps every byte before them. A text with several targets stays as
 * it is, because an option would hold for all of them.
 */
export function withOptions(text: string, options: WrittenOptions): string {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return text;
  const maps = targetMaps(root);
  if (maps.filter((map) => map.has('target')).length > 1) return text;
  const missing = Object.entries(options).filter(([name]) => !maps.some((map) => map.has(name)));
  const added = missing.map(([name, value]) => `\n${paragraph(name as WrittenOption, value)}\n`).join('');
  // An indented map, or one in braces, takes no further lines.
  return whole(withLines(text, added)) ?? text;
}

/**
 * Sets options and keeps every other byte.
 *
 * @param link the interface of the gateway, where others may have the same target
 * @returns undefined if the place for one of them cannot be found
 */
export function withSettings(
  text: string,
  settings: WrittenOptions,
  target: Endpoint,
  link?: string,
): string | undefined {
  return Object.entries(settings).reduce<string | undefined>((before, [name, value]) => {
    const lines = `\n${paragraph(name as WrittenOption, value)}\n`;
    return before === undefined ? undefined : withOption(before, name, value, { target, link, lines });
  }, text);
}

/**
 * Replaces the target and keeps every other byte.
 *
 * @returns undefined if the text has several targets, because setup cannot tell which one to change
 */
export function withTarget(text: string, target: Endpoint): string | undefined {
  const document = parseDocument(text);
  const value = yamlText(formatTarget(target));
  if (!isMap(document.contents)) return withLines(text, `target: ${value}\n`);
  const maps = targetMaps(document.contents);
  const nodes = maps.flatMap((map) => map.get('target', true) ?? []).filter(isScalar);
  if (nodes.some((node) => isAt(node.value, target))) return text;
  const [node, ...others] = nodes;
  if (others.length > 0 || maps.length > nodes.length + 1) return undefined;
  const [start, end] = node?.range ?? [];
  if (start !== undefined && end !== undefined) return text.slice(0, start) + value + text.slice(end);
  document.set('target', formatTarget(target));
  return String(document);
}
