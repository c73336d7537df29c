// The options of `setup`: where the gateway is, the settings to write, and how much to ask.
import type { Endpoint } from '../../config/config.js';
import { isAddress } from '../../config/ip-literal.js';
import { LISTEN, oneOf, TARGET, type Kind } from '../../config/kinds.js';
import { reportRepeated, type Flags } from '../../config/load.js';
import { OPTIONS } from '../../config/options.js';
import { problem, refused, type Problem } from '../../config/problem.js';
import { readValue } from '../../config/settings.js';
import { SETTING_NAMES, type SettingName, type WrittenOptions } from '../../setup/written-options.js';
import type { Translated } from '../../config/language.js';
import type { Arguments, CommandOption } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { INTERFACE_OPTION, linkSettings, type LinkSettings } from '../link-options.js';
import { readOption } from '../read-option.js';

const GROUP = { en: 'Setting up:', de: 'Was eingerichtet wird, und wie:' };

/** Names are looked up anew at each connection; a network profile needs to know the address. */
const ADDRESS: Kind<Endpoint> = {
  placeholder: { en: 'ADDRESS[:PORT]', de: 'ADRESSE[:PORT]' },
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

const WAIT_OPTION = {
  name: 'wait',
  group: GROUP,
  help: {
    en: 'With --yes: wait for network, cable and gateway as long as it takes',
    de: 'Mit --yes: auf Netz, Kabel und Gateway warten, solange es dauert',
  },
} as const satisfies CommandOption;

const EXTENT = oneOf(['all', 'last']);
/** Without a value it is all. */
const UNDO: typeof EXTENT = { ...EXTENT, parse: (text) => EXTENT.parse(text === '' ? 'all' : text) };

const UNDO_OPTION = {
  name: 'undo',
  kind: UNDO,
  group: GROUP,
  help: {
    en: 'Take back everything that setup has changed, or with "last" only the last change; with --interface only the gateway there',
    de: 'Alles zurücknehmen, was setup geändert hat, oder mit „last“ nur die letzte Änderung; mit --interface nur das Gateway dort',
  },
} as const satisfies CommandOption;

/** For the unit smgw-proxy-setup-page.service. */
export const PAGE_OPTION = {
  name: 'page',
  kind: LISTEN,
  group: GROUP,
  help: {
    en: 'Only show on a web page, and without root, how a setup with --wait stands',
    de: 'Nur auf einer Webseite zeigen, ohne root, wie es um ein setup mit --wait steht',
  },
} as const satisfies CommandOption;

const SETTINGS_GROUP = {
  en: 'Settings, as of "smgw-proxy run"; alone, they change the present configuration:',
  de: 'Einstellungen, wie bei „smgw-proxy run“; allein ändern sie die vorhandene Konfiguration:',
};

const SETTINGS_HELP: Readonly<Record<SettingName, Translated<string>>> = {
  admin: {
    en: 'Where the status page is: wlan0:8081 in the home, 127.0.0.1:8081 for this machine alone',
    de: 'Wo die Statusseite steht: wlan0:8081 im Heimnetz, 127.0.0.1:8081 nur für diesen Rechner',
  },
  allow: {
    en: 'Clients that may connect: private for all in the home network, or addresses such as 192.168.0.12. May be repeated',
    de: 'Wer sich verbinden darf: private für alle im Heimnetz, oder Adressen wie 192.168.0.12. Mehrfach möglich',
  },
  'max-target-connections': {
    en: 'Most connections to the gateway at once; 1 for gateways by PPC, 0 for no limit',
    de: 'Höchstens so viele Verbindungen zum Gateway zugleich; 1 bei Gateways von PPC, 0 ohne Grenze',
  },
  mdns: {
    en: 'The name of the gateway in the home: smgw.local, which gateways by EMH need',
    de: 'Der Name des Gateways im Heimnetz: smgw.local, den Gateways von EMH brauchen',
  },
};

/** The rows of `run` with these names: one parser for both commands. */
const SETTINGS = SETTING_NAMES.flatMap((name) => {
  const row = OPTIONS.find((option) => option.name === name);
  return row === undefined ? [] : [{ name, kind: row.kind, repeatable: row.repeatable }];
});

export const SETUP_OPTIONS: readonly CommandOption[] = [
  { ...INTERFACE_OPTION, group: GROUP },
  TARGET_OPTION,
  ...SETTINGS.map(({ name, kind }) => ({ name, kind, group: SETTINGS_GROUP, help: SETTINGS_HELP[name] })),
  {
    name: 'dry-run',
    group: GROUP,
    help: {
      en: 'Show every command and every file, and change nothing',
      de: 'Jeden Befehl und jede Datei zeigen und nichts ändern',
    },
  },
  WAIT_OPTION,
  { name: 'yes', group: GROUP, help: { en: 'Do it without asking', de: 'Ohne Rückfrage ausführen' } },
  UNDO_OPTION,
  PAGE_OPTION,
  LANGUAGE_OPTION,
];

export interface SetupSettings extends LinkSettings {
  readonly target: Endpoint | undefined;
  /** To be written to the configuration; only those that were given. */
  readonly options: WrittenOptions;
  readonly isDryRun: boolean;
  readonly isAgreed: boolean;
  readonly undo: 'all' | 'last' | undefined;
}

/** Reads all options; wrong ones are added to the problems. */
export function setupSettings(
  { flags, switches, language }: Pick<Arguments, 'flags' | 'switches' | 'language'>,
  problems: Problem[],
): SetupSettings {
  const isWaiting = switches.has(WAIT_OPTION.name);
  const others = ['dry-run', 'undo'].filter((name) => switches.has(name) || flags.has(name));
  if (isWaiting && (others.length > 0 || !switches.has('yes'))) problems.push(notToWait(others));
  return {
    ...linkSettings({ flags, language }, problems),
    target: readOption(TARGET_OPTION, flags, problems),
    options: {
      ...givenOptions(flags, problems),
      ...(flags.has(LANGUAGE_OPTION.name) ? { language } : {}),
    },
    isDryRun: switches.has('dry-run'),
    isAgreed: switches.has('yes'),
    undo: readOption(UNDO_OPTION, flags, problems),
  };
}

/** A wait may take hours: a question would go unanswered. */
const notToWait = (others: readonly string[]): Problem =>
  problem(
    'conflict',
    `--${WAIT_OPTION.name}`,
    {
      en: 'it with --yes, and without --dry-run and --undo',
      de: 'es zusammen mit --yes und ohne --dry-run und --undo',
    },
    others.length === 0
      ? { en: 'no --yes', de: 'kein --yes' }
      : {
          en: others.map((each) => `--${each}`).join(' and '),
          de: others.map((each) => `--${each}`).join(' und '),
        },
  );

function givenOptions(flags: Flags, problems: Problem[]): WrittenOptions {
  const given = SETTINGS.filter(({ name }) => flags.has(name)).map(({ name, kind, repeatable }) => {
    const where = `--${name}`;
    const texts = flags.get(name) ?? [];
    if (!repeatable) reportRepeated(texts, where, problems);
    const values = texts.map((text) => readValue(kind, text, where, problems));
    const formatted = values.filter((value) => value !== undefined).map((value) => kind.format(value));
    return [name, formatted.length === 1 ? (formatted[0] ?? '') : formatted] as const;
  });
  return Object.fromEntries(given);
}
