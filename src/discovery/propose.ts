// Proposes an address for this machine in the gateway's subnet, after ARP probes have shown that it is free.
import type { Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import { canBeGateway, readKnownHosts } from './can-be-gateway.js';
import { only } from '../gateway/known-addresses.js';
import { probeAddresses } from './probe.js';
import { neighbours, overlapping, type NeighbourAddress } from '../machine/subnet.js';
import type { DiscoveryTimes } from './times.js';

export interface Proposal extends NeighbourAddress {
  readonly gateway: string;
  /** Other interfaces whose subnet holds the gateway's address; the route must then be for that address alone. */
  readonly overlapping: readonly string[];
}

/** The first candidate that no host answers for; undefined if all are taken. */
export async function proposeAddress(
  gateway: string,
  link: Link,
  socket: PacketSocket,
  { freeMs, knownPerSecond, taken: used = [] }: DiscoveryTimes & { readonly taken?: readonly string[] },
  signal?: AbortSignal,
): Promise<Proposal | undefined> {
  // A host that this machine knows has its address already, also where an ARP probe on this link finds none.
  const hosts = readKnownHosts();
  const isFree = (address: string): boolean =>
    !used.includes(address) &&
    canBeGateway({ address, link: link.name, isTyped: true }, hosts).isPossible &&
    !hosts.neighbours.some((each) => each.address === address);
  const candidates = neighbours(gateway).filter(({ address }) => isFree(address));
  const ranges = candidates.map(({ address }) => only(address));
  // The grace is as long as the wait, so that one early answer does not cut off the others.
  const patience = { longestMs: freeMs, graceMs: freeMs, signal };
  const probing = { ...patience, perSecond: knownPerSecond, rounds: 2 };
  const taken = await probeAddresses(link, socket, ranges, probing);
  const free = candidates.find((each) => taken.every(({ address }) => address !== each.address));
  return free && { ...free, gateway, overlapping: overlapping(gateway, link.name, hosts.own) };
}
