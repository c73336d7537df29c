// The command `run` as yargs takes it.
import { CONFIG_FILE_OPTION, OPTIONS, variableOf } from '../../config/options.js';
import type { Command } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';

export const RUN: Command = {
  // Not `run` with `$0` as an alias: whenever a named command starts, yargs lays out its help, which costs 8 MB without the bundle.
  command: '$0 [run]',
  describe: { en: 'Forward connections until stopped', de: 'Verbindungen weiterleiten, bis es beendet wird' },
  options: [
    ...OPTIONS,
    CONFIG_FILE_OPTION,
    {
      name: 'check-config',
      group: CONFIG_FILE_OPTION.group,
      help: {
        en: 'Print the effective configuration as YAML, or everything that is wrong with it; start nothing',
        de: 'Die geltende Konfiguration als YAML ausgeben, oder alles, was an ihr falsch ist; nichts starten',
      },
    },
    LANGUAGE_OPTION,
  ],
  examples: [
    ['$0', { en: 'Carry port 8080 to 10.11.120.2:443', de: 'Port 8080 führt zu 10.11.120.2:443' }],
    [
      '$0 --target 10.11.120.3 --listen 8443',
      { en: 'Another gateway, another port', de: 'Ein anderes Gateway, ein anderer Port' },
    ],
    [
      "$0 --listen wlan0:8080 --listen '[::1]:9090'",
      { en: 'An interface, and an address', de: 'Ein Anschluss und eine Adresse' },
    ],
    [
      '$0 --config my.yaml --check-config',
      { en: 'See what a file would do', de: 'Sehen, was eine Datei bewirken würde' },
    ],
  ],
  epilogue: {
    en: `Every option except those without a value can also stand in the environment, such as ${variableOf('connect-timeout')}=3s, and in the file, such as "connect-timeout: 3s". A flag beats the environment, and the environment beats the file.`,
    de: `Jede Option mit einem Wert kann auch in der Umgebung stehen, wie ${variableOf('connect-timeout')}=3s, und in der Datei, wie „connect-timeout: 3s“. Die Option gilt vor der Umgebung, die Umgebung vor der Datei.`,
  },
  handler: async (given, machine) => (await import('./run.js')).run(given, machine),
};
