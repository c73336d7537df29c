// The options of `check`: what to test, and how to tell it.
import { CONFIG_FILE_OPTION, OPTIONS, type FieldName } from '../../config/options.js';
import type { CommandOption, Switch } from '../command.js';
import { LANGUAGE_OPTION, OTHERS } from '../language.js';
import { INTERFACE_OPTION } from '../link-options.js';

const GROUP = { en: 'What to check:', de: 'Was geprüft wird:' };

const HELP: Readonly<Partial<Record<FieldName, CommandOption['help']>>> = {
  target: {
    en: 'The gateway, in place of the configured one',
    de: 'Das Gateway, anstelle des konfigurierten',
  },
  listen: {
    en: 'Where clients connect, in place of what is configured. May be repeated',
    de: 'Wo sich Programme verbinden, anstelle des Konfigurierten. Mehrmals möglich',
  },
  admin: {
    en: 'Where the service answers, in place of what is configured',
    de: 'Wo der Dienst Auskunft gibt, anstelle des Konfigurierten',
  },
};

// Without the defaults: those of the configuration hold.
const CONFIGURED = OPTIONS.flatMap(({ field, name, kind, repeatable }): CommandOption[] => {
  const help = HELP[field];
  return help === undefined ? [] : [{ name, kind, repeatable, group: GROUP, help }];
});

export const CHECK_OPTIONS: readonly CommandOption[] = [
  {
    ...CONFIG_FILE_OPTION,
    group: GROUP,
    help: {
      en: 'The configuration of the service; /etc/smgw-proxy/config.yaml when left out, if it is there',
      de: 'Die Konfiguration des Dienstes; ohne Angabe /etc/smgw-proxy/config.yaml, wenn es sie gibt',
    },
  },
  ...CONFIGURED,
  { ...INTERFACE_OPTION, group: GROUP },
  LANGUAGE_OPTION,
];

export const CHECK_SWITCHES: readonly Switch[] = [
  {
    name: 'accept-certificate',
    group: GROUP,
    help: {
      en: 'Take the certificate that the gateway shows for the right one from now on',
      de: 'Das Zertifikat, das das Gateway zeigt, von nun an für das richtige halten',
    },
  },
  { name: 'json', group: OTHERS, help: { en: 'Print one JSON document', de: 'Ein JSON-Dokument ausgeben' } },
];
