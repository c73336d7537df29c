// The English texts of `setup`.
import type { Maker } from '../../gateway/maker.js';
import type { Action } from '../../setup/action.js';

/** The facts for the words at the end. */
export interface Reached {
  /** Of this machine in the home. */
  readonly address: string;
  readonly urls: readonly string[];
  readonly names: readonly string[];
  /** The first URL, and the one on port 443 if there is one. */
  readonly url: string;
  readonly has443: boolean;
  readonly maker: Maker | undefined;
  /** The name this machine answers for, beside its own. */
  readonly mdns: string | undefined;
}

const list = (ports: readonly number[]): string => ports.join(' and ');

export const en = {
  needsRoot: [
    'Setup needs root: it changes the network of this machine, writes to /etc and starts a service.',
    '→ Run it as root: sudo smgw-proxy setup',
  ],
  opening: (isAgreed: boolean) => [
    'Setup now searches for the gateway on the cable and prepares everything. This usually takes less than a minute.',
    ...(isAgreed ? [] : ['Nothing changes for good before you agree.']),
    '',
  ],
  names: {
    manager: 'NetworkManager',
    service: 'Service',
    interfaces: 'Interfaces',
    ports: 'Ports',
    earlier: 'Earlier attempt',
  },
  managerRuns: (version: string) => `runs (${version})`,
  managerMissing: [
    'is not running; setup needs it to configure the network',
    'Raspberry Pi OS includes it. Switch it on: sudo systemctl enable --now NetworkManager',
    'Without it, assign an address by hand and write /etc/smgw-proxy/config.yaml. See: man smgw-proxy',
  ],
  unmanaged: (link: string) => [
    `does not manage ${link}, which is configured elsewhere`,
    `Remove ${link} from /etc/network/interfaces, then restart this machine: sudo reboot`,
  ],
  serviceInstalled: 'the package is installed',
  serviceMissing: [
    'is not installed: setup needs systemd and the Debian package of smgw-proxy',
    'Install it: sudo apt install ./smgw-proxy_*.deb',
  ],
  links: (link: string, home: string, address: string) =>
    `${link} leads to the gateway, ${home} (${address}) to the home network`,
  noHome: [
    'no other interface has an address in the home network',
    'First connect this machine to the home network by Wi-Fi: sudo nmtui',
  ],
  loggedInOver: (link: string) => [
    `You are logged in over ${link}, and setup would cut that connection.`,
    '→ Log in at the Wi-Fi address of this machine, then plug the cable into the gateway.',
  ],
  portsFree: (ports: readonly number[]) => `${list(ports)} are free`,
  portsTaken: (port: number, by: string | undefined, ports: readonly number[]) =>
    `port ${port} is in use by ${by ?? 'another program'}; instead: ${list(ports)}`,
  noPorts: ['8080, 443 and 8443 are all in use by other programs'],
  configKept: 'as in /etc/smgw-proxy/config.yaml',
  addressKept: (address: string) => `${address}, as before`,
  undoingEarlier: 'was interrupted, and is undone first',
  undoingEarlierDry: 'was interrupted; without --dry-run it would be undone first',
  looking: 'This machine takes the address for a moment, to look at the certificate',
  mute: (address: string) => [
    `${address} answers, but not like a gateway. Nothing was changed.`,
    `→ If it is the gateway all the same: sudo smgw-proxy setup --target ${address}`,
  ],
  homeNetwork: [
    'The cable leads into a home network, not to the gateway (see above). Nothing was changed.',
    '→ If the gateway is there all the same, name its address: sudo smgw-proxy setup --target 10.11.120.2',
  ],
  runsAlready: (pid: number) => `Another setup is running (process ${pid}). Wait until it is done.`,
  hanLink: 'the HAN interface',
  severalTargets: (target: string) => [
    '/etc/smgw-proxy/config.yaml has several targets; setup cannot tell which one to change.',
    `→ Make ${target} one of them: sudo nano /etc/smgw-proxy/config.yaml`,
    '→ Then set up again: sudo smgw-proxy setup',
  ],
  planHead: 'This will be changed, and nothing else:',
  undoHead: 'This will be undone, the last first:',
  actions: {
    profile: (link: string) => `network profile smgw-han for ${link}`,
    connect: (link: string) => `connect ${link} with it`,
    arp: () => 'do not answer in the home network for the address on the cable',
    config: () => 'configuration of the service',
    sandbox: () => 'let the service talk to this public address',
    enable: () => 'start the service with this machine',
    start: () => 'start the service, and wait until it is ready',
    restart: () => 'restart the service, and wait until it is ready',
    look: (link: string) => `an address on ${link} for a moment`,
  },
  /** The subject of an undone action, and its state. */
  undone: (link: string): Readonly<Record<Action['kind'], readonly [string, string]>> => ({
    profile: ['network profile smgw-han', 'as before'],
    connect: [link, 'as before'],
    arp: ['ARP', 'as before'],
    config: ['configuration of the service', 'as before'],
    sandbox: ['access to the public address', 'as before'],
    enable: ['start with this machine', 'as before'],
    start: ['service', 'stopped'],
    restart: ['service', 'restarted'],
    look: [link, 'without the address again'],
  }),
  file: (path: string) => `file ${path}:`,
  back: (command: string) => `(undo: ${command})`,
  fileAsBefore: 'as before',
  undoHint: 'You can undo everything at any time: sudo smgw-proxy setup --undo',
  dryRun: 'Nothing was changed: these are only the planned steps.',
  question: 'Do this now? Answer y or n: ',
  yes: /^\s*(?:y|yes)\s*$/i,
  declined: 'Nothing was changed.',
  done: 'done',
  kept: (file: string) => `Later changes by hand are kept in ${file}.`,
  nothingToDo: 'Everything is set up already; there is nothing to do.',
  nothingToUndo: 'There is nothing to undo.',
  pleaseWait: 'Interrupted. All changes are being undone. Please wait.',
  failedCommand: (command: string, status: number) => `${command}   ended with ${status}`,
  failedFile: (path: string, code: string) => `${path} could not be written (${code})`,
  failedJournal: (code: string) =>
    `the SD card cannot be written: it is ${{ ENOSPC: 'full', EROFS: 'read-only' }[code] ?? 'read-only or full'} (${code})`,
  journalUnreadable: (path: string) =>
    `${path} cannot be read. It says what setup has changed. To go on without it: sudo mv ${path} ${path}.old`,
  unsafe: {
    link: (path: string) => [
      `${path} is a symbolic link, and setup writes through none.`,
      `→ Put the file itself there: sudo cp --remove-destination "$(realpath ${path})" ${path}`,
    ],
    folder: (path: string) => [
      `Other users can change ${path}, so that setup does not write there as root.`,
      `→ Give it to root: sudo chown root:root ${path} && sudo chmod go-w ${path}`,
    ],
  },
  rolledBack: ['Not set up. Everything is as it was before.'],
  allUndone: 'Everything is undone.',
  leftovers: ['Some changes could not be undone (see above).', '→ Try again: sudo smgw-proxy setup --undo'],
  notActive: ['was started, but is not running', 'Read its log: sudo journalctl -u smgw-proxy -n 50'],
  notWorkingYet: 'Everything is set up, but it does not work yet:',
  end,
};

