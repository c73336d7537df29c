// The commands: which options each one takes, and what its help says.
import type { ListenAddress } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import { CONFIG_FILE_OPTION, OPTIONS, variableOf } from '../config/options.js';
import { CHECK_OPTIONS, CHECK_SWITCHES } from './check/options.js';
import type { Command, Switch } from './command.js';
import { DEMO_OPTIONS } from './demo/options.js';
import { DISCOVER_OPTIONS, DISCOVER_SWITCHES } from './discover/options.js';
import { OTHERS } from './language.js';
import { SETUP_OPTIONS, SETUP_SWITCHES } from './setup/options.js';

const HELP: Switch = {
  name: 'help',
  group: OTHERS,
  help: { en: 'Show this help; also -h', de: 'Diese Hilfe zeigen; auch -h' },
};
const VERSION: Switch = {
  name: 'version',
  group: OTHERS,
  help: { en: 'Show the version', de: 'Die Version zeigen' },
};
const CHECK: Switch = {
  name: 'check-config',
  group: CONFIG_FILE_OPTION.group,
  help: 'Print the effective configuration as YAML, or everything that is wrong with it; start nothing',
};

export const RUN: Command = {
  name: 'run',
  summary: 'Forward connections until stopped (the default command)',
  options: [...OPTIONS, CONFIG_FILE_OPTION],
  switches: [CHECK, HELP, VERSION],
  examples: [
    ['$0', 'Carry port 8080 to 10.11.120.2:443'],
    ['$0 --target 10.11.120.3 --listen 8443', 'Another gateway, another port'],
    ["$0 --listen wlan0:8080 --listen '[::1]:9090'", 'An interface, and an address'],
    ['$0 --config my.yaml --check-config', 'See what a file would do'],
  ],
  notes: `Every option except those without a value can also stand in the environment, such as ${variableOf('connect-timeout')}=3s, and in the file, such as "connect-timeout: 3s". A flag beats the environment, and the environment beats the file.`,
};

export const DEMO: Command = {
  name: 'demo',
  summary: 'The same in front of a simulated gateway: no hardware needed',
  // The target is the simulator; everything else about forwarding can be tried out.
  options: [...OPTIONS.filter(({ field }) => field !== 'target'), ...DEMO_OPTIONS],
  switches: [HELP, VERSION],
  examples: [
    ['$0 demo', 'Start it and print commands to try'],
    ['$0 demo --answer-delay 2s --log-level debug', 'A slow gateway, and a log of everything'],
  ],
  notes: `No file is read, and ${variableOf('target')} has no effect: the target is the simulated gateway.`,
};

/** Where a service answers whose own --admin is not known. */
export const DEFAULT_ADMIN: ListenAddress = { host: '127.0.0.1', port: 8081 };
const ASKING = 'Asking:';

export const STATUS: Command = {
  name: 'status',
  summary: 'Show what the running service is doing',
  options: [
    ...OPTIONS.filter(({ field }) => field === 'admin').map((option) => ({
      ...option,
      default: formatListen(DEFAULT_ADMIN),
      group: ASKING,
      help: 'Where the service answers: its own --admin',
    })),
    { ...CONFIG_FILE_OPTION, group: ASKING, help: 'The file of the service, to find that address in' },
  ],
  switches: [
    { name: 'json', group: 'Showing:', help: 'As JSON; with --watch a line for each look' },
    { name: 'watch', group: 'Showing:', help: 'Look again every 2 s, until Ctrl-C' },
    HELP,
    VERSION,
  ],
  examples: [
    ['$0 status', 'Is the gateway reachable, who reads it, and how often?'],
    ['$0 status --watch --config my.yaml', 'Keep looking at the service of that file'],
    ['$0 status --json | jq .totals', 'For programs'],
  ],
  notes: `Exit status: 0 the service is ready; 1 no service answers; 2 wrong options; 3 the service answers and is not ready: a gateway is unreachable, a port is not open, or it is stopping. With --watch: as it was last. ${variableOf('admin')} and ${variableOf('config')} count as well.`,
};

