// The English texts of `discover`. Everything that goes into them is fit to print.
import type { Impossible } from '../../discovery/can-be-gateway.js';
import type { Find } from '../../discovery/device.js';
import type { Proposal } from '../../discovery/propose.js';
import type { MakerGuess } from '../../gateway/maker.js';
import { bare } from '../../config/problem.js';
import type { HomeCable } from '../../machine/home-cable.js';
import { placeOf, type Carrier } from '../../machine/links.js';
import { dayText } from '../language.js';

/** A certificate's facts as they are printed. */
export interface CertificateTexts {
  readonly subject: string;
  readonly names: string;
  /** Undefined where it has signed itself. */
  readonly issuer: string | undefined;
  readonly fingerprint: string;
  readonly validTo: Date;
  readonly isExpired: boolean;
}

/** Each state of the cable, with its remedies behind it. */
export type CarrierTexts = Readonly<Record<Carrier, readonly [text: string, ...remedy: string[]]>>;

const FROM = {
  certificate: 'from its certificate',
  mac: 'from its hardware address',
  service: 'from its mDNS service',
  mdns: 'probably, because it answers to smgw.local',
  address: 'a guess from its address',
} as const;

export const en = {
  steps: {
    cable: 'Cable',
    configured: 'Existing address',
    dhcp: 'DHCP',
    mdns: 'Name smgw.local',
    known: 'Known addresses',
    replug: 'Cable out and in again',
    around: 'Near the known addresses',
    wide: 'Wide search',
    tls: 'Contact the gateway',
    proposal: 'Address for this machine',
  },
  carrier: (link: string): CarrierTexts => ({
    plugged: [`plugged into ${link}, with a device at the other end`],
    unplugged: [
      `no device that is switched on is connected to ${link}`,
      "Push the network cable firmly into this machine and into the gateway's HAN socket.",
      'Is it in? Check whether an LED on the gateway is lit, or try another cable.',
    ],
    down: [`${link} is switched off`, `Switch it on: sudo ip link set ${link} up`],
  }),
  skipped: (link: string) => ({
    'not-permitted': 'needs root',
    'no-perl': 'needs Perl (Debian package perl-base)',
    failed: `no Ethernet frames could be sent on ${link}`,
    'no-address': 'none, which is normal the first time',
    'no-link-local': `${link} has no IPv6 address`,
    'not-asked': 'only on request',
  }),
  nothing: {
    configured: 'no gateway answers there',
    dhcp: 'no server assigns addresses here',
    mdns: 'no answer',
    known: 'none of them answers',
    replug: 'nothing was heard',
    around: 'no answer',
    wide: 'no answer',
  },
  answer: (addresses: readonly string[]) =>
    `${addresses.join(', ')} ${addresses.length === 1 ? 'answers' : 'answer'}`,
  homeNetwork: (server: string, offered: string) =>
    `${server} offers the address ${offered} and a route to the internet: this is a home network, not a gateway`,
  homeNetworkAdvice: ["Unplug the cable from the router and plug it into the gateway's HAN socket."],
  lookFailed: (code: string) => `did not work (${code})`,
  pullCable: (minutes: number) =>
    `Pull the network cable out of the Raspberry Pi, count to three, and plug it in again. Waiting for up to ${minutes} minutes. (Skip: Enter key)`,
  carrierNow: {
    plugged: 'The cable is back. The gateway usually answers within 20 seconds.',
    unplugged: 'The cable is out.',
    down: '',
  },
  verdict: ({ verdict, address, port }: Find) => {
    switch (verdict.kind) {
      case 'gateway':
        return verdict.at === address
          ? `${address} answers with TLS 1.2`
          : `${address} answers with TLS 1.2 (at ${verdict.at})`;
      case 'no-gateway':
        return `${address} is a device, but not a gateway: ${
          verdict.code === 'ECONNREFUSED'
            ? `port ${port} is closed`
            : `no TLS 1.2 on port ${port} (${verdict.code})`
        }`;
      case 'impossible':
        return impossible(address, verdict.because);
      case 'address-unknown':
        return `${address} is a device whose IPv4 address is still unknown`;
      case 'silent':
        return `${address} is a device, but port ${port} does not answer (${verdict.code})`;
      case 'unverified':
        return verdict.reason === 'overlap'
          ? `${address} was not tried, because the home network uses the same addresses`
          : `${address}, as soon as this machine has an address on the cable`;
    }
  },
  impossible,
  nameIt: (address: string) => `Is it the gateway after all? Then: sudo smgw-proxy setup --target ${address}`,
  names: (names: readonly string[]) => `calls itself: ${names.join(', ')}`,
  certificate: ({ subject, names, issuer, fingerprint, validTo, isExpired }: CertificateTexts) => [
    `certificate for: ${subject}${names === '' ? '' : `; ${names}`}`,
    `issued by: ${issuer ?? 'itself'}`,
    `valid until: ${dayText('en', validTo)}${isExpired ? ' (expired)' : ''}`,
    `SHA-256: ${fingerprint}`,
  ],
  maker: (guess: MakerGuess) => `Maker: ${madeBy(guess)}`,
  madeBy,
  makerUnknown: 'Maker: unknown',
  proposal: (link: string, { address, prefix }: Proposal) => `${address}/${prefix} on ${link}, which is free`,
  proposalOverlap: (interfaces: readonly string[]) =>
    `${interfaces.join(', ')} uses this network, too: the route to the gateway must be for its address alone.`,
  proposalNone: "all addresses next to the gateway's are taken",
  found: (address: string, isSure: boolean) =>
    isSure
      ? [`Found: the gateway has the address ${address}.`]
      : [`Found: a device has the address ${address}, most likely the gateway.`],
  foundOthers: (addresses: readonly string[]) => `Also possible: ${addresses.join(', ')}.`,
  notFound: ['No gateway found.'],
  onlyOthers: ['No gateway found, only other devices (see above).'],
  needsRoot: [
    'Part of the search needs root, because it sends and reads its own Ethernet frames.',
    '→ Search everything: sudo smgw-proxy discover',
  ],
  wideHint: '→ Search all usual networks (about 13 minutes): sudo smgw-proxy discover --wide',
  letterLead:
    "Is the cable in the gateway's HAN socket, and is the gateway switched on? Then ask the metering operator (Messstellenbetreiber), whose name is on your electricity or metering bill. A letter to copy:",
  noLink: (home: HomeCable | undefined, command: string) =>
    home === undefined
      ? [
          'No network socket for the gateway found. It must be one for a cable that does not lead into the home network.',
          '→ Connect this machine to the home network by Wi-Fi, and to the gateway by cable.',
          `→ Or name the interface: sudo smgw-proxy ${command} --interface eth0`,
        ]
      : [
          `${atHome(home)}. The cable belongs in the gateway's HAN socket.`,
          ...(home.hasOther
            ? []
            : [
                '→ First connect this machine to the home network by Wi-Fi: sudo nmtui',
                '→ No Wi-Fi? Then it needs a second network socket, such as a USB network adapter.',
              ]),
          `→ Move the cable, then run this again: sudo smgw-proxy ${command}`,
        ],
  unreadable: (reason: string) => [
    `This machine's network cannot be seen: the system does not show its interfaces and addresses (${reason}).`,
    '→ Run this outside of the container or sandbox.',
  ],
  lookingAtAll: (links: readonly string[]) => `Looking for the gateway at ${list(links.map(placed))} …`,
  severalLinks: (plugged: readonly string[], all: readonly string[], command: string) =>
    plugged.length > 0
      ? [
          `${list(plugged.map(placed))} each have a cable plugged in. Which one leads to the gateway?`,
          `→ For example: sudo smgw-proxy ${command} --interface ${bare(plugged[0] ?? 'eth0')}`,
        ]
      : [
          `No cable is plugged in at ${list(all.map(placed))}.`,
          `→ Plug the gateway's cable into one of them, then run this again: sudo smgw-proxy ${command}`,
        ],
};

