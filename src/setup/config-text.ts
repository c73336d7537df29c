// The text of the service's configuration: a new one, or an edited one with another target and other options.
import { isMap, isScalar, parseDocument } from 'yaml';
import type { Endpoint } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import type { Language, Translated } from '../config/language.js';
import type { MakerOptions } from '../gateway/makers.js';
import { HTTPS } from '../gateway/programs.js';
import { isAt, targetMaps, whole, withLines, withOption, yamlText } from './config-edit.js';
import type { OptionValue, WrittenOption, WrittenOptions } from './written-options.js';

export interface NewConfig {
  readonly ports: readonly number[];
  readonly target: Endpoint;
  readonly options: WrittenOptions;
}

/** The text of a new file, with comments in a language. */
export function newConfig({ ports, target, options }: NewConfig, language: Language): string {
  const { head, listen, why443, gateway } = COMMENTS[language];
  const paragraphs = [
    `# ${head}`,
    `# ${listen}${ports.includes(HTTPS) ? `\n# ${why443}` : ''}\nlisten: [${ports.join(', ')}]`,
    `# ${gateway}\ntarget: ${yamlText(formatTarget(target))}`,
    ...Object.entries(options).map(([name, value]) => paragraph(name as WrittenOption, value, language)),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

interface Comments {
  readonly head: string;
  readonly listen: string;
  readonly why443: string;
  readonly gateway: string;
  /** The comment above each option. */
  readonly above: Readonly<Record<WrittenOption, string>>;
  /** Above a status page that other machines do not see. */
  readonly pageHere: (address: string) => string;
}

const COMMENTS: Translated<Comments> = {
  en: {
    head: 'Written by "sudo smgw-proxy setup". All options: man smgw-proxy. After a change: sudo systemctl reload smgw-proxy',
    listen: 'Where clients connect: these ports of every address of this machine.',
    why443: "Home Assistant's own integration knows no other port than 443.",
    gateway: 'The gateway.',
    above: {
      admin:
        'The status page, for the clients that may connect: in a browser, the address of this machine with this port.',
      allow:
        'Only these clients may connect, this machine among them; without this line, all in the home network.',
      'max-target-connections':
        'Clients take turns: gateways by PPC take one session at a time. It does no harm to others.',
      mdns: 'This machine answers to that name in the home: gateways by EMH ask for it.',
      language: 'de or en: the language of all that this machine says to people, except the log.',
    },
    pageHere: (address) => `The status page, for this machine alone: http://${address}/`,
  },
  de: {
    head: 'Geschrieben von „sudo smgw-proxy setup“. Alle Optionen: man smgw-proxy. Nach einer Änderung: sudo systemctl reload smgw-proxy',
    listen: 'Wo sich Programme verbinden: diese Ports jeder Adresse dieses Rechners.',
    why443: 'Die eingebaute Integration von Home Assistant kennt nur den Port 443.',
    gateway: 'Das Gateway.',
    above: {
      admin:
        'Die Statusseite, für alle, die sich verbinden dürfen: im Browser die Adresse dieses Rechners mit diesem Port.',
      allow:
        'Nur diese Geräte dürfen sich verbinden, darunter dieser Rechner; ohne diese Zeile alle im Heimnetz.',
      'max-target-connections':
        'Programme kommen nacheinander dran: Gateways von PPC können nur eine Sitzung. Anderen schadet es nicht.',
      mdns: 'Auf diesen Namen antwortet der Rechner im Heimnetz: Gateways von EMH wollen so angesprochen werden.',
      language:
        'de oder en: die Sprache von allem, was dieser Rechner zu Menschen sagt, außer dem Protokoll.',
    },
    pageHere: (address) => `Was der Dienst tut, nur für diesen Rechner: http://${address}/`,
  },
};

function paragraph(name: WrittenOption, value: OptionValue, language: Language): string {
  const { above, pageHere } = COMMENTS[language];
  const isHere = name === 'admin' && /^127\.|^\[::1\]/.test(String(value));
  return `# ${isHere ? pageHere(String(value)) : above[name]}\n${name}: ${yamlText(value)}`;
}

/** The language of a setup holds for its machine from then on. A file that is there needs no line for English. */
export const keptLanguage = (language: Language, isNew: boolean): WrittenOptions =>
  isNew || language === 'de' ? { language } : {};

/** The options that depend on the maker, as the file has them. */
export const writtenOptions = ({ maxTargetConnections: most, mdns }: MakerOptions): WrittenOptions => ({
  ...(most === undefined ? {} : { 'max-target-connections': String(most) }),
  ...(mdns === undefined ? {} : { mdns }),
});

/**
 * Adds the options that the text does not set, and keeps every byte before them. With several targets it is the language
 * alone, because another option would hold for all of them.
 */
export function withOptions(text: string, options: WrittenOptions, language: Language): string {
  const root = parseDocument(text).contents;
  if (!isMap(root)) return text;
  const maps = targetMaps(root);
  const hasSeveral = maps.filter((map) => map.has('target')).length > 1;
  const missing = Object.entries(options).filter(
    ([name]) => !maps.some((map) => map.has(name)) && (!hasSeveral || name === 'language'),
  );
  const added = missing
    .map(([name, value]) => `\n${paragraph(name as WrittenOption, value, language)}\n`)
    .join('');
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
  language: Language,
  link?: string,
): string | undefined {
  return Object.entries(settings).reduce<string | undefined>((before, [name, value]) => {
    const lines = `\n${paragraph(name as WrittenOption, value, language)}\n`;
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