export const DISCOVER: Command = {
  name: 'discover',
  summary: { en: 'Find the gateway on the cable', de: 'Das Gateway am Kabel finden' },
  options: DISCOVER_OPTIONS,
  switches: [...DISCOVER_SWITCHES, HELP, VERSION],
  examples: [
    [
      'sudo $0 discover',
      { en: 'On the wired interface that is not the way into the home', de: 'Am Anschluss mit Kabel' },
    ],
    [
      'sudo $0 discover --interface eth1 --wide',
      { en: 'Another interface, and all usual networks', de: 'Ein anderer Anschluss, alle üblichen Netze' },
    ],
  ],
  notes: {
    en: 'It changes nothing on this machine, sends nothing into the home network, does not ping and does not log in. Without root it looks only where this machine has an address, and for smgw.local. Exit status: 0 found; 1 not found; 2 wrong options.',
    de: 'Es ändert nichts an diesem Rechner, sendet nichts ins Heimnetz, pingt nicht und meldet sich nirgends an. Ohne root sucht es nur, wo dieser Rechner eine Adresse hat, und nach smgw.local. Endet mit 0: gefunden; 1: nicht gefunden; 2: falsche Optionen.',
  },
};

export const CHECKING: Command = {
  name: 'check',
  summary: {
    en: 'Test the way from the cable to the home, and say what to do',
    de: 'Den Weg vom Kabel bis ins Heimnetz prüfen und sagen, was zu tun ist',
  },
  options: CHECK_OPTIONS,
  switches: [...CHECK_SWITCHES, HELP, VERSION],
  examples: [
    ['sudo $0 check', { en: 'Everything', de: 'Alles' }],
    [
      '$0 check --target 10.11.120.3',
      { en: 'As if that were the gateway; without root', de: 'Als wäre das das Gateway; ohne root' },
    ],
    ['$0 check --json | jq .steps', { en: 'For programs', de: 'Für andere Programme' }],
  ],
  notes: {
    en: 'The gateway sees two TLS handshakes, one directly and one through the service, and nothing else: check does not ping, does not log in, and changes nothing but what it remembers of the certificate. Exit status: 0 nothing is wrong, though there may be warnings; 1 it could not check; 2 wrong options or configuration; 10 cable or interface, 11 addresses or routes, 12 the gateway does not answer, 13 TLS or certificate, 14 the service or its ports, 15 towards the home: the first that is wrong.',
    de: 'Das Gateway sieht zwei TLS-Handshakes, einen unmittelbar und einen durch den Dienst, und sonst nichts: kein Ping, keine Anmeldung. Verändert wird nur, was vom Zertifikat gemerkt wird. Exit-Status: 0 kein Fehler, vielleicht Warnungen; 1 ließ sich nicht prüfen; 2 falsche Optionen oder Konfiguration; 10 Kabel oder Anschluss, 11 Adressen oder Wege, 12 das Gateway antwortet nicht, 13 TLS oder Zertifikat, 14 der Dienst oder seine Ports, 15 zum Heimnetz hin: der erste Fehler zählt.',
  },
};

export const SETUP: Command = {
  name: 'setup',
  summary: {
    en: 'Set everything up: network profile, configuration, service',
    de: 'Alles einrichten: Netzwerkprofil, Konfiguration, Dienst',
  },
  options: SETUP_OPTIONS,
  switches: [...SETUP_SWITCHES, HELP, VERSION],
  examples: [
    ['sudo $0 setup', { en: 'Find the gateway, show, ask, do', de: 'Gateway suchen, zeigen, fragen, tun' }],
    ['sudo $0 setup --dry-run', { en: 'Show only', de: 'Nur zeigen' }],
    ['sudo $0 setup --undo', { en: 'Take everything back', de: 'Alles zurücknehmen' }],
  ],
  notes: {
    en: 'It shows every command and every file before it asks. The home network and its interface are never touched. What fails or is interrupted is taken back, at the next start at the latest. It may be run again at any time, and changes only what differs. Exit status: 0 done, or nothing to do; 1 not done, everything as before; 2 wrong options or configuration; 3 not agreed; 4 done, but the check at the end has found something.',
    de: 'Vor der Rückfrage steht jeder Befehl und jede Datei da. Das Heimnetz und sein Anschluss bleiben unberührt. Was scheitert oder abgebrochen wird, wird zurückgenommen, spätestens beim nächsten Aufruf. Es darf beliebig oft aufgerufen werden und ändert nur, was anders ist. Endet mit 0: erledigt oder nichts zu tun; 1: nicht erledigt, alles wie vorher; 2: falsche Optionen oder Konfiguration; 3: nicht zugestimmt; 4: erledigt, aber die Prüfung am Ende hat etwas gefunden.',
  },
};

export const COMMANDS: readonly Command[] = [RUN, DEMO, STATUS, DISCOVER, CHECKING, SETUP];
