// The links and addresses on which the name is claimed: home links only, never the gateway's.
import { BlockList, isIPv4 } from 'node:net';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import { canonical, isLinkLocal } from '../config/ip-literal.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { Gateways } from './gateway-links.js';

/** The present networks of this machine. */
export interface MachineNetworks {
  readonly networks: readonly OwnNetwork[];
  /** The interface index of a multicast link; undefined for others. */
  readonly indexOf: (interfaceName: string) => number | undefined;
  readonly gateways: Gateways;
}

/** A link to the home. A change of any field makes it another link. */
export interface HomeLink {
  readonly interface: string;
  readonly index: number;
  /** The usable addresses of the link on which a forward listens; at least one. */
  readonly addresses: readonly string[];
  /** All usable addresses of the link, without their states. */
  readonly networks: readonly OwnNetwork[];
  /** The gateways' addresses, which are on another link even if a subnet of this one holds them. */
  readonly elsewhere: readonly string[];
}

/** Most addresses of the name, because the records must fit into one packet. */
const MAX_ADDRESSES = 16;

export function homeLinks(forwards: readonly ForwardConfig[], machine: MachineNetworks): HomeLink[] {
  const entries = forwards.flatMap(({ listen }) => listen);
  const names = [...new Set(machine.networks.map((network) => network.interface))];
  return names.flatMap((name) => {
    const index = machine.gateways.links.has(name) ? undefined : machine.indexOf(name);
    const usable = machine.networks.filter((network) => network.interface === name && isUsable(network));
    const listened = usable.filter((network) => entries.some((entry) => isListenedOn(entry, network)));
    const addresses = preferred(listened).slice(0, MAX_ADDRESSES);
    if (index === undefined || addresses.length === 0) return [];
    const networks = usable.map(({ address, prefix, family }) => ({
      interface: name,
      address,
      prefix,
      family,
    }));
    return [{ interface: name, index, addresses, networks, elsewhere: machine.gateways.addresses }];
  });
}

/** Not an address that another device may have (RFC 4862 section 5.4). */
const isUsable = ({ state }: OwnNetwork): boolean => state === undefined || state === 'deprecated';

/** A deprecated address only where there is no other one, because new connections are not to use it (section 5.5.4). */
function preferred(networks: readonly OwnNetwork[]): string[] {
  const others = networks.filter(({ state }) => state === undefined);
  return (others.length > 0 ? others : networks).map(({ address }) => address);
}

/** A port that is closed while the gateway is down counts too, so that the name stays stable. */
function isListenedOn(entry: ListenAddress, network: OwnNetwork): boolean {
  if (entry.interface !== undefined) return entry.interface === network.interface;
  const host = canonical(entry.host ?? '::');
  if (host === '::') return true;
  if (host === '0.0.0.0') return network.family === 'ipv4';
  const [address = '', zone = network.interface] = host.split('%');
  return address === canonical(network.address) && zone === network.interface;
}

/** The source address for messages on a link; undefined without an address of that family. */
export function sourceOf({ networks }: HomeLink, wanted: OwnNetwork['family']): string | undefined {
  // IPv6 is unusable on a link without a link-local address.
  const isFit = ({ family, address }: OwnNetwork): boolean =>
    family === wanted && (family === 'ipv4' || isLinkLocal(address));
  return networks.find(isFit)?.address;
}

/** A test whether a socket's peer address is on the link (RFC 6762 section 11). */
export function neighbourhood(link: HomeLink): (address: string) => boolean {
  const subnets = new BlockList();
  for (const { address, prefix, family } of link.networks)
    // A prefix of 0 would cover the internet. Link-local addresses are on every link; only their zone counts.
    if (prefix > 0 && !isLinkLocal(address)) subnets.addSubnet(address, prefix, family);
  const elsewhere = new Set(link.elsewhere);
  return (text) => {
    const [address = '', zone] = text.split('%');
    if (elsewhere.has(canonical(address))) return false;
    if (isLinkLocal(address)) return zone === link.interface;
    return subnets.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  };
}
