// The command `status` as yargs takes it.
import { formatListen } from '../../config/listen-address.js';
import { CONFIG_FILE_OPTION, OPTIONS, variableOf } from '../../config/options.js';
import type { Command } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { DEFAULT_ADMIN } from '../service-file.js';

const ASKING = { en: 'Asking:', de: 'Wo gefragt wird:' };
const SHOWING = { en: 'Showing:', de: 'Was gezeigt wird:' };

export const STATUS: Command = {
  command: 'status',
  describe: { en: 'Show what the running service is doing', de: 'Zeigen, was der Dienst gerade tut' },
  options: [
    ...OPTIONS.filter(({ field }) => field === 'admin').map((option) => ({
      ...option,
      default: formatListen(DEFAULT_ADMIN),
      group: ASKING,
      help: {
        en: 'Where the service answers (its own --admin)',
        de: 'Wo der Dienst antwortet (sein eigenes --admin)',
      },
    })),
    {
      ...CONFIG_FILE_OPTION,
      group: ASKING,
      help: {
        en: 'The file of the service, to find that address in; /etc/smgw-proxy/config.yaml when left out',
        de: 'Die Datei des Dienstes, in der diese Adresse steht; ohne Angabe /etc/smgw-proxy/config.yaml',
      },
    },
    {
      name: 'all',
      group: SHOWING,
      help: {
        en: 'Each of more than 10 forwards; when left out, healthy ones are only counted',
        de: 'Jede von mehr als 10 Weiterleitungen; ohne Angabe werden die fehlerfreien nur gezählt',
      },
    },
    {
      name: 'json',
      group: SHOWING,
      help: {
        en: 'As JSON; with --watch a line for each look',
        de: 'Als JSON; mit --watch jedes Mal eine Zeile',
      },
    },
    {
      name: 'watch',
      group: SHOWING,
      help: { en: 'Look again every 2 s, until Ctrl-C', de: 'Alle 2 s wieder nachsehen, bis Strg-C' },
    },
    LANGUAGE_OPTION,
  ],
  examples: [
    [
      '$0 status',
      {
        en: 'Is the meter being read, by which device, how often?',
        de: 'Wird der Zähler gelesen, von welchem Gerät, wie oft?',
      },
    ],
    [
      '$0 status --watch --config my.yaml',
      {
        en: 'Keep looking at the service of that file',
        de: 'Den Dienst dieser Datei im Blick behalten',
      },
    ],
    ['$0 status --json | jq .totals', { en: 'For programs', de: 'Für andere Programme' }],
  ],
  epilogue: {
    en: `Exit status: 0 the service is ready; 1 no service answers; 2 wrong options; 3 the service is not ready. Then a gateway is unreachable, a port is not open, or it is stopping. With --watch: as it was last. ${variableOf('admin')} and ${variableOf('config')} count as well.`,
    de: `Endet mit 0: der Dienst ist bereit; 1: kein Dienst antwortet; 2: falsche Optionen; 3: der Dienst antwortet und ist nicht bereit, denn ein Gateway ist nicht erreichbar, ein Port nicht offen, oder er wird gerade beendet. Mit --watch: wie es zuletzt war. ${variableOf('admin')} und ${variableOf('config')} gelten auch.`,
  },
  handler: async (given, machine) => (await import('./status.js')).status(given, machine),
};
