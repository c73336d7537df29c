// The English texts of `check`: this machine, the cable, and the answers of the gateway.
import { atHome, en } from '../discover/texts.en.js';
import { dayText } from '../language.js';
import { bareDigits, list, port, type CauseText, type CauseTexts, routeRule } from './words.js';

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
  'node-fit': ({ version }) => version,
  'node-of-service-old': ({ program, version, needed }) => [
    `the service uses ${program}, which is too old (${version})`,
    `Install Node.js ${needed} or newer there; Raspberry Pi OS has it from "Trixie" on.`,
  ],
  'config-file': ({ file }) => `${file} is fine`,
  'config-defaults': ({ file }) => `there is no ${file}, so the defaults apply`,
  'config-wrong': ({ problems, editor }) => ({
    text: problems.length === 1 ? (problems[0] ?? '') : `has ${problems.length} mistakes`,
    details: problems.length === 1 ? [] : problems,
    remedy: [
      editor === undefined ? 'Correct this.' : `Correct this: ${editor}`,
      'Then check again: sudo smgw-proxy check',
    ],
  }),
  'interfaces-found': ({ link, home }) =>
    `${link} leads to the gateway, ${home ?? 'none'} to the home network`,
  'interfaces-unreadable': ({ reason }) => [
    `the system does not show the interfaces and addresses of this machine (${reason})`,
    'Run this check outside of the container or sandbox.',
  ],
  'interfaces-no-gateway': ({ home }) => [
    home === undefined
      ? 'none leads to the gateway: it must be one for a cable, and not the way to the home network'
      : atHome(home),
    ...(home?.hasOther === true
      ? ["Move the cable to the gateway's HAN socket. Set it up: sudo smgw-proxy setup"]
      : ['Connect this machine to the home network by Wi-Fi, and to the gateway by cable.']),
    'Or name the interface: sudo smgw-proxy check --interface eth0',
  ],
  'interfaces-several': ({ candidates }) => [
    `several may lead to the gateway: ${list(candidates)}`,
    `Name the right one: sudo smgw-proxy check --interface ${candidates[0] ?? 'eth0'}`,
  ],
  'cable-plugged': ({ link }) => en.carrier(link).plugged,
  'cable-unplugged': ({ link }) => en.carrier(link).unplugged,
  'cable-link-down': ({ link }) => en.carrier(link).down,
  'target-fit': ({ address }) => `${address} can be the gateway`,
  'target-is-own': ({ address, link }) => [
    `${address} is an address of this machine itself (${link}), not of the gateway`,
    FIND_TARGET,
  ],
  'target-in-home-network': ({ address, link, network }) => [
    `${address} is in the network ${network} of ${link}, not on the cable to the gateway`,
    FIND_TARGET,
  ],
  'target-name-unknown': ({ name, code }) => [
    `the name ${name} cannot be resolved to an address (${code})`,
    FIND_TARGET,
  ],
  'target-name-unanswered': ({ name, code }) => [
    `no name server answers for the name ${name} (${code})`,
    'Names come from the router: is it on, and is this machine connected to it? The service keeps trying.',
  ],
  'address-fit': ({ link, address }) =>
    address === '' ? `the route to the gateway is ${link}` : `${address} on ${link}`,
  'way-own': ({ link, from }) => `packets from ${from} go out by ${link}`,
  'way-other': ({ address, link, from, other }) => [
    other === undefined
      ? `no way from ${from} to ${address}`
      : `packets from ${from} go out by ${other}, not by ${link}: that may be another gateway`,
    'smgw-proxy lets no client through there. A rule and a table of its own lead the right way, with NetworkManager:',
    routeRule(link, from),
    `sudo nmcli device reapply ${link}`,
    'Each further gateway needs another number in place of 101.',
  ],
  'address-missing': ({ link, address }) => [
    `${link} has no address; the gateway (${address}) answers only within its own network`,
    SET_UP,
  ],
  'address-wrong-subnet': ({ link, address, addresses }) => [
    `${link} has ${list(addresses)}, and ${address} is not in that network`,
    'The gateway answers only within its own network. Set it up again: sudo smgw-proxy setup',
    'Or is the target wrong? Search for the gateway: sudo smgw-proxy discover',
  ],
  'address-no-link-local': ({ link, address }) => [
    `${link} has no IPv6 address, and ${address} can only be reached from one`,
    SET_UP,
  ],
  'routes-none': ({ link }) => `none via ${link}`,
  'routes-default-on-han': ({ link }) => [
    `goes via ${link}, but the gateway does not lead to the internet`,
    'This machine loses its connection at times, or for good. Set it up again: sudo smgw-proxy setup',
    `For the moment: sudo ip route del default dev ${link}`,
  ],
  'dns-none': ({ link }) => `none from ${link}`,
  'dns-on-han': ({ link, servers }) => [
    `${list(servers)} from ${link}, but the gateway has none`,
    'Names are found slowly or not at all. Set it up again: sudo smgw-proxy setup',
    'Or remove the DNS server from the network profile of that interface.',
  ],
  'forwarding-off': () => 'off: the networks stay separate',
  'forwarding-on': ({ interfaces }) => [
    `on for ${list(interfaces)}: the home network and that of the gateway are not separate`,
    'smgw-proxy does not need it, and some gateways lock themselves because of it.',
    'Switch it off: sudo sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0',
    'To keep it off, remove other values from /etc/sysctl.conf and /etc/sysctl.d.',
  ],
  'forwarding-for-containers': ({ link, because }) => [
    `on, because containers or tunnels need it (${list(because)})`,
    'Exclude the network of the gateway with a rule, for example in /etc/nftables.conf:',
    `table inet smgw { chain forward { type filter hook forward priority -10; iifname "${link}" drop; oifname "${link}" drop; } }`,
  ],
  'overlap-none': () => 'the home network and that of the gateway have different addresses',
  'overlap-found': ({ link, network, other }) => [
    `${link} and ${other} use the same addresses (${network}), so that packets go to the wrong one`,
    'Give the home network other addresses in your router, such as 192.168.77.0/24.',
    'Or limit the route to the gateway alone: sudo smgw-proxy setup',
    `Is it another gateway? Then each needs its source in the configuration, such as source: ${link}`,
  ],
  'neighbour-answered': ({ address, mac }) => `${address} is there (${mac})`,
  'neighbour-silent': ({ address, link }) => [
    `no device on ${link} has the address ${address}`,
    'Is the gateway switched on, and the cable in its HAN socket?',
    'It may have another address. Search for it: sudo smgw-proxy discover',
  ],
  'neighbour-unknown': () => 'could not be tested',
  'tcp-open': (at) => `${port(at)} is open`,
  'tcp-refused': (at) => [
    `${port(at)} is closed: the device is there, but nothing answers on that port`,
    'Gateways usually answer on port 443. Is it just starting? Then check again in five minutes.',
    'Otherwise ask the metering operator whether the HAN interface is enabled.',
  ],
  'tcp-silent': (at) => [
    `${port(at)} does not answer`,
    'Is the gateway switched on? It accepts connections only from its own network: is the address of this machine right?',
    'If that does not help, ask the metering operator to restart the gateway.',
  ],
  'tcp-no-way': ({ reason, ...at }) => [
    `there is no route to ${port(at)} (${reason})`,
    'Set the interface up again: sudo smgw-proxy setup',
  ],
  'tls-fit': ({ version, ...at }) => `${port(at)} speaks ${version}`,
  'tls-too-new': (at) => [
    `${port(at)} speaks only TLS 1.3; a smart meter gateway speaks TLS 1.2`,
    'This is probably another device: is the cable in the gateway, and is the address right?',
  ],
  'tls-cut': ({ reason, ...at }) => [
    `${port(at)} accepts the connection and ends it at once (${reason})`,
    'Other programs may be using the gateway, or it has locked itself after wrong logins. Some gateways take few connections at once.',
    'Stop other programs, wait 15 minutes, then check again: sudo smgw-proxy check',
  ],
  'tls-late': (at) => [
    `${port(at)} accepts the connection, but then sends nothing`,
    'The gateway is overloaded or just starting. Check again in five minutes: sudo smgw-proxy check',
    'Does it stay so? Too many readings make some gateways mute until the metering operator restarts them: ask for that, then read every 15 minutes.',
  ],
  'tls-none': ({ reason, ...at }) => [
    `${port(at)} does not speak TLS as gateways do (${reason})`,
    'This is probably another device or another port: is the target in the configuration right?',
  ],
  'certificate-noted': ({ trouble }) => ({ text: 'seen for the first time, and saved', ...unsaved(trouble) }),
  'certificate-known': ({ since }) => `the same since ${day(since)}`,
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
  'certificate-unfamiliar': () => ['has no name that identifies a gateway', ...WHOSE_CERTIFICATE],
  'certificate-foreign': () => ['belongs to another device, not to a gateway', ...WHOSE_CERTIFICATE],
  'certificate-expired': ({ validTo }) => [
    `expired on ${dayText('en', validTo)}`,
    'Programs that check the date refuse it. Only the metering operator can renew it.',
  ],
  'certificate-not-yet-valid': ({ validFrom }) => [
    `valid only from ${dayText('en', validFrom)}: is the clock of this machine right?`,
    'The clock is set over the internet. Look at it: timedatectl',
  ],
  'pin-same': (at) => `${port(at)} shows the pinned certificate (target-fingerprint)`,
  'pin-other': ({ certificate, pinned, ...at }) => ({
    text: `${port(at)} does NOT show the pinned certificate, so that no client gets through`,
    details: [`SHA-256 pinned: ${pinned}`, `SHA-256 now:    ${certificate.fingerprint}`],
    remedy: [
      'Is the cable still in your gateway? Operators replace certificates now and then. If in doubt, ask them.',
      `Only if it is right, change the configuration: target-fingerprint: ${bareDigits(certificate.fingerprint)}`,
    ],
  }),
  'pin-none': ({ fingerprint }) => ({
    text: 'not used (target-tls is off): your programs speak TLS to the gateway themselves',
    details: [
      'For programs that cannot; passwords then cross your home unencrypted. If this is your gateway:',
      `--target-tls --target-fingerprint ${bareDigits(fingerprint)}`,
      'Or in the configuration file:',
      'target-tls: on',
      `target-fingerprint: ${bareDigits(fingerprint)}`,
    ],
  }),
} satisfies Partial<CauseTexts>;
