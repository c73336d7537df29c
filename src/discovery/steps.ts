// The steps of a discovery: each one's work on the link, and its possible results.
import { isIPv4 } from 'node:net';
import type { Endpoint } from '../config/config.js';
import { errorCode } from '../error-code.js';
import { interfaceAddresses, ownNetworks, type OwnNetwork } from '../machine/interfaces.js';
import type { Carrier, Link } from '../machine/links.js';
import { readNeighbours } from '../machine/neighbours.js';
import type { PacketSocket, PacketSocketTrouble } from '../machine/packet-socket.js';
import type { Device, Find } from './device.js';
import type { DhcpOffer } from './dhcp.js';
import { examine, hasLinkLocal } from './examine.js';
import { AROUND_KNOWN, KNOWN_ADDRESSES, only, WIDE, type Range } from '../gateway/known-addresses.js';
import { listenIn } from './listen-in.js';
import { lookForDhcp } from './look-dhcp.js';
import { lookForMdns } from './look-mdns.js';
import { MAX_DEVICES, probeAddresses } from './probe.js';
import { isOnLink } from '../machine/subnet.js';
import type { DiscoveryTimes } from './times.js';
import type { Patience } from './wait.js';

/** The reason why a step did not run. */
type SkipReason = PacketSocketTrouble | 'no-address' | 'no-link-local' | 'not-asked';

/** The result of a step that looks for devices. */
export type LookResult =
  | { readonly kind: 'devices'; readonly devices: readonly Device[] }
  /** Devices that the step has examined itself. */
  | { readonly kind: 'finds'; readonly finds: readonly Find[] }
  | { readonly kind: 'nothing' }
  /** A DHCP server offers a router or a name server: the cable is in the wrong socket. */
  | { readonly kind: 'home-network'; readonly offer: DhcpOffer }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'failed'; readonly code: string };

/** The input of all steps. */
export interface Search {
  readonly link: Link;
  /** The configured targets that are addresses. */
  readonly targets: readonly Endpoint[];
  /** Whether to ask for the cable to be replugged: only on a terminal. */
  readonly replug: boolean;
  readonly wide: boolean;
  readonly times: DiscoveryTimes;
  readonly signal?: AbortSignal;
}

/** The socket, or the reason why there is none. */
export type PacketAccess = PacketSocket | PacketSocketTrouble;

/** Callbacks for the progress of a step. */
export interface StepObserver {
  /** The share that is done, from 0 to 1, or the new state of the cable. */
  readonly progress: (done: number | Carrier) => void;
  /** The step now waits for the cable to be replugged, and the user has to be asked for it. `skip` ends the wait. */
  readonly listen: (skip: () => void) => void;
}
type Look = (search: Search, access: PacketAccess, observer: StepObserver) => Promise<LookResult>;

/** In running order; the first find ends the discovery. */
export const LOOKS = {
  configured: lookAtConfigured,
  dhcp: withSocket(dhcp),
  mdns,
  known: arp(knownRanges, 'knownPerSecond'),
  replug: onRequest(({ replug: isAsked }) => isAsked, withSocket(replug)),
  around: arp(() => AROUND_KNOWN, 'aroundPerSecond'),
  wide: onRequest(
    ({ wide }) => wide,
    arp(() => WIDE, 'widePerSecond'),
  ),
} as const satisfies Readonly<Record<string, Look>>;

export type LookName = keyof typeof LOOKS;
export const LOOK_NAMES = Object.keys(LOOKS) as LookName[];

const skipped = (reason: SkipReason): LookResult => ({ kind: 'skipped', reason });
const found = (devices: readonly Device[]): LookResult =>
  devices.length > 0 ? { kind: 'devices', devices } : { kind: 'nothing' };

function onRequest(isAsked: (search: Search) => boolean, look: Look): Look {
  return (search, access, observer) =>
    isAsked(search) ? look(search, access, observer) : Promise.resolve(skipped('not-asked'));
}

function withSocket(
  look: (search: Search, socket: PacketSocket, observer: StepObserver) => Promise<LookResult>,
): Look {
  return (search, access, observer) =>
    typeof access === 'string' ? Promise.resolve(skipped(access)) : look(search, access, observer);
}

