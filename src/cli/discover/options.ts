// The options of `discover`: where to look, how far, and how to tell it.
import type { CommandOption, Switch } from '../command.js';
import { LANGUAGE_OPTION, OTHERS } from '../language.js';
import { INTERFACE_OPTION, LOOK_GROUP as GROUP } from '../link-options.js';

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
