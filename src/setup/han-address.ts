// Chooses this machine's address in the gateway's network: the present one, else a free one beside the gateway's.
import { isIPv4 } from 'node:net';
import { proposeAddress, type Proposal } from '../discovery/propose.js';
import { isInNetwork, neighbours, overlapping, type NeighbourAddress } from '../machine/subnet.js';
import { DISCOVERY_TIMES } from '../discovery/times.js';
import { ownNetworks, type OwnNetwork } from '../machine/interfaces.js';
import type { Link } from '../machine/links.js';
import { openPacketSocket } from '../machine/packet-socket.js';
import type { HanAddress } from './network-profile.js';

/**
 * Undefined if no address is free. Probes on the link unless there is a present address or a proposal.
 *
 * @param current the address of the profile, `address/prefix`, or empty
 * @param taken the addresses of this machine at other gateways, also while it does not have them
 */
export async function chooseHanAddress(
  gateway: string,
  link: Link,
  current: string,
  proposal?: Proposal,
  taken: readonly string[] = [],
): Promise<HanAddress | undefined> {
  if (!isIPv4(gateway)) return { kind: 'ipv6-only' };
  const own = ownNetworks();
  const present = presentAddress(gateway, link.name, current, own);
  if (present !== undefined)
    return { kind: 'ipv4', ...present, gateway, overlapping: overlapping(gateway, link.name, own) };
  const isFit = proposal !== undefined && !taken.includes(proposal.address);
  const proposed = isFit ? proposal : await propose(gateway, link, taken);
  return proposed && { kind: 'ipv4', ...proposed };
}

/** The address in use, which stays, so that a second setup changes nothing. */
export function presentAddress(
  gateway: string,
  link: string,
  current: string,
  own: readonly OwnNetwork[],
): NeighbourAddress | undefined {
  const [address = '', prefix] = current.split('/');
  const neighbour = neighbours(gateway).find((each) => each.address === address);
  const profile: OwnNetwork = { interface: link, address, prefix: Number(prefix), family: 'ipv4' };
  const networks = [...own.filter((each) => each.interface === link), ...(address === '' ? [] : [profile])];
  const present = networks.find((each) => each.address !== gateway && isInNetwork(gateway, each));
  return present === undefined ? neighbour : { address: present.address, prefix: present.prefix };
}

async function propose(gateway: string, link: Link, taken: readonly string[]): Promise<Proposal | undefined> {
  const socket = await openPacketSocket(link);
  try {
    return await proposeAddress(gateway, link, socket, { ...DISCOVERY_TIMES, taken });
  } finally {
    socket.close();
  }
}
