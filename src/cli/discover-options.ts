// The options of `discover`: where to look, how far, and how to tell it.
import type { Kind } from '../config/kinds.js';
import { parsed, refused, type Problem } from '../config/problem.js';
import { reportRepeated, type Flags } from '../config/load.js';
import { readValue } from '../config/settings.js';
import type { Environment } from '../config/environment.js';
import type { CommandOption, Switch } from './command.js';
import { LANGUAGE_OPTION, languageOf, OTHERS } from './language.js';
import type { Language } from './command.js';

/** Linux takes everything else for the name of an interface, up to 15 bytes (IFNAMSIZ). */
const INTERFACE: Kind<string> = {
  placeholder: 'NAME',
  parse: (text) =>
    /^[^\s/]{1,15}$/.test(text) ? parsed(text) : refused('the name of an interface, such as eth0'),
  format: (value) => value,
};

const GROUP = { en: 'Where to look:', de: 'Wo gesucht wird:' };

/** The interface on which the gateway is; `check` and `setup` have it as well. */
export const INTERFACE_OPTION = {
  name: 'interface',
  kind: INTERFACE,
  repeatable: false,
  group: GROUP,
  help: {
    en: 'The interface with the cable to the gateway; the wired one that is not the way into the home when left out',
    de: 'Der Anschluss mit dem Kabel zum Gateway; ohne Angabe der mit Kabel, der nicht ins Heimnetz führt',
  },
} as const satisfies CommandOption;

const CONFIG_OPTION = {
  name: 'config',
  kind: { placeholder: 'FILE' },
  repeatable: false,
  group: GROUP,
  help: {
    en: 'Look first where the targets of this file are; /etc/smgw-proxy/config.yaml when left out',
    de: 'Zuerst bei den Zielen aus dieser Datei suchen; ohne Angabe /etc/smgw-proxy/config.yaml',
  },
} as const satisfies CommandOption;

export const DISCOVER_OPTIONS: readonly CommandOption[] = [INTERFACE_OPTION, CONFIG_OPTION, LANGUAGE_OPTION];

export const DISCOVER_SWITCHES: readonly Switch[] = [
  {
    name: 'wide',
    group: GROUP,
    help: {
      en: 'At last ask for all of 192.168.0.0/16 and 172.16.0.0/12 (about 13 minutes)',
      de: 'Zuletzt auch ganz 192.168.0.0/16 und 172.16.0.0/12 absuchen (etwa 13 Minuten)',
    },
  },
  {
    name: 'replug',
    group: GROUP,
    help: {
      en: 'Listen while somebody unplugs the cable and plugs it in again, also without a terminal',
      de: 'Zuhören, während jemand das Kabel zieht und wieder steckt, auch ohne Terminal',
    },
  },
  { name: 'json', group: OTHERS, help: { en: 'Print one JSON document', de: 'Ein JSON-Dokument ausgeben' } },
];

export interface DiscoverSettings {
  readonly interface: string | undefined;
  readonly language: Language;
}

/** What was given; what is wrong with it is among the problems. */
export function discoverSettings(
  flags: Flags,
  environment: Environment,
  problems: Problem[],
): DiscoverSettings {
  readOption(LANGUAGE_OPTION, flags, problems);
  return {
    interface: readOption(INTERFACE_OPTION, flags, problems),
    language: languageOf(flags, environment),
  };
}

/** The one value of an option, if it was given and is right. */
export function readOption<T>(
  { name, kind }: { readonly name: string; readonly kind: Kind<T> },
  flags: Flags,
  problems: Problem[],
): T | undefined {
  const where = `--${name}`;
  const texts = flags.get(name) ?? [];
  reportRepeated(texts, where, problems);
  return texts[0] === undefined ? undefined : readValue(kind, texts[0], where, problems);
}
