// Judges the link to the gateway: packets for the gateway must go there, and no others.
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isLinkLocal } from '../config/ip-literal.js';
import { isInNetwork, networkOn, overlaps } from '../machine/subnet.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { Forwarding } from '../machine/ip-forwarding.js';
import type { Carrier } from '../machine/links.js';
import type { Route } from '../machine/routes.js';
import { finding, type Finding } from './causes.js';

const LOOPBACK = 'lo';
const CABLE = {
  plugged: 'cable-plugged',
  unplugged: 'cable-unplugged',
  down: 'cable-link-down',
} as const satisfies Record<Carrier, string>;

export const judgeCable = (link: string, carrier: Carrier): Finding => finding(CABLE[carrier], { link });

/** An address with the facts that its judgement needs. */
export interface PlacedAddress {
  readonly address: string;
  /** The link to the gateway. */
  readonly link: string;
  readonly own: readonly OwnNetwork[];
  readonly route: Route | undefined;
}

/** Whether the address can be a gateway's on this link. */
export function judgeTarget({ address, link, own, route }: PlacedAddress): Finding {
  const plain = address.split('%')[0] ?? '';
  const mine = own.find((network) => network.address === plain) ?? networkOn(address, LOOPBACK, own);
  if (mine !== undefined) return finding('target-is-own', { address, link: mine.interface });
  const [elsewhere] = overlaps(address, link, own);
  const isHere = networkOn(address, link, own) !== undefined || route?.interface === link;
  if (elsewhere === undefined || isHere) return finding('target-fit', { address });
  const network = networkText(elsewhere);
  return finding('target-in-home-network', { address, link: elsewhere.interface, network });
}

/** Whether this machine has an address in the gateway's subnet, because gateways answer no others. */
export function judgeAddress({ address, link, own, route }: PlacedAddress): Finding {
  const here = own.filter((network) => network.interface === link);
  if (isLinkLocal(address)) return judgeLinkLocal(address, link, here);
  const fit = networkOn(address, link, own);
  if (fit !== undefined) return finding('address-fit', { link, address: `${fit.address}/${fit.prefix}` });
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const addresses = here
    .filter((network) => network.family === family)
    .map((each) => `${each.address}/${each.prefix}`);
  // A host route to the gateway, as setup adds where the home uses the same subnet.
  if (route?.interface === link && route.isDirect)
    return finding('address-fit', { link, address: addresses.join(', ') });
  return addresses.length === 0
    ? finding('address-missing', { address, link })
    : finding('address-wrong-subnet', { address, link, addresses });
}

/** Whether the kernel sends packets from the own address of a source over its link, and not to another gateway. */
export function judgeWay({ address, link, route }: PlacedAddress, from: string): Finding {
  return route?.interface === link
    ? finding('way-own', { link, from })
    : finding('way-other', { address, link, from, other: route?.interface });
}

function judgeLinkLocal(address: string, link: string, here: readonly OwnNetwork[]): Finding {
  const mine = here.find((network) => isLinkLocal(network.address));
  return mine === undefined
    ? finding('address-no-link-local', { address, link })
    : finding('address-fit', { link, address: mine.address });
}

export const judgeRoutes = (link: string, defaultRoutes: ReadonlySet<string>): Finding =>
  defaultRoutes.has(link) ? finding('routes-default-on-han', { link }) : finding('routes-none', { link });

/**
 * @param configured the name servers of all links
 * @param ofLink those of the link to the gateway
 */
export function judgeDns(
  link: string,
  own: readonly OwnNetwork[],
  configured: readonly string[],
  ofLink: readonly string[],
): Finding {
  const there = configured.filter(
    (server) => server.endsWith(`%${link}`) || networkOn(server, link, own) !== undefined,
  );
  const servers = [...new Set([...ofLink, ...there])];
  return servers.length > 0 ? finding('dns-on-han', { link, servers }) : finding('dns-none', { link });
}

/** Interfaces of container engines, virtual machines and tunnels, which need forwarding. */
const NEEDS_FORWARDING = /^(?:docker|br-|veth|podman|cni|virbr|lxc|lxd|incus|hassio|tailscale|wg)/;

export function judgeForwarding(link: string, forwarding: readonly Forwarding[]): Finding {
  if (forwarding.length === 0) return finding('forwarding-off', {});
  const names = new Set(forwarding.map((each) => each.interface));
  const because = [...names].filter((name) => NEEDS_FORWARDING.test(name));
  const others = forwarding.filter((each) => !because.includes(each.interface));
  const interfaces = others.map((each) => `${each.interface} (${each.family})`);
  return because.length > 0
    ? finding('forwarding-for-containers', { link, interfaces, because })
    : finding('forwarding-on', { interfaces });
}

/** A /32 overlaps other subnets on purpose, so that it does not count. */
const ALONE = 32;

export function judgeOverlap(link: string, own: readonly OwnNetwork[]): Finding {
  const subnets = own.filter(({ prefix }) => prefix < ALONE);
  const here = subnets.filter((each) => each.interface === link);
  const other = subnets
    .filter((each) => each.interface !== link)
    .find((each) => here.some((mine) => isInNetwork(mine.address, each) || isInNetwork(each.address, mine)));
  return other === undefined
    ? finding('overlap-none', {})
    : finding('overlap-found', { link, network: networkText(other), other: other.interface });
}

/** 192.168.0.10/24 → 192.168.0.0/24 */
function networkText({ address, prefix }: OwnNetwork): string {
  return `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefix}`).toString()}/${prefix}`;
}
