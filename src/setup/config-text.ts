// The text of the service's configuration: a new one, or an edited one with another target.
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Endpoint } from '../config/config.js';
import { formatTarget, parseTarget, targetKey } from '../config/endpoint.js';

export interface NewConfig {
  readonly ports: readonly number[];
  readonly target: Endpoint;
  /** The port of the status page, on 127.0.0.1; undefined for no page. */
  readonly adminPort?: number;
  readonly mdns?: string;
}

/** The text of a new file, in English like the options. */
export function newConfig({ ports, target, adminPort, mdns }: NewConfig): string {
  const paragraphs = [
    '# Written by "sudo smgw-proxy setup". All options: man smgw-proxy. After a change: sudo systemctl reload smgw-proxy',
    `# Where clients connect: these ports of every address of this machine.\nlisten: [${ports.join(', ')}]`,
    `# The gateway.\ntarget: ${quoted(formatTarget(target))}`,
  ];
  if (adminPort !== undefined) {
    const admin = `127.0.0.1:${adminPort}`;
    paragraphs.push(`# What the service is doing, for this machine alone: http://${admin}/\nadmin: ${admin}`);
  }
  if (mdns !== undefined)
    paragraphs.push(
      `# This machine answers to that name in the home: gateways by EMH ask for it.\nmdns: ${mdns}`,
    );
  return `${paragraphs.join('\n\n')}\n`;
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
