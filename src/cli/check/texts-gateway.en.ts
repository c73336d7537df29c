// The English texts of `check`: this machine, the cable, and what the gateway answers.
import { isoDate, list, port, type CauseText, type CauseTexts } from './words.js';

const FIND_TARGET = "Make the gateway's address the target. Find it: sudo smgw-proxy discover";

const day = (time: string): string => isoDate(new Date(time));
const unsaved = (trouble: string | undefined): Pick<CauseText, 'details'> =>
  trouble === undefined
    ? {}
    : { details: [`It could not be remembered (${trouble}); a change would not be noticed.`] };
const WHOSE_CERTIFICATE = [
  'Is the cable in the right device, and is the address in the configuration right?',
  'If it surely is your gateway (with sudo if just now, too): smgw-proxy check --accept-certificate',
];

export const GATEWAY = {
  'node-fit': ({ version }) => ({ text: version }),
  'node-of-service-old': ({ program, version, needed }) => ({
    text: `the service uses ${program}, which is too old (${version})`,
    remedy: [`Install Node.js ${needed} or newer there; Raspberry Pi OS has it from "Trixie" on.`],
  }),
  'config-file': ({ file }) => ({ text: `${file} is well-formed` }),
  'config-defaults': ({ file }) => ({ text: `there is no ${file}; the defaults hold` }),
  'config-wrong': ({ problems }) => ({
    text: problems.length === 1 ? 'has a mistake' : `has ${problems.length} mistakes`,
    details: problems,
    remedy: ['Correct that, and check again.'],
  }),
  'interfaces-found': ({ link, home }) => ({
    text: `${link} leads to the gateway, ${home ?? 'none'} into the home`,
  }),
  'interfaces-no-gateway': () => ({
    text: 'none can be that of the gateway: it has to be one for a cable, and not the way into the home',
    remedy: [
      'Connect this machine to the home over Wi-Fi and to the gateway over the cable,',
      'or name the interface: smgw-proxy check --interface eth0',
    ],
  }),
  'interfaces-several': ({ candidates }) => ({
    text: `several could be that of the gateway: ${list(candidates)}`,
    remedy: [`Name one of them: smgw-proxy check --interface ${candidates[0] ?? 'eth0'}`],
  }),
  'cable-plugged': ({ link }) => ({ text: `is in ${link}, with a device at the other end` }),
  'cable-unplugged': ({ link }) => ({
    text: `no device that is switched on is connected to ${link}`,
    remedy: [
      "Push the network cable into this machine and into the gateway's HAN socket until it clicks.",
      'If it is in: does an LED of the gateway shine? Another cable sometimes helps, too.',
    ],
  }),
  'cable-link-down': ({ link }) => ({
    text: `${link} is switched off`,
    remedy: [`Switch it on: sudo ip link set ${link} up`],
  }),
  'target-fit': ({ address }) => ({ text: `${address} can be the gateway` }),
  'target-is-own': ({ address, link }) => ({
    text: `${address} is an address of this machine itself (${link}), not the gateway's`,
    remedy: [FIND_TARGET],
  }),
  'target-in-home-network': ({ address, link, network }) => ({
    text: `${address} is in the network ${network} of ${link}, not on the cable to the gateway`,
    remedy: [FIND_TARGET],
  }),
  'target-name-unknown': ({ name, code }) => ({
    text: `the name ${name} has no address that could be found (${code})`,
    remedy: ['Make the address itself the target. Find it: sudo smgw-proxy discover'],
  }),
  'address-fit': ({ link, address }) => ({
    text: address === '' ? `the way to the gateway is ${link}` : `${address} on ${link}`,
  }),
  'address-missing': ({ link, address }) => ({
    text: `${link} has none; the gateway (${address}) answers only within its own network`,
    remedy: ['Set it up: sudo smgw-proxy setup'],
  }),
  'address-wrong-subnet': ({ link, address, addresses }) => ({
    text: `${link} has ${list(addresses)}, and ${address} is not in that network`,
    remedy: [
      'The gateway answers only within its own network. Set it up anew: sudo smgw-proxy setup',
      'Or is the target wrong? Look for the gateway: sudo smgw-proxy discover',
    ],
  }),
  'address-no-link-local': ({ link, address }) => ({
    text: `${link} has no IPv6 address, and ${address} can be reached from one only`,
    remedy: ['Set it up: sudo smgw-proxy setup'],
  }),
  'routes-none': ({ link }) => ({ text: `${link} is not taken for one` }),
  'routes-default-on-han': ({ link }) => ({
    text: `${link} is taken for one (default route), which the gateway is not`,
    remedy: [
      'This machine loses its connection by it, now and then or for good. Set it up anew: sudo smgw-proxy setup',
      `For the moment: sudo ip route del default dev ${link}`,
    ],
  }),
  'dns-none': ({ link }) => ({ text: `${link} has brought none along` }),
  'dns-on-han': ({ link, servers }) => ({
    text: `${link} has brought one along (${list(servers)}), and at the gateway there is none`,
    remedy: [
      'Names are found slowly or not at all by it. Set it up anew: sudo smgw-proxy setup',
      'Or delete the DNS server in the network profile of that interface.',
    ],
  }),
  'forwarding-off': () => ({ text: 'off: the networks stay apart' }),
  'forwarding-on': ({ interfaces }) => ({
    text: `on for ${list(interfaces)}: the home's network and the gateway's are not apart`,
    remedy: [
      'smgw-proxy does not need it, and some gateways lock themselves then. Switch it off:',
      'sudo sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0',
      'For that to last, /etc/sysctl.conf and /etc/sysctl.d must not say otherwise.',
    ],
  }),
  'forwarding-for-containers': ({ link, because }) => ({
    text: `on, because containers or tunnels need it (${list(because)})`,
    remedy: [
      "Keep the gateway's network out of it with a rule, in /etc/nftables.conf for example:",
      `table inet smgw { chain forward { type filter hook forward priority -10; iifname "${link}" drop; oifname "${link}" drop; } }`,
    ],
  }),
  'overlap-none': () => ({ text: "the home's and the gateway's have different addresses" }),
  'overlap-found': ({ link, network, other }) => ({
    text: `${link} and ${other} use the same addresses (${network}): packets go the wrong way`,
    remedy: [
      'Give the home other addresses in your router, such as 192.168.77.0/24,',
      'or let the way hold for the gateway alone: sudo smgw-proxy setup',
    ],
  }),
  'neighbour-answered': ({ address, mac }) => ({ text: `${address} is there (${mac})` }),
  'neighbour-silent': ({ address, link }) => ({
    text: `nobody on ${link} has the address ${address}`,
    remedy: [
      'Is the gateway switched on, and the cable in its HAN socket?',
      'Perhaps it has another address. Look for it: sudo smgw-proxy discover',
    ],
  }),
  'neighbour-unknown': () => ({ text: 'could not be found out' }),
  'tcp-open': (at) => ({ text: `${port(at)} is open` }),
  'tcp-refused': (at) => ({
    text: `${port(at)} is closed: the device is there, and nothing answers at that port`,
    remedy: [
      'Gateways mostly answer at port 443. Is it just starting? Then check again in five minutes.',
      'Otherwise ask the metering operator whether the HAN interface is enabled.',
    ],
  }),
  'tcp-silent': (at) => ({
    text: `${port(at)} does not answer`,
    remedy: [
      'Is the gateway on? It accepts connections from its own network only: is the own address right?',
      'If that does not help: have the gateway restarted, ask the metering operator.',
    ],
  }),
  'tcp-no-way': ({ reason, ...at }) => ({
    text: `there is no way to ${port(at)} (${reason})`,
    remedy: ['Set the interface up anew: sudo smgw-proxy setup'],
  }),
  'tls-fit': (at) => ({ text: `${port(at)} speaks TLS 1.2` }),
  'tls-too-new': (at) => ({
    text: `${port(at)} speaks TLS 1.3 only; a smart meter gateway speaks TLS 1.2`,
    remedy: ['Probably another device: is the cable in the gateway, and is the address right?'],
  }),
  'tls-cut': ({ reason, ...at }) => ({
    text: `${port(at)} accepts the connection and ends it at once (${reason})`,
    remedy: [
      'Perhaps it serves another program just now, or has locked itself after wrong log-ins:',
      'stop other programs, wait 15 minutes, check again.',
    ],
  }),
  'tls-late': (at) => ({
    text: `${port(at)} accepts the connection and then says nothing`,
    remedy: ['The gateway is overloaded or just starting. Check again in five minutes.'],
  }),
  'tls-none': ({ reason, ...at }) => ({
    text: `${port(at)} speaks no TLS as gateways do (${reason})`,
    remedy: ['Probably another device or another port: is the target in the configuration right?'],
  }),
  'certificate-noted': ({ trouble }) => ({
    text: 'seen for the first time, and noted',
    ...unsaved(trouble),
  }),
  'certificate-known': ({ since }) => ({ text: `the same as since ${day(since)}` }),
  'certificate-accepted': ({ trouble }) => ({
    text: 'taken for the right one from now on',
    ...unsaved(trouble),
  }),
  'certificate-changed': ({ certificate, before, since, mac, macBefore }) => ({
    text: `another one than since ${day(since)}`,
    details: [
      `SHA-256 before: ${before}`,
      `SHA-256 now:    ${certificate.fingerprint}`,
      ...(mac === undefined || macBefore === undefined
        ? []
        : mac === macBefore
          ? [`The device is the same (${mac}).`]
          : [`The device is another one, too: ${mac}, before ${macBefore}.`]),
    ],
    remedy: [
      'Operators replace certificates now and then. If in doubt, ask before you use your password.',
      'If the change is right (with sudo if just now, too): smgw-proxy check --accept-certificate',
    ],
  }),
  'certificate-unfamiliar': () => ({
    text: 'has no name by which a gateway could be told',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-foreign': () => ({
    text: 'belongs to another device, not to a gateway',
    remedy: WHOSE_CERTIFICATE,
  }),
  'certificate-expired': ({ validTo }) => ({
    text: `expired on ${isoDate(validTo)}`,
    remedy: ['Programs that look at that refuse it. Only the metering operator can renew it.'],
  }),
  'certificate-not-yet-valid': ({ validFrom }) => ({
    text: `valid from ${isoDate(validFrom)} on: is the clock of this machine right?`,
    remedy: ['It is set over the internet. Look: timedatectl'],
  }),
} satisfies Partial<CauseTexts>;
