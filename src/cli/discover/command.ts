// The command `discover` as yargs takes it.
import { FILE } from '../../config/kinds.js';
import type { Command } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { INTERFACE_OPTION, LOOK_GROUP as GROUP } from '../link-options.js';

export const DISCOVER: Command = {
  command: 'discover',
  describe: { en: 'Find the gateway on the cable', de: 'Das Gateway am Kabel finden' },
  options: [
    INTERFACE_OPTION,
    {
      name: 'config',
      kind: FILE,
      group: GROUP,
      help: {
        en: 'Look first where the targets of this file are; /etc/smgw-proxy/config.yaml when left out',
        de: 'Zuerst bei den Zielen aus dieser Datei suchen; ohne Angabe /etc/smgw-proxy/config.yaml',
      },
    },
    {
      name: 'wide',
      group: GROUP,
      help: {
        en: 'As the last step, ask for all of 192.168.0.0/16 and 172.16.0.0/12 (about 13 minutes)',
        de: 'Zuletzt auch ganz 192.168.0.0/16 und 172.16.0.0/12 absuchen (etwa 13 Minuten)',
      },
    },
    {
      name: 'replug',
      group: GROUP,
      help: {
        en: 'Listen while the cable is unplugged and plugged in again, also without a terminal',
        de: 'Zuhören, während das Kabel gezogen und wieder gesteckt wird, auch ohne Terminal',
      },
    },
    { name: 'json', help: { en: 'Print one JSON document', de: 'Ein JSON-Dokument ausgeben' } },
    LANGUAGE_OPTION,
  ],
  examples: [
    [
      'sudo $0 discover',
      { en: 'On the wired interface that does not lead into the home network', de: 'Am Anschluss mit Kabel' },
    ],
    [
      'sudo $0 discover --interface eth1 --wide',
      { en: 'Another interface, and all usual networks', de: 'Ein anderer Anschluss, alle üblichen Netze' },
    ],
  ],
  epilogue: {
    en: 'It changes nothing on this machine, sends nothing into the home network, does not ping and does not log in. Without root it looks only where this machine has an address, and for smgw.local. Exit status: 0 found; 1 not found; 2 wrong options.',
    de: 'Es ändert nichts an diesem Rechner, sendet nichts ins Heimnetz, pingt nicht und meldet sich nirgends an. Ohne root sucht es nur, wo dieser Rechner eine Adresse hat, und nach smgw.local. Endet mit 0: gefunden; 1: nicht gefunden; 2: falsche Optionen.',
  },
  handler: async (given, machine) => (await import('./discover.js')).discover(given, machine),
};
