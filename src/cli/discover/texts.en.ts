// The English texts of `discover`. Everything that goes into them is fit to print.
import type { Find } from '../../discovery/device.js';
import type { Proposal } from '../../discovery/propose.js';
import type { MakerGuess } from '../../gateway/maker.js';

/** A certificate's facts as they are printed. */
export interface CertificateTexts {
  readonly subject: string;
  readonly names: string;
  /** Undefined where it has signed itself. */
  readonly issuer: string | undefined;
  readonly fingerprint: string;
  readonly validTo: string;
  readonly isExpired: boolean;
}

const FROM = {
  certificate: 'by its certificate',
  mac: 'by its hardware address',
  mdns: 'supposed, because it answers to smgw.local',
  address: 'guessed, because it has this address',
} as const;

export const en = {
  steps: {
    cable: 'Cable',
    configured: 'Addresses at hand',
    dhcp: 'DHCP',
    mdns: 'Name smgw.local',
    known: 'Known addresses',
    replug: 'Replugging the cable',
    around: 'Around the known addresses',
    wide: 'Wide search',
    tls: 'Port 443',
    proposal: 'Address for this machine',
  },
  carrier: (link: string) => ({
    plugged: `is in ${link}, with a device at the other end`,
    unplugged: `no device that is switched on is connected to ${link}`,
    down: `${link} is switched off`,
  }),
  carrierAdvice: (link: string) => ({
    plugged: [],
    unplugged: [
      "Push the network cable into this machine and into the gateway's HAN socket until it clicks.",
      'If it is in: does an LED of the gateway shine? Another cable sometimes helps, too.',
    ],
    down: [`Switch it on: sudo ip link set ${link} up`],
  }),
  skipped: (link: string) => ({
    'not-permitted': 'needs root',
    'no-perl': 'needs Perl (Debian package perl-base)',
    failed: `no Ethernet frames could be sent on ${link}`,
    'no-address': `${link} has no IPv4 address in a network where a gateway could be`,
    'no-link-local': `${link} has no IPv6 address`,
    'not-asked': 'only if asked for',
  }),
  nothing: {
    cable: '',
    configured: 'no gateway answers there',
    dhcp: 'nobody gives out addresses here',
    mdns: 'nobody answers',
    known: 'none of them answers',
    replug: 'nothing was heard',
    around: 'nobody answers',
    wide: 'nobody answers',
    tls: '',
    proposal: '',
  },
  answer: (addresses: readonly string[]) =>
    `${addresses.join(', ')} ${addresses.length === 1 ? 'answers' : 'answer'}`,
  homeNetwork: (server: string, offered: string) =>
    `${server} offers the address ${offered} and a way into the internet: that is a home network, no gateway`,
  homeNetworkAdvice: ["The cable belongs into the gateway's HAN socket, not into the router."],
  lookFailed: (code: string) => `did not work (${code})`,
  pullCable: (link: string) =>
    `Now pull the network cable out of ${link}, wait three seconds, and plug it in again. (To go on without: Enter.)`,
  carrierNow: { plugged: 'The cable is back; listening.', unplugged: 'The cable is out.', down: '' },
  verdict: ({ verdict, address }: Find) => {
    switch (verdict.kind) {
      case 'gateway':
        return verdict.at === address
          ? `${address} answers with TLS 1.2`
          : `${address} answers with TLS 1.2 (at ${verdict.at})`;
      case 'no-gateway':
        return `${address} is a device, but no gateway: ${
          verdict.code === 'ECONNREFUSED' ? 'the port is closed' : `no TLS 1.2 (${verdict.code})`
        }`;
      case 'address-unknown':
        return `${address} is a device that has not told its IPv4 address`;
      case 'silent':
        return `${address} is a device, but the port does not answer (${verdict.code})`;
      case 'unverified':
        return verdict.reason === 'overlap'
          ? `${address} was not tried, because the home network uses the same addresses`
          : `${address} was not tried, because this machine has no address in its subnet`;
    }
  },
  names: (names: readonly string[]) => `calls itself: ${names.join(', ')}`,
  certificate: ({ subject, names, issuer, fingerprint, validTo, isExpired }: CertificateTexts) => [
    `certificate for: ${subject}${names === '' ? '' : `; ${names}`}`,
    `issued by: ${issuer ?? 'itself'}`,
    `valid until: ${validTo}${isExpired ? ' - expired' : ''}`,
    `SHA-256: ${fingerprint}`,
  ],
  maker: ({ maker, from }: MakerGuess) => `maker: ${maker} (${FROM[from]})`,
  makerUnknown: 'maker: unknown',
  proposal: (link: string, { address, prefix }: Proposal) =>
    `${address}/${prefix} on ${link}, used by nobody`,
  proposalOverlap: (interfaces: readonly string[]) =>
    `${interfaces.join(', ')} uses this network, too: the route to the gateway must be for its address alone.`,
  proposalNone: "all addresses next to the gateway's are taken",
  found: (address: string, isSure: boolean) =>
    isSure
      ? [`Found: the gateway has the address ${address}.`]
      : [`Found: a device has the address ${address}, most likely the gateway.`],
  foundOthers: (addresses: readonly string[]) => `Also possible: ${addresses.join(', ')}.`,
  notFound: ['No gateway found.'],
  onlyOthers: ['No gateway found, only devices that are none (see above).'],
  needsRoot: [
    'A part of the search needs root, because it sends and reads Ethernet frames of its own.',
    'All of it: sudo smgw-proxy discover',
  ],
  wideHint: 'To search all usual networks (about 13 minutes): sudo smgw-proxy discover --wide',
  letterLead:
    'The address is known to the metering operator (Messstellenbetreiber), whose name is on the bill for the meter. A letter to copy:',
  noLink: [
    'No network socket for the gateway found: it has to be one for a cable that is not the way into the home network.',
    'Connect this machine to the home network by Wi-Fi and to the gateway by cable, or name the interface: --interface eth0',
  ],
  severalLinks: (candidates: readonly string[]) => [
    `Several interfaces could be it: ${candidates.join(', ')}. Name one of them: --interface ${candidates[0] ?? 'eth0'}`,
  ],
};
