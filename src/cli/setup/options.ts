// The options of `setup`: where the gateway is, and how much to ask.
import type { Endpoint } from '../../config/config.js';
import { isAddress } from '../../config/ip-literal.js';
import { TARGET, type Kind } from '../../config/kinds.js';
import { refused, type Problem } from '../../config/problem.js';
import type { Arguments, CommandOption } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { INTERFACE_OPTION, linkSettings, type LinkSettings } from '../link-options.js';
import { readOption } from '../read-option.js';

const GROUP = { en: 'Setting up:', de: 'Was eingerichtet wird, und wie:' };

/** Names are looked up anew at each connection; a network profile needs to know the address. */
const ADDRESS: Kind<Endpoint> = {
  placeholder: 'ADDRESS[:PORT]',
  parse(text) {
    const result = TARGET.parse(text);
    return result.ok && !isAddress(result.value.host)
      ? refused({
          en: 'an address, such as 10.11.120.2 or [fe80::1%eth0]',
          de: 'eine Adresse, wie 10.11.120.2 oder [fe80::1%eth0]',
        })
      : result;
  },
  format: TARGET.format,
};

const TARGET_OPTION = {
  name: 'target',
  kind: ADDRESS,
  group: GROUP,
  help: {
    en: "The gateway's address, if you know it; it is looked for when left out",
    de: 'Die Adresse des Gateways, wenn Sie sie kennen; ohne Angabe wird es gesucht',
  },
} as const satisfies CommandOption;

export const SETUP_OPTIONS: readonly CommandOption[] = [
  { ...INTERFACE_OPTION, group: GROUP },
  TARGET_OPTION,
  {
    name: 'dry-run',
    group: GROUP,
    help: {
      en: 'Show every command and every file, and change nothing',
      de: 'Jeden Befehl und jede Datei zeigen und nichts ändern',
    },
  },
  { name: 'yes', group: GROUP, help: { en: 'Do it without asking', de: 'Ohne Rückfrage ausführen' } },
  {
    name: 'undo',
    group: GROUP,
    help: {
      en: 'Take back everything that setup has changed',
      de: 'Alles zurücknehmen, was setup geändert hat',
    },
  },
  LANGUAGE_OPTION,
];

export interface SetupSettings extends LinkSettings {
  readonly target: Endpoint | undefined;
  readonly isDryRun: boolean;
  readonly isAgreed: boolean;
  readonly isUndo: boolean;
}

/** Reads all options; wrong ones are added to the problems. */
export function setupSettings(
  { flags, switches, language }: Pick<Arguments, 'flags' | 'switches' | 'language'>,
  problems: Problem[],
): SetupSettings {
  return {
    ...linkSettings({ flags, language }, problems),
    target: readOption(TARGET_OPTION, flags, problems),
    isDryRun: switches.has('dry-run'),
    isAgreed: switches.has('yes'),
    isUndo: switches.has('undo'),
  };
}
