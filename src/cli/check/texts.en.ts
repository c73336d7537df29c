// The English texts of `check`.
import type { StepName, Trouble } from '../../check/causes.js';
import { GATEWAY } from './texts-gateway.en.js';
import { list, port, type CauseTexts } from './words.js';

const STEPS: Readonly<Record<StepName, string>> = {
  node: 'Node.js',
  config: 'Configuration',
  interfaces: 'Network interfaces',
  cable: 'Cable',
  target: 'Target',
  address: 'Own address at the gateway',
  routes: 'Ways to the internet',
  dns: 'Name servers',
  forwarding: 'Forwarding of packets',
  overlap: 'Networks apart',
  neighbour: 'Device on the cable',
  tcp: 'Port of the gateway',
  tls: 'TLS',
  certificate: 'Certificate',
  home: 'Home network',
  service: 'Service',
  ports: 'Own port',
  status: 'Status of the service',
  through: 'Through the service',
  client: 'For your programs',
};

const SERVICE = {
  'home-up': ({ link, addresses }) => ({ text: `${link} has ${list(addresses)}` }),
  'home-missing': () => ({
    text: 'no interface leads there',
    remedy: ['Connect this machine to the router over Wi-Fi or a second cable.'],
  }),
  'home-down': ({ link, isWireless, carrier }) => ({
    text: carrier === 'down' ? `${link} is switched off` : `${link} is not connected`,
    remedy: isWireless
      ? ['Switch Wi-Fi on and connect it: sudo nmtui']
      : [`Switch it on: sudo ip link set ${link} up`, 'Is the cable to the router in?'],
  }),
  'home-no-address': ({ link, isWireless }) => ({
    text: `${link} has got no address from the router`,
    remedy: [
      isWireless
        ? 'Are name and password of the Wi-Fi right? Connect: sudo nmtui'
        : 'Is the router switched on? Connect anew: sudo nmtui',
    ],
  }),
  'service-active': () => ({ text: 'runs, and will after a restart' }),
  'service-not-enabled': () => ({
    text: 'runs, but will not after a restart',
    remedy: ['Start it then, too: sudo systemctl enable smgw-proxy'],
  }),
  'service-unknown': () => ({ text: 'there is no systemd here that would start it' }),
  'service-not-installed': () => ({ text: 'is not installed; what was started by hand is tested' }),
  'service-stopped': ({ isEnabled }) => ({
    text: 'is stopped',
    remedy: [
      isEnabled
        ? 'Start it: sudo systemctl start smgw-proxy'
        : 'Start it, and after each restart: sudo systemctl enable --now smgw-proxy',
    ],
  }),
  'service-without-config': () => ({
    text: 'waits for the file /etc/smgw-proxy/config.yaml',
    remedy: ['Set it up: sudo smgw-proxy setup'],
  }),
  'service-failing': ({ state, words }) => ({
    text: `does not come up (${state})`,
    details: words.length === 0 ? ['Its log says why; only root may read it.'] : words,
    remedy: ['All of its log: sudo journalctl -u smgw-proxy -n 50'],
  }),
  'service-walled-off': ({ address }) => ({
    text: `may not reach ${address}: systemd drops its packets to there`,
    remedy: [
      'Allow it: sudo systemctl edit smgw-proxy, and in it the two lines',
      '[Service]',
      `IPAddressAllow=${address}`,
      'Then: sudo systemctl restart smgw-proxy',
    ],
  }),
  'port-open': ({ listen, holder }) => ({
    text:
      holder === undefined
        ? `somebody listens on ${listen}; who, only root can see`
        : `smgw-proxy listens on ${listen}`,
  }),
  'port-taken': ({ listen, holder, pid }) => ({
    text: `${listen} is taken by another program: ${holder} (process ${pid})`,
    remedy: ['End it, or configure another port to listen on.'],
  }),
  'port-closed': ({ listen }) => ({
    text: `nobody listens on ${listen}`,
    remedy: [
      'Start it: sudo systemctl start smgw-proxy',
      'Does it run? Then: sudo systemctl reload smgw-proxy',
    ],
  }),
  'port-waiting': ({ listen, interface: name }) => ({
    text: `${listen} cannot be opened, because ${name} has no address`,
    remedy: [`Connect ${name}, or configure another interface to listen on.`],
  }),
  'status-ready': ({ version }) => ({ text: `version ${version} answers, and is ready` }),
  'status-off': () => ({ text: 'cannot be asked for: the configuration has no admin' }),
  'status-no-answer': ({ reason }) => ({
    text: `is not told (${reason})`,
    remedy: ['Reload: sudo systemctl reload smgw-proxy'],
  }),
  'status-other-version': ({ version, own }) => ({
    text: `version ${version} still runs, installed is ${own}`,
    remedy: ['Restart: sudo systemctl restart smgw-proxy'],
  }),
  'status-other-target': ({ targets, configured }) => ({
    text: `it carries to ${list(targets)}, the configuration says ${configured}`,
    remedy: ['Let it read the configuration again: sudo systemctl reload smgw-proxy'],
  }),
  'status-target-down': ({ target, reason }) => ({
    text: `it takes ${target} for unreachable (${reason}), although that has just answered`,
    remedy: ['It looks every five seconds. Check again in a moment; if it stays so: sudo smgw-proxy status'],
  }),
  'status-port-failed': ({ forward }) => ({
    text: `it cannot listen on its port for ${forward}`,
    remedy: ['Which program has it is shown to root: sudo smgw-proxy check'],
  }),
  'through-same': (at) => ({ text: `${port(at)} shows the gateway's own certificate: the whole way works` }),
  'through-not-for-home': ({ listen }) => ({
    text: `it listens on ${list(listen)} only, where the home does not get`,
    remedy: [
      'Let it listen on a port alone, such as 8080, or on the interface into the home, such as wlan0:8080.',
    ],
  }),
  'through-refused': (at) => ({
    text: `nobody accepts connections at ${port(at)}`,
    remedy: ['Restart: sudo systemctl restart smgw-proxy'],
  }),
  'through-silent': (at) => ({
    text: `${port(at)} does not answer, although the gateway itself does`,
    remedy: ['Its log says why: sudo journalctl -u smgw-proxy -n 20'],
  }),
  'through-cut': ({ reason, ...at }) => ({
    text: `${port(at)} ends the connection before the gateway answers (${reason})`,
    remedy: [
      'Do allow and deny let this machine in? Is another connection open, and only one allowed?',
      'Its log says why: sudo journalctl -u smgw-proxy -n 20',
    ],
  }),
  'through-other': (at) => ({
    text: `${port(at)} shows another certificate than the gateway`,
    remedy: ['Another program answers there, or smgw-proxy carries elsewhere: sudo smgw-proxy status'],
  }),
  'through-wants-header': (at) => ({
    text: `${port(at)} expects a PROXY header from this machine (accept-proxy)`,
  }),
  'client-urls': ({ urls, names }) => ({
    text: urls.join('  '),
    details: [
      ...(names.length === 0 ? [] : [`perhaps also: ${names.join('  ')}`]),
      'Give this machine a fixed address in your router, and it will stay so.',
    ],
  }),
  'client-nowhere': () => ({ text: 'no address in the home network' }),
} satisfies Partial<CauseTexts>;

const causes: CauseTexts = {
  ...GATEWAY,
  ...SERVICE,
  'not-tested': ({ because }) => ({ text: `not tested because of: ${STEPS[because]}` }),
};

const trouble: Readonly<Record<Trouble, string>> = {
  input: 'in the configuration',
  cable: 'at the cable or its interface',
  addresses: 'in addresses or routes',
  gateway: 'at the gateway: it does not answer',
  tls: "in the gateway's encryption",
  service: 'in the service or its ports',
  home: 'towards the home',
};

export const en = {
  steps: STEPS,
  causes,
  trouble,
  allWell: 'All is well.',
  wellWithWarnings: (count: number) =>
    count === 1
      ? 'It works; one thing is to be looked at (!).'
      : `It works; ${count} things are to be looked at (!).`,
  failed: (count: number, where: string) =>
    count === 1 ? `One thing is wrong, ${where}.` : `${count} things are wrong, the first ${where}.`,
  beginAbove: 'Mend the topmost one (✗) first, then check again.',
  withoutRoot: 'Without root it stayed open which program has a port. All of it: sudo smgw-proxy check',
};