function end({ address, urls, names, url, has443, maker, mdns }: Reached): string[] {
  return [
    'Done. In the home network the gateway is now at:',
    ...urls.map((each) => `  ${each}`),
    ...(names.length === 0 ? [] : [`  or by name: ${names.join('  ')}`]),
    'Your browser will warn the first time. That is normal here: the certificate belongs to the gateway, not to this machine.',
    '',
    'Home Assistant:',
    ...homeAssistant(address, url, has443, maker),
    `evcc and others: address ${url}, or host ${address}`,
    'Try it:',
    `  curl -kL --digest -u NAME ${url}${PATHS[maker ?? ''] ?? ''}`,
    '',
    ...(maker === 'EMH' ? emh(mdns) : []),
    'To keep this address, in a FRITZ!Box: Home Network > Network > Network Connections > pencil beside this machine > "Always assign this network device the same IPv4 address".',
    '',
    'Look:  smgw-proxy status',
    'Check: sudo smgw-proxy check',
    'Undo:  sudo smgw-proxy setup --undo',
  ];
}

/** Behind the address, as these makers have it. */
const PATHS: Readonly<Record<string, string>> = {
  Theben: '/smgw/m2m',
  PPC: '/cgi-bin/hanservice.cgi',
  EMH: '/json/metering/',
};

/** Behind the address, for ha-ppc-smgw. */
const HA_PPC_PATHS: Readonly<Record<string, string>> = {
  Theben: '/smgw/m2m/ID.sm/json',
  PPC: '/cgi-bin/hanservice.cgi',
};

function homeAssistant(
  address: string,
  url: string,
  has443: boolean,
  maker: Reached['maker'],
): readonly string[] {
  const core = has443
    ? `  Theben CONEXA (built in):  host ${address}, without a port`
    : '  Theben CONEXA (built in):  needs port 443, which is in use here';
  const ppc = `  ha-ppc-smgw (from HACS):   URL ${url}${HA_PPC_PATHS[maker ?? 'PPC'] ?? ''}`;
  return maker === 'Theben' || maker === undefined ? [core, ppc] : [ppc];
}

const emh = (mdns: string | undefined): readonly string[] => [
  'Gateways by EMH answer only to the name smgw.local, or to their own address.',
  ...(mdns === undefined
    ? [
        "→ Add the name: echo 'mdns: smgw.local' | sudo tee -a /etc/smgw-proxy/config.yaml",
        '→ Then: sudo systemctl reload smgw-proxy',
      ]
    : [`This machine therefore answers to the name ${mdns} in the home network; use that name in programs.`]),
  '',
];
