// The English texts of `setup`.
import type { Maker } from '../../gateway/makers.js';
import type { Holder } from '../../machine/listeners.js';
import type { Action } from '../../setup/action.js';

/** The facts for the words at the end. */
export interface Reached {
  readonly urls: readonly string[];
  readonly names: readonly string[];
  /** The URL of the status page at home, if it is there. */
  readonly page: string | undefined;
  /** The clients that may connect; empty for every device in the home network. */
  readonly allowed: readonly string[];
}

const CARD: Readonly<Record<string, string>> = { ENOSPC: 'full', EROFS: 'read-only' };

/** Of a date in a list of changes. */
export const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const;

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
    card: 'SD card',
    interfaces: 'Interfaces',
    ports: 'Ports',
    earlier: 'Earlier attempt',
    maker: 'Maker',
    name: 'Name at home',
  },
  managerRuns: (version: string) => `runs (${version})`,
  managerStopped: [
    'is not running; setup needs it to configure the network',
    'Switch it on: sudo systemctl enable --now NetworkManager',
    'Then set up again: sudo smgw-proxy setup',
  ],
  managerMissing: [
    'is not installed; setup needs it to configure the network. Raspberry Pi OS includes it.',
    'Install it: sudo apt install network-manager',
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
    'No Wi-Fi? Then it needs a second network socket, such as a USB network adapter.',
  ],
  loggedInOver: (link: string) => [
    `You are logged in over ${link}, and setup would cut that connection.`,
    '→ Log in at the Wi-Fi address of this machine, then plug the cable into the gateway.',
  ],
  portsFree: (ports: readonly number[]) => `${list(ports)} are free`,
  portsTaken: (port: number, by: Holder | undefined, ports: readonly number[]) =>
    `port ${port} is in use by ${by === undefined ? 'another program' : `${by.name} (process ${by.pid})`}; instead: ${list(ports)}`,
  noPorts: ['8080, 443 and 8443 are all in use by other programs'],
  anyMaker: (guess: Maker | undefined) =>
    `${guess === undefined ? 'unknown' : `perhaps ${guess}, a guess`}; the configuration suits all makers`,
  askMaker: (makers: readonly Maker[]) =>
    `Which maker's name is on the gateway? ${makers.map((maker, i) => `${i + 1} ${maker}`).join(', ')}, or Enter if you do not know: `,
  nameTaken: (name: string, holder: string, isNeeded: boolean) => [
    `${name} belongs to another device in the home network (${holder})`,
    ...(isNeeded
      ? [
          `The gateway answers only to that name or to its own address. Rename the other device, then set up again: sudo smgw-proxy setup`,
          'Or have the programs send the address of the gateway as Host.',
        ]
      : ['Gateways by EMH need that name. Is yours one? Then rename the other device, and set up again.']),
  ],
  askName: (name: string) => `Take the name ${name} as soon as it is free? Answer y or n (recommended: n): `,
  askPage: (address: string) =>
    `Show the status page in the home network, at http://${address}/? It says whether the meter is being read, and takes no commands. Enter for yes, or n for this machine alone: `,
  askAllow:
    'Who may connect to the gateway? Enter for every device in your home network; the gateway asks for its password all the same. Or the addresses of the devices that may, such as 192.168.0.12 192.168.0.20: ',
  configKept: 'as in /etc/smgw-proxy/config.yaml',
  addressKept: (address: string) => `${address}, as before`,
  undoingEarlier: 'was interrupted, and is undone first',
  undoingEarlierDry: 'was interrupted; without --dry-run it would be undone first',
  looking: 'This machine takes the address for a moment, to look at the certificate',
  mute: (address: string) => [
    `${address} answers, but not like a gateway. Nothing was changed.`,
    `→ If it is the gateway all the same: sudo smgw-proxy setup --target ${address}`,
  ],
  muteTarget: (target: string, before: string) => [
    `${target} does not answer, and the gateway at ${before} does. Nothing was changed.`,
    '→ Check the address in the letter of the metering operator. Without --yes, setup asks whether to take it.',
  ],
  askMute: (target: string, before: string | undefined) =>
    `${target} does not answer.${before === undefined ? '' : ` The gateway at ${before} answers, and will no longer be read then.`} Take this address all the same? Answer y or n (recommended: n): `,
  wentBack: (target: string, before: string) => [
    `${target} does not answer, and the gateway at ${before} did before. Everything is as it was before.`,
    '→ Look for the gateway: sudo smgw-proxy discover',
  ],
  homeNetwork: [
    'The cable leads into a home network, not to the gateway (see above). Nothing was changed.',
    '→ If the gateway is there all the same, name its address: sudo smgw-proxy setup --target 10.11.120.2',
  ],
  waitingUnit: {
    pauses:
      'A setup in the background already waits for cable and gateway. It is stopped, and whatever it is changing is undone. One moment …',
    goesOn: 'In the background setup waits on, and sets everything up as soon as it can.',
  },
  runsAlready: (pid: number) => `Another setup is running (process ${pid}). Wait until it is done.`,
  hanLink: 'the HAN interface',
  severalTargets: (target: string) => [
    '/etc/smgw-proxy/config.yaml has several targets; setup cannot tell which one to change.',
    `→ Make ${target} one of them: sudo nano /etc/smgw-proxy/config.yaml`,
    '→ Then set up again: sudo smgw-proxy setup',
  ],
  severalGateways: (targets: readonly string[]) => [
    `/etc/smgw-proxy/config.yaml has several gateways: ${targets.join(', ')}`,
    `→ Name the one to change, with --target: sudo smgw-proxy setup --target ${targets[0] ?? '10.11.120.2'} …`,
  ],
  noPlace: [
    '/etc/smgw-proxy/config.yaml is written in a form that setup cannot add to. Nothing was changed.',
    '→ Write the option there yourself: sudo nano /etc/smgw-proxy/config.yaml',
  ],
  planHead: 'This will be changed, and nothing else:',
  inShort: 'In short:',
  undoHead: 'This will be undone, the last first:',
  changedAt: (when: Date) => `Changed on ${when.toLocaleString('en-GB', MOMENT)}:`,
  undoLastHint: 'To undo only the last of these changes: sudo smgw-proxy setup --undo last',
  actions: {
    profile: (link: string, profile: string) => `network profile ${profile} for ${link}`,
    connect: (link: string) => `connect ${link} with it`,
    replace: (_: string, profile: string) =>
      `remove the earlier network profile ${profile}, whose storage does not last`,
    arp: () => 'do not answer in the home network for the address on the cable',
    config: () => 'configuration of the service',
    sandbox: () => 'let the service talk to this public address',
    enable: () => 'start the service with this machine',
    start: () => 'start the service, and wait until it is ready',
    restart: () => 'restart the service, and wait until it is ready',
    reload: () => 'have the service take it over; live connections go on',
    look: (link: string) => `an address on ${link} for a moment`,
  },
  /** The subject of an undone action, and its state. */
  undone: (link: string, profile: string): Readonly<Record<Action['kind'], readonly [string, string]>> => ({
    profile: [`network profile ${profile}`, 'as before'],
    connect: [link, 'as before'],
    replace: [`earlier network profile ${profile}`, 'as before'],
    arp: ['ARP', 'as before'],
    config: ['configuration of the service', 'as before'],
    sandbox: ['access to the public address', 'as before'],
    enable: ['start with this machine', 'as before'],
    start: ['service', 'stopped'],
    restart: ['service', 'restarted'],
    reload: ['service', 'reloaded'],
    look: [link, 'without the address again'],
  }),
  file: (path: string) => `file ${path}:`,
  back: (command: string) => `(undo: ${command})`,
  fileAsBefore: 'as before',
  undoHint: 'You can undo everything at any time: sudo smgw-proxy setup --undo',
  dryRun: 'Nothing was changed: these are only the planned steps.',
  question: 'Do this now? Answer y or n: ',
  yes: /^\s*(?:y|yes)\s*$/i,
  no: /^\s*(?:n|no)\s*$/i,
  declined: 'Nothing was changed.',
  done: 'done',
  kept: (file: string) => `Later changes by hand are kept in ${file}.`,
  nothingToDo: 'Everything is set up already; there is nothing to do.',
  nothingToUndo: 'There is nothing to undo.',
  nothingToUndoOf: (link: string) => [
    `There is nothing that belongs to ${link} alone. The first gateway is undone with everything else.`,
    '→ To undo everything: sudo smgw-proxy setup --undo',
  ],
  oneUndone: (link: string) => `The gateway on ${link} is undone. The others stay.`,
  interrupted: 'Interrupted. Nothing was changed.',
  pleaseWait: 'Interrupted. All changes are being undone. Please wait.',
  failedCommand: (command: string, status: number) => `${command}   ended with ${status}`,
  failedFile: (path: string, code: string) => `${path} could not be written (${code})`,
  cardFailed: (code: string) =>
    `the SD card cannot be written: it is ${CARD[code] ?? 'read-only or full'} (${code})`,
  cardFull: ['Make room: sudo apt clean', 'See what takes the room: sudo du -xh --max-depth=2 /'],
  cardReadOnly: [
    'Restart this machine: sudo reboot',
    'If that does not help, the card is probably worn out: take a new one.',
  ],
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
  unchanged: ['Nothing was changed.'],
  rolledBack: ['Not set up. Everything is as it was before.'],
  changed:
    'Done. The service goes on with the changed configuration.\nTo undo this change alone: sudo smgw-proxy setup --undo last',
  allUndone: 'Everything is undone.',
  lastUndone:
    'The last change is undone, the earlier ones stay. To undo everything: sudo smgw-proxy setup --undo',
  leftovers: ['Some changes could not be undone (see above).', '→ Try again: sudo smgw-proxy setup --undo'],
  notActive: ['was started, but is not running', 'Read its log: sudo journalctl -u smgw-proxy -n 50'],
  notWorkingYet: 'Everything is set up, but it does not work yet:',
  end,
};

function end({ urls, names, page, allowed }: Reached): string[] {
  return [
    'Done. In the home network the gateway is now at:',
    ...urls.map((each) => `  ${each}`),
    ...(names.length === 0 ? [] : [`  or by name: ${names.join('  ')}`]),
    'Your browser will warn the first time. That is normal here: the certificate belongs to the gateway, not to this machine.',
    allowed.length === 0
      ? 'Every device in your home network may connect. To let only some of them: sudo smgw-proxy setup --allow 192.168.0.12'
      : `Only these devices may connect: ${allowed.join(', ')}`,
    ...(page === undefined
      ? []
      : ['', 'In your browser you see whether the meter is being read:', `  ${page}`]),
    '',
    'To keep this address, in a FRITZ!Box: Home Network > Network > Network Connections > pencil beside this machine > "Always assign this network device the same IPv4 address".',
    '',
    'Look:  smgw-proxy status',
    'Check: sudo smgw-proxy check',
    'Undo:  sudo smgw-proxy setup --undo',
  ];
}
