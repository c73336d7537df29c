// The command `setup` as yargs takes it.
import type { Command } from '../command.js';
import { PAGE_OPTION, SETUP_OPTIONS } from './options.js';

export const SETUP: Command = {
  command: 'setup',
  describe: {
    en: 'Set everything up: network profile, configuration, service',
    de: 'Alles einrichten: Netzwerkprofil, Konfiguration, Dienst',
  },
  options: SETUP_OPTIONS,
  examples: [
    ['sudo $0 setup', { en: 'Find the gateway, show, ask, do', de: 'Gateway suchen, zeigen, fragen, tun' }],
    ['sudo $0 setup --dry-run', { en: 'Show only', de: 'Nur zeigen' }],
    [
      'sudo $0 setup --yes --wait',
      { en: 'Set up as soon as the cable is plugged in', de: 'Einrichten, sobald das Kabel steckt' },
    ],
    [
      'sudo $0 setup --interface eth2',
      {
        en: 'Add the gateway on another interface',
        de: 'Ein Gateway an einem weiteren Anschluss dazunehmen',
      },
    ],
    ['sudo $0 setup --undo', { en: 'Take everything back', de: 'Alles zurücknehmen' }],
    ['sudo $0 setup --undo last', { en: 'Only the last change', de: 'Nur die letzte Änderung' }],
  ],
  epilogue: {
    en: 'It shows every command and every file before it asks. The home network and its interface are never touched. A setup that fails or is interrupted is taken back, at the next start at the latest. It may be run again at any time, and changes only what differs. With --wait it tells each change once, and ends when all is set up. The service smgw-proxy-setup does that after an installation from the SD card. Exit status: 0 done, or nothing to do; 1 not done, everything as before; 2 wrong options or configuration; 3 not agreed. Status 4: done, but the check at the end has found something.',
    de: 'Vor der Rückfrage steht jeder Befehl und jede Datei da. Das Heimnetz und sein Anschluss bleiben unberührt. Was scheitert oder abgebrochen wird, wird zurückgenommen, spätestens beim nächsten Aufruf. Es darf beliebig oft aufgerufen werden und ändert nur, was anders ist. Mit --wait sagt es jede Änderung einmal und endet, wenn alles eingerichtet ist; das macht nach einer Installation von der SD-Karte der Dienst smgw-proxy-setup. Endet mit 0: erledigt oder nichts zu tun; 1: nicht erledigt, alles wie vorher; 2: falsche Optionen oder Konfiguration; 3: nicht zugestimmt; 4: erledigt, aber die Prüfung am Ende hat etwas gefunden.',
  },
  handler: async (given, machine) =>
    given.flags.has(PAGE_OPTION.name)
      ? (await import('./wait/page.js')).servePage(given, machine)
      : (await import('./guard.js')).setup(given, machine),
};
