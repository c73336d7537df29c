// The English texts of `check`: this machine, the cable, and the answers of the gateway.
import { dayText } from '../language.js';
import { editor, list, port, type CauseText, type CauseTexts } from './words.js';

const day = (time: string): string => dayText('en', new Date(time));
const unsaved = (trouble: string | undefined): Pick<CauseText, 'details'> =>
  trouble === undefined
    ? {}
    : { details: [`It could not be saved (${trouble}), so that a change would go unnoticed.`] };

const FIND_TARGET = "Make the gateway's address the target. Find it: sudo smgw-proxy discover";
const SET_UP = 'Set it up: sudo smgw-proxy setup';
const WHOSE_CERTIFICATE = [
  'Check that the cable is in the right device, and that the address in the configuration is right.',
  'Is it surely your gateway? Then (with sudo, if you used it just now): smgw-proxy check --accept-certificate',
];

export const GATEWAY = {
  'node-fit': ({ version }) => ({ text: version }),
  'node-of-service-old': ({ program, version, needed }) => ({
    text: `the service uses ${program}, which is too old (${version})`,
    remedy: [`Install Node.js ${needed} or newer there; Raspberry Pi OS has it from "Trixie" on.`],
  }),
  'config-file': ({ file }) => ({ text: `${file} is fine` }),
  'config-defaults': ({ file }) => ({ text: `there is no ${file}, so the defaults apply` }),
  'config-wrong': ({ problems }) => ({
    text: problems.length === 1 ? (problems[0] ?? '') : `has ${problems.length} mistakes`,
    details: problems.length === 1 ? [] : problems,
    remedy: [`Correct this${editor(problems)}`, 'Then check again: sudo smgw-proxy check'],
  }),
  'interfaces-found': ({ link, home }) => ({
    text: `${link} leads to the gateway, ${home ?? 'none'} to the home network`,
  }),
  'interfaces-no-gateway': () => ({
    text: 'none leads to the gateway: it must be one for a cable, and not the way to the home network',
    remedy: [
      'Connect this machine to the home network by Wi-Fi, and to the gateway by cable.',
      'Or name the interface: sudo smgw-proxy check --interface eth0',
    ],
  }),
  'interfaces-several': ({ candidates }) => ({
    text: `several may lead to the gateway: ${list(candidates)}`,
    remedy: [`Name the right one: sudo smgw-proxy check --interface ${candidates[0] ?? 'eth0'}`],
  }),
  'cable-plugged': ({ link }) => ({ text: `plugged into ${link}, with a device at the other end` }),
  'cable-unplugged': ({ link }) => ({
    text: `no device that is switched on is connected to ${link}`,
    remedy: [
      "Push the network cable firmly into this machine and into the gateway's HAN socket.",
      'Is it in? Check whether an LED on the gateway is lit, or try another cable.',
    ],
  }),
  'cable-link-down': ({ link }) => ({
    text: `${link} is switched off`,
    remedy: [`Switch it on: sudo ip link set ${link} up`],
  }),
  'target-fit': ({ address }) => ({ text: `${address} can be the gateway` }),
  'target-is-own': ({ address, link }) => ({
    text: `${address} is an address of this machine itself (${link}), not of the gateway`,
    remedy: [FIND_TARGET],
  }),
  'target-in-home-network': ({ address, link, network }) => ({
    text: `${address} is in the network ${network} of ${link}, not on the cable to the gateway`,
    remedy: [FIND_TARGET],
  }),
  'target-name-unknown': ({ name, code }) => ({
    text: `the name ${name} cannot be resolved to an address (${code})`,
    remedy: [FIND_TARGET],
  }),
  'address-fit': ({ link, address }) => ({
    text: address === '' ? `the route to the gateway is ${link}` : `${address} on ${link}`,
  }),
  'address-missing': ({ link, address }) => ({
    text: `${link} has no address; the gateway (${address}) answers only within its own network`,
    remedy: [SET_UP],
  }),
  'address-wrong-subnet': ({ link, address, addresses }) => ({
    text: `${link} has ${list(addresses)}, and ${address} is not in that network`,
    remedy: [
      'The gateway answers only within its own network. Set it up again: sudo smgw-proxy setup',
      'Or is the target wrong? Search for the gateway: sudo smgw-proxy discover',
    ],
  }),
  'address-no-link-local': ({ link, address }) => ({
    text: `${link} has no IPv6 address, and ${address} can only be reached from one`,
    remedy: [SET_UP],
  }),
  'routes-none': ({ link }) => ({ text: `none via ${link}` }),
  'routes-default-on-han': ({ link }) => ({
    text: `goes via ${link}, but the gateway does not lead to the internet`,
    remedy: [
      'This machine loses its connection at times, or for good. Set it up again: sudo smgw-proxy setup',
      `For the moment: sudo ip route del default dev ${link}`,
    ],
  }),
  'dns-none': ({ link }) => ({ text: `none from ${link}` }),
  'dns-on-han': ({ link, servers }) => ({
    text: `${list(servers)} from ${link}, but the gateway has none`,
    remedy: [
      'Names are found slowly or not at all. Set it up again: sudo smgw-proxy setup',
      'Or remove the DNS server from the network profile of that interface.',
    ],
  }),
  'forwarding-off': () => ({ text: 'off: the networks stay separate' }),
  'forwarding-on': ({ interfaces }) => ({
    text: `on for ${list(interfaces)}: the home network and that of the gateway are not separate`,
    remedy: [
      'smgw-proxy does not need it, and some gateways lock themselves because of it.',
      'Switch it off: sudo sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0',
      'To keep it off, remove other values from /etc/sysctl.conf and /etc/sysctl.d.',
    ],
  }),
  'forwarding-for-containers': ({ link, because }) => ({
    text: `on, because containers or tunnels need it (${list(because)})`,
    remedy: [
      'Exclude the network of the gateway with a rule, for example in /etc/nftables.conf:',
      `table inet smgw { chain forward { type filter hook forward priority -10; iifname "${link}" drop; oifname "${link}" drop; } }`,
    ],
  }),
  'overlap-none': () => ({ text: 'the home network and that of the gateway have different addresses' }),
  'overlap-found': ({ link, network, other }) => ({
    text: `${link} and ${other} use the same addresses (${network}), so that packets go to the wrong one`,
    remedy: [
      'Give the home network other addresses in your router, such as 192.168.77.0/24.',
      'Or limit the route to the gateway alone: sudo smgw-proxy setup',
    ],
  }),
  'neighbour-answered': ({ address, mac }) => ({ text: `${address} is there (${mac})` }),
  'neighbour-silent': ({ address, link }) => ({
    text: `no device on ${link} has the address ${address}`,
    remedy: [
      'Is the gateway switched on, and the cable in its HAN socket?',
      'It may have another address. Search for it: sudo smgw-proxy discover',
    ],
  }),
  'neighbour-unknown': () => ({ text: 'could not be tested' }),
  'tcp-open': (at) => ({ text: `${port(at)} is open` }),
  'tcp-refused': (at) => ({
    text: `${port(at)} is closed: the device is there, but nothing answers on that port`,
    remedy: [
      'Gateways usually answer on port 443. Is it just starting? Then check again in five minutes.',
      'Otherwise ask the metering operator whether the HAN interface is enabled.',
    ],
  }),
  'tcp-silent': (at) => ({
    text: `${port(at)} does not answer`,
    remedy: [
      'Is the gateway switched on? It accepts connections only from its own network: is the address of this machine right?',
      'If that does not help, ask the metering operator to restart the gateway.',
    ],
  }),
  'tcp-no-way': ({ reason, ...at }) => ({
    text: `there is no route to ${port(at)} (${reason})`,
    remedy: ['Set the interface up again: sudo smgw-proxy setup'],
  }),
  'tls-fit': (at) => ({ text: `${port(at)} speaks TLS 1.2` }),
  'tls-too-new': (at) => ({
    text: `${port(at)} speaks only TLS 1.3; a smart meter gateway speaks TLS 1.2`,
    remedy: ['This is probably another device: is the cable in the gateway, and is the address right?'],
  }),
  'tls-cut': ({ reason, ...at }) => ({
    text: `${port(at)} accepts the connection and ends it at once (${reason})`,
    remedy: [
      'Another program may be using the gateway, or it has locked itself after wrong logins.',
      'Stop other programs, wait 15 minutes, then check again: sudo smgw-proxy check',
    ],
  }),
  'tls-late': (at) => ({
    text: `${port(at)} accepts the connection, but then sends nothing`,
    remedy: [
      'The gateway is overloaded or just starting. Check again in five minutes: sudo smgw-proxy check',
    ],
  }),
  'tls-none': ({ reason, ...at }) => ({
    text: `${port(at)} does not speak TLS as gateways do (${reason})`,
    remedy: ['This is probably another device or another port: is the target in the configuration right?'],
  }),
  'certificate-noted': ({ trouble }) => ({ text: 'seen for the first time, and saved', ...unsaved(trouble) }),
  'certificate-known': ({ since }) => ({ text: `the same since ${day(since)}` }),
  'certificate-accepted': ({ trouble }) => ({ text: 'accepted from now on', ...unsaved(trouble) }),
  'certificate-changed': ({ certificate, before, since, mac, macBefore }) => ({
    text: `not the one seen since ${day(since)}`,
    details: [
      `SHA-256 before: ${before}`,
      `SHA-256 now:    ${certificate.fingerprint}`,
      ...(mac === undefined || macBefore === undefined
        ? []
        : mac === macBefore
          ? [`The device is the same (${mac}).`]
          : [`The device is also a different one: ${mac}, before ${macBefore}.`]),
    ],
    remedy: [
      'Operators replace certificates now and then. If in doubt, ask before you use your password.',
      'Is the change right? Then (with sudo, if you used it just now): smgw-proxy check --accept-certificate',
    ],
  }),
  'certificate-unfamiliar': () => ({
    text: 'has no name that identifies a gateway',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-foreign': () => ({
    text: 'belongs to another device, not to a gateway',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-expired': ({ validTo }) => ({
    text: `expired on ${dayText('en', validTo)}`,
    remedy: ['Programs that check the date refuse it. Only the metering operator can renew it.'],
  }),
  'certificate-not-yet-valid': ({ validFrom }) => ({
    text: `valid only from ${dayText('en', validFrom)}: is the clock of this machine right?`,
    remedy: ['The clock is set over the internet. Look at it: timedatectl'],
  }),
} satisfies Partial<CauseTexts>;
