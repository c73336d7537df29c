// On which links of this machine the name stands for which addresses: at home, and never where the gateway is.
import { BlockList, isIPv4 } from 'node:net';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import { canonical, isLinkLocal } from '../config/ip-literal.js';
import type { OwnNetwork } from '../machine/interfaces.js';

/** What is known of this machine at the moment. */
export interface MachineNetworks {
  readonly networks: readonly OwnNetwork[];
  /** The number of a link that carries multicast to neighbours. */
  readonly indexOf: (interfaceName: string) => number | undefined;
  /** Links on which a gateway is. */
  readonly gatewayLinks: ReadonlySet<string>;
  /** The addresses of the gateways, without zones. */
  readonly gateways: readonly string[];
}

/** A link to the home; whatever is different makes another link. */
export interface HomeLink {
  readonly interface: string;
  readonly index: number;
  /** Those of its addresses on which a forward listens; at least one. */
  readonly addresses: readonly string[];
  /** All of its addresses. */
  readonly networks: readonly OwnNetwork[];
  /** Addresses that are not on this link, even if they are in a subnet of it: those of the gateways. */
  readonly elsewhere: readonly string[];
}

/** More addresses than these are left out: the records have to fit into one packet. */
const MAX_ADDRESSES = 16;

export function homeLinks(forwards: readonly ForwardConfig[], machine: MachineNetworks): HomeLink[] {
  const entries = forwards.flatMap(({ listen }) => listen);
  const names = [...new Set(machine.networks.map((network) => network.interface))];
  return names.flatMap((name) => {
    const index = machine.gatewayLinks.has(name) ? undefined : machine.indexOf(name);
    const networks = machine.networks.filter((network) => network.interface === name);
    const listened = networks.filter((network) => entries.some((entry) => isListenedOn(entry, network)));
    const addresses = listened.map(({ address }) => address).slice(0, MAX_ADDRESSES);
    if (index === undefined || addresses.length === 0) return [];
    return [{ interface: name, index, addresses, networks, elsewhere: machine.gateways }];
  });
}

/** Even while the port is closed because the gateway cannot be reached: the name stays the same. */
function isListenedOn(entry: ListenAddress, network: OwnNetwork): boolean {
  if (entry.interface !== undefined) return entry.interface === network.interface;
  const host = canonical(entry.host ?? '::');
  if (host === '::') return true;
  if (host === '0.0.0.0') return network.family === 'ipv4';
  const [address = '', zone = network.interface] = host.split('%');
  return address === canonical(network.address) && zone === network.interface;
}

/** From which address of a link messages go out; none without an address of that family. */
export function sourceOf({ networks }: HomeLink, wanted: OwnNetwork['family']): string | undefined {
  // Without a link-local address a link has no IPv6.
  const isFit = ({ family, address }: OwnNetwork): boolean =>
    family === wanted && (family === 'ipv4' || isLinkLocal(address));
  return networks.find(isFit)?.address;
}

/** Tells whether an address, as a socket names it, is on a link (RFC 6762 section 11). */
export function neighbourhood(link: HomeLink): (address: string) => boolean {
  const subnets = new BlockList();
  for (const { address, prefix, family } of link.networks)
    // A prefix of 0 is no neighbourhood; link-local addresses are on every link, and told apart by their zones.
    if (prefix > 0 && !isLinkLocal(address)) subnets.addSubnet(address, prefix, family);
  const elsewhere = new Set(link.elsewhere);
  return (text) => {
    const [address = '', zone] = text.split('%');
    if (elsewhere.has(canonical(address))) return false;
    if (isLinkLocal(address)) return zone === link.interface;
    return subnets.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  };
}
