// The command `check` as yargs takes it.
import { FILE } from '../../config/kinds.js';
import { CONFIG_FILE_OPTION, OPTIONS, type FieldName } from '../../config/options.js';
import type { Command, CommandOption } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { INTERFACE_OPTION } from '../link-options.js';

const GROUP = { en: 'Checking:', de: 'Was geprüft wird:' };

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
const CONFIGURED = OPTIONS.flatMap(({ field, name, kind }): CommandOption[] => {
  const help = HELP[field];
  return help === undefined ? [] : [{ name, kind, group: GROUP, help }];
});

export const CHECK: Command = {
  command: 'check',
  describe: {
    en: 'Test the way from the cable to the home, and say what to do',
    de: 'Den Weg vom Kabel bis ins Heimnetz prüfen und sagen, was zu tun ist',
  },
  options: [
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
    {
      name: 'accept-certificate',
      group: GROUP,
      help: {
        en: 'Take the certificate that the gateway shows for the right one from now on',
        de: 'Das Zertifikat, das das Gateway zeigt, von nun an für das richtige halten',
      },
    },
    {
      name: 'textfile',
      kind: FILE,
      group: GROUP,
      help: {
        en: 'Also write the results to this file, as metrics for Prometheus',
        de: 'Die Ergebnisse auch in diese Datei schreiben, als Metriken für Prometheus',
      },
    },
    { name: 'json', help: { en: 'Print one JSON document', de: 'Ein JSON-Dokument ausgeben' } },
    LANGUAGE_OPTION,
  ],
  examples: [
    ['sudo $0 check', { en: 'Everything', de: 'Alles' }],
    [
      '$0 check --target 10.11.120.3',
      { en: 'As if that were the gateway; without root', de: 'Als wäre das das Gateway; ohne root' },
    ],
    ['$0 check --json | jq .steps', { en: 'For programs', de: 'Für andere Programme' }],
  ],
  epilogue: {
    en: 'The gateway sees two TLS handshakes, one directly and one through the service, and nothing else. Check does not ping, does not log in, and changes nothing but its memory of the certificate. Exit status: 0 nothing is wrong, though there may be warnings; 1 it could not check; 2 wrong options or configuration. Otherwise the first failure: 10 cable or interface, 11 address or route, 12 gateway silent, 13 TLS, 14 service or port, 15 home network.',
    de: 'Das Gateway sieht zwei TLS-Handshakes, einen unmittelbar und einen durch den Dienst, und sonst nichts: kein Ping, keine Anmeldung. Verändert wird nur, was vom Zertifikat gemerkt wird. Exit-Status: 0 kein Fehler, vielleicht Warnungen; 1 ließ sich nicht prüfen; 2 falsche Optionen oder Konfiguration; 10 Kabel oder Anschluss, 11 Adressen oder Wege, 12 das Gateway antwortet nicht, 13 TLS oder Zertifikat, 14 der Dienst oder seine Ports, 15 zum Heimnetz hin: der erste Fehler zählt.',
  },
  handler: async (given, machine) => (await import('./check.js')).check(given, machine),
};
