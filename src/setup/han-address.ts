// Chooses this machine's address in the gateway's network: the present one, else a free one beside the gateway's.
import { isIPv4 } from 'node:net';
import { proposeAddress, type Proposal } from '../discovery/propose.js';
import { isInNetwork, neighbours, overlaps } from '../machine/subnet.js';
import { DISCOVERY_TIMES } from '../discovery/times.js';
import { ownNetworks, type OwnNetwork } from '../machine/interfaces.js';
import type { Link } from '../machine/links.js';
import { openPacketSocket } from '../machine/packet-socket.js';
import type { HanAddress } from './network-profile.js';

/** The address for the profile. */
export interface HanChoice {
  readonly han: HanAddress;
  /** Other interfaces whose subnet holds the gateway's address. */
  readonly overlapping: readonly string[];
}

/**
 * Undefined if no address is free. Probes on the link unless there is a present address or a proposal.
 *
 * @param current the address of the profile, `address/prefix`, or empty
 */
export async function chooseHanAddress(
  gateway: string,
  link: Link,
  current: string,
  proposal?: Proposal,
): Promise<HanChoice | undefined> {
  if (!isIPv4(gateway)) return { han: { kind: 'ipv6-only' }, overlapping: [] };
  const own = ownNetworks();
  const overlapping = [...new Set(overlaps(gateway, link.name, own).map((each) => each.interface))];
  const isOverlapping = overlapping.length > 0;
  const address = presentAddress(gateway, link.name, current, own) ?? (await free(gateway, link, proposal));
  if (address === undefined) return undefined;
  return { han: { kind: 'ipv4', ...address, gateway, isOverlapping }, overlapping };
}

type Address = Pick<Proposal, 'address' | 'prefix'>;

/** The address in use, which stays, so that a second setup changes nothing. */
export function presentAddress(
  gateway: string,
  link: string,
  current: string,
  own: readonly OwnNetwork[],
): Address | undefined {
  const [address = '', prefix] = current.split('/');
  const neighbour = neighbours(gateway).find((each) => each.address === address);
  const profile: OwnNetwork = { interface: link, address, prefix: Number(prefix), family: 'ipv4' };
  const networks = [...own.filter((each) => each.interface === link), ...(address === '' ? [] : [profile])];
  const present = networks.find((each) => each.address !== gateway && isInNetwork(gateway, each));
  return present === undefined ? neighbour : { address: present.address, prefix: present.prefix };
}

async function free(gateway: string, link: Link, proposal?: Proposal): Promise<Address | undefined> {
  if (proposal !== undefined) return { address: proposal.address, prefix: proposal.prefix };
  const socket = await openPacketSocket(link);
  try {
    const proposed = await proposeAddress(gateway, link, socket, DISCOVERY_TIMES);
    return proposed && { address: proposed.address, prefix: proposed.prefix };
  } finally {
    socket.close();
  }
}