/** As said by discover and check. */
export function atHome({ link, address, router }: HomeCable): string {
  const facts = [
    ...(address === undefined ? [] : [`this machine is ${address} there`]),
    ...(router === undefined ? [] : [`router ${router}`]),
  ];
  return `${bare(link)} is connected to your home network${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}

const PLACES = { 'built-in': ' (built in)', usb: ' (USB)' } as const;

/** An interface, and where its socket is. */
function placed(link: string): string {
  const place = placeOf(link);
  return `${bare(link)}${place === undefined ? '' : PLACES[place]}`;
}

function madeBy({ maker, from }: MakerGuess): string {
  return `${maker} (${FROM[from]})`;
}

function impossible(address: string, because: Impossible): string {
  switch (because.reason) {
    case 'own':
      return `${address} is an address of this machine and cannot be the gateway`;
    case 'no-host':
      return `${address} is an address that no device can have`;
    case 'name-server':
      return `${address} is a name server of this machine and cannot be the gateway`;
    case 'router':
      return `${address} is the router at ${because.interface} and cannot be the gateway`;
    case 'neighbour':
      return `${address} is a device at ${because.interface}, not on the cable`;
    case 'network':
      return `${address} belongs to the network at ${because.interface}, and gateways do not usually have it`;
    case 'public':
      return `${address} is an address on the internet, and gateways do not usually have it`;
  }
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}
