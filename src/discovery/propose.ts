// Which address this machine should take to talk with a gateway, asked for on the link first: nobody may have it.
import { ownNetworks } from '../machine/interfaces.js';
import type { Link } from '../machine/links.js';
import type { PacketSocket } from '../machine/packet-socket.js';
import { only } from './known-addresses.js';
import { probeAddresses } from './probe.js';
import { neighbours, overlaps, type OwnAddress } from '../machine/subnet.js';
import type { Times } from './times.js';

export interface Proposal extends OwnAddress {
  readonly gateway: string;
  /** Interfaces whose own subnet holds the gateway's address: the route to it must be for that address alone. */
  readonly overlapping: readonly string[];
}

/** The best address that nobody answers for; undefined if all are taken. */
export async function proposeAddress(
  gateway: string,
  link: Link,
  socket: PacketSocket,
  { freeMs, knownPerSecond }: Times,
  signal?: AbortSignal,
): Promise<Proposal | undefined> {
  const own = ownNetworks();
  const candidates = neighbours(gateway).filter((each) =>
    own.every(({ address }) => address !== each.address),
  );
  const ranges = candidates.map(({ address }) => only(address));
  // All are waited for, not only the first that answers.
  const patience = { longestMs: freeMs, graceMs: freeMs, signal };
  const taken = await probeAddresses(link, socket, ranges, {
    ...patience,
    perSecond: knownPerSecond,
    rounds: 2,
  });
  const free = candidates.find((each) => taken.every(({ address }) => address !== each.address));
  if (free === undefined) return undefined;
  const overlapping = overlaps(gateway, link.name, own).map((network) => network.interface);
  return { ...free, gateway, overlapping: [...new Set(overlapping)] };
}
