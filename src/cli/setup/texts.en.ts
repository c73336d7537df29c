// The English texts of `setup`.
import type { Maker } from '../../gateway/maker.js';

/** What is told at the end. */
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
    'Setting up needs root: it changes the network of this machine, writes to /etc and starts a service.',
    'Like this: sudo smgw-proxy setup',
  ],
  names: {
    manager: 'NetworkManager',
    service: 'Service',
    interfaces: 'Interfaces',
    ports: 'Ports',
    address: 'Address for this machine',
    earlier: 'Earlier try',
  },
  managerRuns: (version: string) => `runs (${version})`,
  managerMissing: 'does not run; setup configures the network with it only',
  managerAdvice: [
    'Raspberry Pi OS has it. Switch it on: sudo systemctl enable --now NetworkManager',
    'Without it: give this machine an address by hand and write /etc/smgw-proxy/config.yaml, see the README.',
  ],
  unmanaged: (link: string) => `leaves ${link} alone: it is configured elsewhere`,
  unmanagedAdvice: (link: string) => [
    `Does ${link} stand in /etc/network/interfaces? Then remove it there and restart this machine.`,
  ],
  serviceInstalled: 'the package is installed',
  serviceMissing: "is not installed: setup needs systemd and smgw-proxy's Debian package",
  serviceAdvice: ['Install it: sudo apt install ./smgw-proxy_*.deb'],
  links: (link: string, home: string, address: string) =>
    `${link} leads to the gateway, ${home} (${address}) into the home`,
  noHome: 'no other interface has an address in the home',
  noHomeAdvice: ['First connect this machine to the home over Wi-Fi: sudo nmtui'],
  loggedInOver: (link: string) => [
    `You are logged in over ${link}; setting up would cut that connection.`,
    'Log in at the address on the Wi-Fi, and then plug the cable into the gateway.',
  ],
  portsFree: (ports: readonly number[]) => `${list(ports)} are free`,
  portsTaken: (port: number, by: string | undefined, ports: readonly number[]) =>
    `${by ?? 'another program'} uses ${port} already; taken: ${list(ports)}`,
  noPorts: 'other programs use all that could be taken (8080, 443, 8443)',
  configKept: 'as in /etc/smgw-proxy/config.yaml',
  addressKept: (address: string) => `${address}, as it is`,
  addressNone: "all addresses next to the gateway's are taken",
  undoingEarlier: 'was interrupted, and is taken back first',
  undoingEarlierDry: 'was interrupted; without --dry-run it would be taken back first',
  looking: 'For a look at the certificate this machine gets the address for a moment.',
  mute: (address: string) => [
    `${address} answers, but not as a gateway does. Nothing was changed.`,
    `If it is the gateway all the same: sudo smgw-proxy setup --target ${address}`,
  ],
  homeNetwork: [
    'The cable leads into a home, not to the gateway (see above). Nothing was changed.',
    'If the gateway is there all the same, name its address: sudo smgw-proxy setup --target 10.11.120.2',
  ],
  runsAlready: (pid: number) => `Another setup is running (process ${pid}). Wait until it is done.`,
  hanLink: 'the HAN interface',
  severalTargets: (target: string) => [
    '/etc/smgw-proxy/config.yaml has several targets; which one to change only its writer knows.',
    `Make ${target} one of them, and call setup again.`,
  ],
  planHead: 'This will be changed, and nothing else:',
  undoHead: 'This will be taken back, the last first:',
  actions: {
    profile: (link: string) => `network profile smgw-han for ${link}`,
    connect: (link: string) => `connect ${link} with it`,
    arp: () => "do not answer in the home for the address at the gateway's",
    config: () => 'configuration of the service',
    sandbox: () => 'let the service talk to that public address',
    enable: () => 'start the service whenever this machine starts',
    start: () => 'start the service, and wait until it is ready',
    restart: () => 'restart the service, and wait until it is ready',
    look: (link: string) => `an address on ${link} for a moment`,
  },
  file: (path: string) => `file ${path}:`,
  back: (command: string) => `(back: ${command})`,
  fileAsBefore: 'as before',
  undoHint: 'You can take back everything at any time: sudo smgw-proxy setup --undo',
  dryRun: 'Only shown, nothing changed.',
  question: 'Do it? [y/N] ',
  yes: /^\s*(?:y|yes)\s*$/i,
  declined: 'Nothing changed.',
  done: 'done',
  undone: 'taken back',
  kept: (file: string) => `What somebody has changed meanwhile is in ${file}.`,
  nothingToDo: 'Everything is set up like that already; there is nothing to do.',
  nothingToUndo: 'There is nothing to take back.',
  pleaseWait: 'Interrupted; what was changed is being taken back. Please wait.',
  failedCommand: (command: string, status: number) => `${command}   ended with ${status}`,
  failedFile: (path: string, code: string) => `${path} could not be written (${code})`,
  failedJournal: (code: string) => `nothing could be remembered in /var/lib/smgw-proxy (${code})`,
  journalUnreadable: (path: string) =>
    `${path} cannot be read: it says what would have to be taken back. Move the file away to go on without it.`,
  rolledBack: ['Not set up. Everything is as it was before.'],
  allUndone: 'Everything is taken back.',
  leftovers: ['This could not be taken back (see above). Try again: sudo smgw-proxy setup --undo'],
  notActive: 'does not run although it was started; why, says: journalctl -u smgw-proxy',
  checkFoundTrouble: [
    'Everything is set up, but the check has found something (see above).',
    'When that is mended, check again: sudo smgw-proxy check',
  ],
  end,
};

function end({ address, urls, names, url, has443, maker, mdns }: Reached): string[] {
  return [
    'Done. From the home the gateway can be reached at:',
    ...urls.map((each) => `  ${each}`),
    ...(names.length === 0 ? [] : [`  or by name: ${names.join('  ')}`]),
    "The certificate is the gateway's and does not name this machine; browsers warn of that once.",
    '',
    'Home Assistant:',
    ...homeAssistant(address, url, has443, maker),
    `evcc and others: as address ${url}, or as host ${address}`,
    `Try it:          curl -k --digest -u USERNAME ${url}${PATHS[maker ?? ''] ?? ''} -L`,
    '',
    ...(maker === 'EMH' ? emh(mdns) : []),
    'To keep the address, in a FRITZ!Box: Home Network → Network → Network Connections → pencil next to this machine',
    '→ "Always assign this network device the same IPv4 address".',
    '',
    'Look: smgw-proxy status   Check: sudo smgw-proxy check   Take back: sudo smgw-proxy setup --undo',
  ];
}

/** Behind the address, as these makers have it. */
const PATHS: Readonly<Record<string, string>> = {
  Theben: '/smgw/m2m',
  PPC: '/cgi-bin/hanservice.cgi',
  EMH: '/json/metering/',
};

/** What ha-ppc-smgw wants behind the address. */
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
    : '  Theben CONEXA (built in):  needs port 443, which is taken here';
  const ppc = `  ha-ppc-smgw (from HACS):   URL ${url}${HA_PPC_PATHS[maker ?? 'PPC'] ?? ''}`;
  return maker === 'Theben' || maker === undefined ? [core, ppc] : [ppc];
}

const emh = (mdns: string | undefined): readonly string[] => [
  'Gateways by EMH answer only if they are called smgw.local, or by their own address.',
  mdns === undefined
    ? 'Add to /etc/smgw-proxy/config.yaml for that: mdns: smgw.local   Then: sudo systemctl restart smgw-proxy'
    : `This machine answers to the name ${mdns} in the home for that; give programs that name.`,
  '',
];
