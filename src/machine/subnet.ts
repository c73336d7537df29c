// Subnets between a gateway and this machine: which addresses they hold, and which one to take next to the gateway's.
import { isIPv4 } from 'node:net';
import type { OwnNetwork } from './interfaces.js';

/** How far from the gateway's an address is proposed; a subnet of 16 to 32 addresses holds them. */
const FARTHEST = 8;
/** Larger subnets than this are not proposed. */
const SHORTEST_PREFIX = 24;

/** An address for this machine, and the length of the subnet it shares with the gateway. */
export interface NeighbourAddress {
  readonly address: string;
  readonly prefix: number;
}

/** An IPv4 address as the number that it is. */
export const ipv4Number = (address: string): number =>
  Buffer.from(address.split('.').map(Number)).readUInt32BE(0);
export function ipv4FromNumber(number: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes.join('.');
}

const mask = (prefix: number): number => (prefix === 0 ? 0 : (~0 << (32 - prefix)) >>> 0);
const networkOf = (address: number, prefix: number): number => (address & mask(prefix)) >>> 0;

/** Whether both are IPv4 and the network holds the address. */
export function isInNetwork(address: string, { address: own, prefix, family }: OwnNetwork): boolean {
  if (!isIPv4(address) || family !== 'ipv4' || prefix === 0) return false;
  return networkOf(ipv4Number(address), prefix) === networkOf(ipv4Number(own), prefix);
}

/** Whether the address is the network's own or its broadcast address; a network of two has neither (RFC 3021). */
export function isEdgeOf(address: string, network: OwnNetwork): boolean {
  const { prefix } = network;
  if (prefix > 30 || !isInNetwork(address, network)) return false;
  const host = ipv4Number(address) & ~mask(prefix);
  return host === 0 || host === ~mask(prefix);
}

/** The own network of `link` that holds an address. */
export const networkOn = (
  address: string,
  link: string,
  own: readonly OwnNetwork[],
): OwnNetwork | undefined =>
  own.find((network) => network.interface === link && isInNetwork(address, network));

/** The own networks of other interfaces that hold an address which belongs on `link`: packets could go there. */
export function overlaps(address: string, link: string, own: readonly OwnNetwork[]): OwnNetwork[] {
  return own.filter((network) => network.interface !== link && isInNetwork(address, network));
}

/** The names of those interfaces. */
export const overlapping = (address: string, link: string, own: readonly OwnNetwork[]): string[] => [
  ...new Set(overlaps(address, link, own).map((network) => network.interface)),
];

/** Whether a packet to an IPv4 address goes out of `link` without a router, and nowhere else. */
export function isOnLink(address: string, link: string, own: readonly OwnNetwork[]): boolean {
  return networkOn(address, link, own) !== undefined && overlaps(address, link, own).length === 0;
}

/**
 * Addresses for this machine, best first: those in the smallest subnet in which both are ordinary addresses, then the
 * nearest, then the higher. 10.11.120.1/30 for 10.11.120.2, 192.168.1.201/28 for 192.168.1.200.
 */
export function neighbours(gateway: string): NeighbourAddress[] {
  const number = ipv4Number(gateway);
  const steps = Array.from({ length: FARTHEST }, (_, i) => [i + 1, -i - 1]).flat();
  return steps
    .flatMap((step) => {
      const prefix = sharedPrefix(number, number + step);
      return prefix < SHORTEST_PREFIX ? [] : [{ address: ipv4FromNumber(number + step), prefix }];
    })
    .sort((one, other) => other.prefix - one.prefix);
}

/** The length of the smallest subnet in which neither address is the network's own or the broadcast address. */
function sharedPrefix(one: number, other: number): number {
  if (other <= 0 || other >= 2 ** 32) return 0;
  const isHost = (address: number, prefix: number): boolean =>
    address !== networkOf(address, prefix) && address !== (address | ~mask(prefix)) >>> 0;
  for (let prefix = 30; prefix >= SHORTEST_PREFIX; prefix -= 1) {
    const isShared = networkOf(one, prefix) === networkOf(other, prefix);
    if (isShared && isHost(one, prefix) && isHost(other, prefix)) return prefix;
  }
  return 0;
}
