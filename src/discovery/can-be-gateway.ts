// Judges whether an address can be the gateway's. Any device on the cable can claim any address.
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { canonical } from '../config/ip-literal.js';
import { KNOWN_ADDRESSES } from '../gateway/known-addresses.js';
import { ownNetworks, type OwnNetwork } from '../machine/interfaces.js';
import { configuredNameServers } from '../machine/name-servers.js';
import { readNeighbours, type Neighbour } from '../machine/neighbours.js';
import { nextHops, type NextHop } from '../machine/routes.js';
import { isEdgeOf, overlaps } from '../machine/subnet.js';

/** The hosts that this machine knows already: none of them is the gateway. */
export interface KnownHosts {
  readonly own: readonly OwnNetwork[];
  readonly nextHops: readonly NextHop[];
  readonly nameServers: readonly string[];
  readonly neighbours: readonly Neighbour[];
}

export type Judgement =
  | { readonly isPossible: true }
  /** `no-host`: no device can have the address, such as 0.0.0.0 or a multicast group. */
  | { readonly isPossible: false; readonly reason: 'own' | 'no-host' | 'name-server' | 'public' }
  | {
      readonly isPossible: false;
      /** `network`: in a subnet of another link, where it could be any device of the home. */
      readonly reason: 'router' | 'neighbour' | 'network';
      readonly interface: string;
    };

export type Impossible = Extract<Judgement, { readonly isPossible: false }>;

export function readKnownHosts(): KnownHosts {
  return {
    own: ownNetworks(),
    nextHops: nextHops(),
    nameServers: configuredNameServers(),
    neighbours: readNeighbours(),
  };
}

/** An address and where it comes from. */
export interface GatewayClaim {
  /** IPv4, or IPv6 with its zone if it is link-local. */
  readonly address: string;
  /** The link to the gateway. */
  readonly link: string;
  /** The user has given the address; the cable cannot forge that. */
  readonly isTyped: boolean;
}

/** The one judgement for everything that the cable says, and for what the user types. */
export function canBeGateway(claim: GatewayClaim, hosts: KnownHosts = readKnownHosts()): Judgement {
  const judged = { ...claim, address: canonical(claim.address) };
  return (
    clash(judged, hosts) ??
    (claim.isTyped ? undefined : (inHome(judged, hosts) ?? strange(judged, hosts))) ?? { isPossible: true }
  );
}

/** Whether a host can have the address at all (RFC 6890). */
export function isHostAddress(address: string): boolean {
  const range = ipaddr.parse(address.split('%')[0] ?? '').range();
  return !NO_HOST.has(range) && !CLASS_E.test(address);
}

const NO_HOST: ReadonlySet<string> = new Set(['unspecified', 'loopback', 'multicast', 'broadcast']);
/** 240.0.0.0/4 (RFC 1112 section 4), for which ipaddr.js has no range of its own. */
const CLASS_E = /^2[45]\d\./;

/** Reasons that hold for a typed address too: with such a target this machine would lose its way into the home. */
function clash({ address, link }: GatewayClaim, hosts: KnownHosts): Impossible | undefined {
  const [, zone] = address.split('%');
  if (hosts.own.some((own) => isSame(own, address))) return { isPossible: false, reason: 'own' };
  if (!isHostAddress(address) || hosts.own.some((own) => isEdgeOf(address, own)))
    return { isPossible: false, reason: 'no-host' };
  if (zone !== undefined && zone !== link) return { isPossible: false, reason: 'neighbour', interface: zone };
  const hop = hosts.nextHops.find((each) => each.interface !== link && isSame(each, address));
  if (hop !== undefined) return { isPossible: false, reason: 'router', interface: hop.interface };
  return hosts.nameServers.some((server) => canonical(server) === address)
    ? { isPossible: false, reason: 'name-server' }
    : undefined;
}

/** A link-local address belongs to one link, so that its zone counts. */
function isSame(host: { readonly interface: string; readonly address: string }, address: string): boolean {
  const [plain, zone] = address.split('%');
  return canonical(host.address) === plain && (zone === undefined || zone === host.interface);
}

function inHome({ address, link }: GatewayClaim, { neighbours }: KnownHosts): Impossible | undefined {
  const other = neighbours.find((each) => each.interface !== link && each.address === address);
  return other && { isPossible: false, reason: 'neighbour', interface: other.interface };
}

/** Makers set a few addresses that are public, or usual in homes; at any other one the cable is not believed. */
function strange({ address, link }: GatewayClaim, { own }: KnownHosts): Impossible | undefined {
  if (KNOWN_ADDRESSES.some((known) => known.address === address)) return undefined;
  const [home] = isIPv4(address) ? overlaps(address, link, own) : [];
  if (home !== undefined) return { isPossible: false, reason: 'network', interface: home.interface };
  const range = ipaddr.parse(address.split('%')[0] ?? '').range();
  return LOCAL.has(range) ? undefined : { isPossible: false, reason: 'public' };
}

const LOCAL: ReadonlySet<string> = new Set(['private', 'linkLocal', 'uniqueLocal']);
