// The options that discover, check and setup share: on which interface, and in which language.
import type { Kind } from '../config/kinds.js';
import { parsed, refused, type Problem } from '../config/problem.js';
import type { Arguments, CommandOption } from './command.js';
import { alike, type Language } from '../config/language.js';
import { readOption } from './read-option.js';

const EXPECTED = {
  en: 'the name of an interface, such as eth0',
  de: 'der Name eines Anschlusses, wie eth0',
};

/** Linux takes everything else for the name of an interface, up to 15 bytes (IFNAMSIZ). */
const INTERFACE: Kind<string> = {
  placeholder: alike('NAME'),
  parse: (text) => (/^[^\s/]{1,15}$/.test(text) ? parsed(text) : refused(EXPECTED)),
  format: (value) => value,
};

/** The heading of `discover`; the others have their own. */
export const LOOK_GROUP = { en: 'Where to look:', de: 'Wo gesucht wird:' };

/** The interface on which the gateway is; `check` and `setup` have it as well. */
export const INTERFACE_OPTION = {
  name: 'interface',
  kind: INTERFACE,
  group: LOOK_GROUP,
  help: {
    en: 'The interface with the cable to the gateway; when left out, the wired one that does not lead into the home network',
    de: 'Der Anschluss mit dem Kabel zum Gateway; ohne Angabe der mit Kabel, der nicht ins Heimnetz führt',
  },
} as const satisfies CommandOption;

export interface LinkSettings {
  readonly interface: string | undefined;
  readonly language: Language;
}

/** Reads these options; wrong ones are added to the problems. */
export function linkSettings(
  { flags, language }: Pick<Arguments, 'flags' | 'language'>,
  problems: Problem[],
): LinkSettings {
  return { interface: readOption(INTERFACE_OPTION, flags, problems), language };
}
