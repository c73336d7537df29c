// The English texts of `check`.
import type { CheckStep } from '../../check/causes.js';
import { GATEWAY } from './texts-gateway.en.js';
import { MAKER } from './texts-maker.en.js';
import { fails, list, port, type CauseTexts, type Where } from './words.js';

const STEPS: Readonly<Record<CheckStep, string>> = {
  node: 'Node.js',
  config: 'Configuration',
  interfaces: 'Network interfaces',
  cable: 'Cable',
  target: 'Gateway address',
  address: 'Address on the cable',
  routes: 'Default route',
  dns: 'Name servers',
  forwarding: 'Packet forwarding',
  overlap: 'Separate networks',
  neighbour: 'Device on the cable',
  tcp: 'Gateway port',
  tls: 'TLS',
  certificate: 'Certificate',
  pin: 'TLS by smgw-proxy',
  maker: 'Maker',
  home: 'Home network',
  service: 'Service',
  ports: 'Port of the service',
  status: 'Service status',
  through: 'Whole way',
  client: 'For your programs',
  programs: 'Values to enter',
};

const SERVICE = {
  'home-up': ({ link, addresses }) => `${link} has ${list(addresses)}`,
  'home-missing': () => [
    'no interface leads to it',
    'Connect this machine to the router by Wi-Fi or a second cable. Wi-Fi: sudo nmtui',
  ],
  'home-down': ({ link, isWireless, carrier }) => [
    carrier === 'down' ? `${link} is switched off` : `${link} is not connected`,
    ...(isWireless
      ? ['Switch Wi-Fi on and connect: sudo nmtui']
      : [`Switch it on: sudo ip link set ${link} up`, 'Is the cable to the router plugged in?']),
  ],
  'home-no-address': ({ link, isWireless }) => [
    `${link} has no address from the router`,
    isWireless
      ? 'Are the name and password of the Wi-Fi right? Connect again: sudo nmtui'
      : 'Is the router switched on? Connect again: sudo nmtui',
  ],
  'service-active': () => 'runs, also after a restart',
  'service-not-enabled': () => [
    'runs, but not after a restart of this machine',
    'Start it with this machine: sudo systemctl enable smgw-proxy',
  ],
  'service-unknown': () => 'there is no systemd here to start it',
  'service-not-installed': () => 'is not installed; a smgw-proxy started by hand is tested',
  'service-stopped': ({ isEnabled }) => [
    'is stopped',
    isEnabled
      ? 'Start it: sudo systemctl start smgw-proxy'
      : 'Start it now and with this machine: sudo systemctl enable --now smgw-proxy',
  ],
  'service-without-config': () => [
    'waits for the file /etc/smgw-proxy/config.yaml',
    'Set it up: sudo smgw-proxy setup',
  ],
  'service-failing': ({ state, words }) => ({
    text: fails(state) ? 'starts and stops again at once' : `is not ready (${state})`,
    details: words.length === 0 ? ['The reason is in its log, which only root may read.'] : words,
    remedy: ['Read its log: sudo journalctl -u smgw-proxy -n 50'],
  }),
  'service-walled-off': ({ address }) => [
    `may not reach ${address}: systemd drops its packets to that address`,
    'Allow it: sudo smgw-proxy setup',
    `Or add IPAddressAllow=${address} below [Service]: sudo systemctl edit smgw-proxy`,
    'Then: sudo systemctl restart smgw-proxy',
  ],
  'port-open': ({ listen, holder }) =>
    holder === undefined
      ? `a program listens on ${listen}; only root can see which one`
      : `smgw-proxy listens on ${listen}`,
  'port-taken': ({ listen, holder, pid, user }) => [
    pid === undefined
      ? `port ${listen} is in use by another program, of user ${user}`
      : `port ${listen} is in use by ${holder ?? ''} (process ${pid})`,
    'Stop that program, or configure another port to listen on.',
  ],
  'port-unproven': ({ listen, holder, pid }) => [
    `${holder} (process ${pid}) listens on ${listen}; nothing proves that it is smgw-proxy`,
    'Is it? To have it proven, set admin: 127.0.0.1:8081 in the configuration.',
  ],
  'port-unreadable': ({ listen, reason }) => `the system does not show the program on ${listen} (${reason})`,
  'port-closed': ({ listen }) => [
    `no program listens on ${listen}`,
    'Start it: sudo systemctl start smgw-proxy',
    'Is it running? Then: sudo systemctl reload smgw-proxy',
  ],
  'port-waiting': ({ listen, interface: name }) => [
    `${listen} cannot be opened, because ${name} has no address`,
    `Connect ${name}, or configure another interface to listen on.`,
  ],
  'status-ready': ({ version }) => `version ${version} answers and is ready`,
  'status-off': () => 'cannot be asked: the configuration has no admin',
  'status-no-answer': ({ reason }) => [
    `no answer (${reason})`,
    'Reload it: sudo systemctl reload smgw-proxy',
  ],
  'status-other-version': ({ version, own }) => [
    `version ${version} is still running, but ${own} is installed`,
    'Restart it: sudo systemctl restart smgw-proxy',
  ],
  'status-other-target': ({ targets, configured }) => [
    `it forwards to ${list(targets)}, but the configuration says ${configured}`,
    'Reload the configuration: sudo systemctl reload smgw-proxy',
  ],
  'status-target-down': ({ target, reason }) => [
    `it reports ${target} as unreachable (${reason}), although that has just answered`,
    'It tries every five seconds. Check again in a moment; if nothing changes: sudo smgw-proxy status',
  ],
  'status-unanswered': ({ by, times }) => [
    `the gateway does not answer the log-in of ${by} (${times === 1 ? 'once' : `${times} times in a row`})`,
    'Are the user name and password there right? Many gateways do not answer a wrong password at all.',
    'After several tries some lock the log-in for a while. Look: sudo smgw-proxy status',
  ],
  'status-target-unknown': ({ target }) => [
    `it is still looking for ${target}, so its ports are closed`,
    'Check again in a moment; if nothing changes: sudo smgw-proxy status',
  ],
  'status-name-taken': ({ name, link, rival }) => [
    `${name} belongs to another device on ${link} (${rival}), so smgw-proxy does not answer to it`,
    'Rename that device, or choose another name (mdns) in /etc/smgw-proxy/config.yaml.',
    'Gateways by EMH accept no other name. Without it, programs must send the address of the gateway as Host.',
  ],
  'status-port-failed': ({ forward }) => [
    `it cannot listen on its port for ${forward}`,
    'See which program holds it: sudo smgw-proxy check',
  ],
  'through-same': (at) => `the gateway also answers from the home network (${port(at)})`,
  'through-not-for-home': ({ listen }) => [
    `it listens only on ${list(listen)}, which the home network cannot reach`,
    'Set listen to a port alone, such as 8080, or to the interface of the home network, such as wlan0:8080.',
  ],
  'through-refused': (at) => [
    `no program accepts connections at ${port(at)}`,
    'Restart it: sudo systemctl restart smgw-proxy',
  ],
  'through-silent': (at) => [
    `${port(at)} does not answer, although the gateway itself does`,
    'Read its log: sudo journalctl -u smgw-proxy -n 20',
  ],
  'through-cut': ({ reason, ...at }) => [
    `${port(at)} ends the connection before the gateway answers (${reason})`,
    'Do allow and deny admit this machine? Is only one connection allowed, and is another one open?',
    'Read its log: sudo journalctl -u smgw-proxy -n 20',
  ],
  'through-other': (at) => [
    `${port(at)} shows another certificate than the gateway`,
    'Another program answers there, or smgw-proxy forwards elsewhere. Look: sudo smgw-proxy status',
  ],
  'through-plain': (at) => `${port(at)} is open for programs without TLS`,
  'through-not-admitted': (at) =>
    `${port(at)} is not for this machine, only for the devices that allow and deny admit: the way from them is not tested`,
  'through-wants-header': (at) => `${port(at)} expects a PROXY header from this machine (accept-proxy)`,
  'client-urls': ({ urls, names }) => ({
    text: urls.join('  '),
    details: [
      ...(names.length === 0 ? [] : [`maybe also: ${names.join('  ')}`]),
      'To keep this address, give this machine a fixed one in your router.',
    ],
  }),
  'client-nowhere': () => 'no address in the home network',
} satisfies Partial<CauseTexts>;

const causes: CauseTexts = {
  ...GATEWAY,
  ...MAKER,
  ...SERVICE,
  'not-tested': ({ because }) => `not tested because of: ${STEPS[because]}`,
};

const trouble: Readonly<Record<Where, string>> = {
  input: 'the configuration is wrong',
  cable: 'the cable or its interface does not work',
  addresses: 'an address or a route is wrong',
  gateway: 'the gateway does not answer',
  tls: "the gateway's encryption does not fit",
  service: 'the service does not work',
  home: 'the home network is not reachable',
  port: 'another program has a port of the service',
  through: 'the home network does not reach the gateway',
};

export const en = {
  steps: STEPS,
  causes,
  trouble,
  allWell: 'All is well.',
  wellWithWarnings: (count: number) =>
    count === 1
      ? 'It works; one thing needs attention (!).'
      : `It works; ${count} things need attention (!).`,
  failed: (count: number, where: string) =>
    count === 1 ? `One failure: ${where}.` : `${count} failures, the first: ${where}.`,
  fixFirst: 'Fix the first failure (✗), then check again: sudo smgw-proxy check',
  withoutRoot: 'Run with sudo to see which program holds the port: sudo smgw-proxy check',
};
