// The options of `discover`: where to look, how far, and how to tell it.
import type { Kind } from '../config/kinds.js';
import { parsed, refused, type Problem } from '../config/problem.js';
import { reportRepeated, type Flags } from '../config/load.js';
import { readValue } from '../config/settings.js';
import type { Environment } from '../config/environment.js';
import type { CommandOption, Switch } from './commands.js';
import { LANGUAGE_OPTION, systemLanguage, type Language } from './language.js';

/** Linux takes everything else for the name of an interface, up to 15 bytes (IFNAMSIZ). */
const INTERFACE: Kind<string> = {
  placeholder: 'NAME',
  parse: (text) =>
    /^[^\s/]{1,15}$/.test(text) ? parsed(text) : refused('the name of an interface, such as eth0'),
  format: (value) => value,
};

const GROUP = 'Where to look:';

/** The interface on which the gateway is; `check` and `setup` have it as well. */
export const INTERFACE_OPTION = {
  name: 'interface',
  kind: INTERFACE,
  repeatable: false,
  group: GROUP,
  help: 'The interface with the cable to the gateway; the wired one that is not the way into the home when left out',
} as const satisfies CommandOption;

const CONFIG_OPTION = {
  name: 'config',
  kind: { placeholder: 'FILE' },
  repeatable: false,
  group: GROUP,
  help: 'Look first where the targets of this file are; /etc/smgw-proxy/config.yaml when left out',
} as const satisfies CommandOption;

export const DISCOVER_OPTIONS: readonly CommandOption[] = [INTERFACE_OPTION, CONFIG_OPTION, LANGUAGE_OPTION];

export const DISCOVER_SWITCHES: readonly Switch[] = [
  {
    name: 'wide',
    group: GROUP,
    help: 'At last ask for all of 192.168.0.0/16 and 172.16.0.0/12 (about 13 minutes)',
  },
  {
    name: 'replug',
    group: GROUP,
    help: 'Listen while somebody unplugs the cable and plugs it in again, also without a terminal',
  },
  { name: 'json', group: 'Others:', help: 'Print one JSON document' },
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
  const language = read(LANGUAGE_OPTION, flags, problems) ?? systemLanguage(environment);
  return { interface: read(INTERFACE_OPTION, flags, problems), language };
}

function read<T>(
  { name, kind }: { readonly name: string; readonly kind: Kind<T> },
  flags: Flags,
  problems: Problem[],
): T | undefined {
  const where = `--${name}`;
  const texts = flags.get(name) ?? [];
  reportRepeated(texts, where, problems);
  return texts[0] === undefined ? undefined : readValue(kind, texts[0], where, problems);
}