/** Examines all hosts in the link's present subnets: configured targets, neighbours and known addresses. */
async function lookAtConfigured(search: Search): Promise<LookResult> {
  const { link, targets, times, signal } = search;
  const own = ownNetworks();
  const isReachable = (address: string): boolean =>
    isIPv4(address) ? isOnLink(address, link.name, own) : address.endsWith(`%${link.name}`);
  const known = readNeighbours().filter((each) => each.interface === link.name);
  const macs = new Map(known.map(({ address, mac }) => [address, mac]));
  // Last the neighbours, because a hostile one can appear under any number of addresses.
  const all = [...hostsOf(search), ...KNOWN_ADDRESSES.map(({ address }) => address), ...macs.keys()];
  const reachable = [...new Set(all)].filter((each) => isReachable(each) && !isOwn(each, own));
  const addresses = reachable.slice(0, MAX_DEVICES);
  if (addresses.length === 0) return skipped('no-address');
  const timeoutMs = times.tlsMs;
  const examination = { link: link.name, foundBy: 'configured', targets, timeoutMs, signal } as const;
  const finds = await Promise.all(
    addresses.map((address) => examine({ address, mac: macs.get(address) }, examination)),
  );
  const there = finds.filter(({ verdict }) => verdict.kind !== 'silent');
  return there.length > 0 ? { kind: 'finds', finds: there } : { kind: 'nothing' };
}

const isOwn = (address: string, own: readonly OwnNetwork[]): boolean =>
  own.some((each) => each.address === address);

async function dhcp(search: Search, socket: PacketSocket): Promise<LookResult> {
  const offers = await lookForDhcp(search.link, socket, patience(search, search.times.dhcpMs));
  const home = offers.find(({ hasRouter, hasDns }) => hasRouter || hasDns);
  if (home !== undefined) return { kind: 'home-network', offer: home };
  return found(offers.map(({ server, serverMac }) => ({ address: server, mac: serverMac })));
}

async function mdns(search: Search): Promise<LookResult> {
  const { name } = search.link;
  if (!hasLinkLocal(name)) return skipped('no-link-local');
  try {
    return found(await lookForMdns(name, patience(search, search.times.mdnsMs)));
  } catch (error) {
    return { kind: 'failed', code: errorCode(error as Error) };
  }
}

const hostsOf = ({ targets }: Search): readonly string[] => targets.map(({ host }) => host);

function knownRanges(search: Search): readonly Range[] {
  const known = KNOWN_ADDRESSES.map(({ address }) => address);
  return [...new Set([...hostsOf(search).filter(isIPv4), ...known])].map(only);
}

function arp(
  rangesOf: (search: Search) => readonly Range[],
  rate: 'knownPerSecond' | 'aroundPerSecond' | 'widePerSecond',
): Look {
  return withSocket(async (search, socket, { progress: onProgress }) => {
    const { link, times } = search;
    const ranges = rangesOf(search);
    // Two probes, because a sleeping device may miss one. A million addresses get one each.
    const rounds = ranges === WIDE ? 1 : 2;
    const probing = { ...patience(search, times.arpMs), perSecond: times[rate], rounds, onProgress };
    const devices = await probeAddresses(link, socket, ranges, probing);
    const own = new Set(interfaceAddresses(link.name).map(({ host }) => host));
    return found(devices.filter(({ address }) => !own.has(address)));
  });
}

function patience({ times: { graceMs }, signal }: Search, longestMs: number): Patience {
  return { longestMs, graceMs, signal };
}

async function replug(search: Search, socket: PacketSocket, observer: StepObserver): Promise<LookResult> {
  const { link, times } = search;
  const skip = new AbortController();
  const signal = AbortSignal.any([skip.signal, ...(search.signal ? [search.signal] : [])]);
  observer.listen(() => {
    skip.abort();
  });
  const { replugMs, afterReplugMs, ipv4Ms } = times;
  const waiting = { ...patience(search, replugMs), signal };
  const listening = { ...waiting, afterReplugMs, ipv4Ms, onCarrier: observer.progress };
  return found(await listenIn(link, socket, listening));
}
