// Where a connection to a target begins on this machine: the own address and interface of --source.
import { BlockList, isIPv6 } from 'node:net';
import { canonical, isAddress, isLinkLocal, isLoopback } from '../../config/ip-literal.js';

/** An address of this machine, without zone, and its subnet. */
export interface OwnAddress {
  readonly interface: string;
  readonly address: string;
  readonly prefix: number;
}

/** Where a connection to `host` begins; undefined if no interface, or more than one, has the address of `source`. */
export function ownEnd(
  source: string,
  host: string,
  networks: readonly OwnAddress[],
): OwnAddress | undefined {
  const wanted = canonical(source);
  if (isLoopback(wanted)) return { interface: 'lo', address: wanted, prefix: 8 };
  const fitting = networks.filter(({ address }) => isIPv6(address) === isIPv6(host) && !isLinkLocal(address));
  if (isAddress(source)) {
    const [holder, ...more] = fitting.filter(({ address }) => canonical(address) === wanted);
    return more.length === 0 ? holder : undefined;
  }
  const its = fitting.filter((each) => each.interface === source);
  return its.find((each) => isIn(each, host)) ?? its[0];
}

/** The interfaces with an address in the subnet of an IP literal. */
export function linksTo(host: string, networks: readonly OwnAddress[]): readonly string[] {
  const links = networks.filter((each) => isIn(each, host)).map((each) => each.interface);
  return [...new Set(links)];
}

function isIn({ address, prefix }: OwnAddress, host: string): boolean {
  if (isIPv6(address) !== isIPv6(host) || isLinkLocal(host)) return false;
  const family = isIPv6(host) ? 'ipv6' : 'ipv4';
  const subnet = new BlockList();
  subnet.addSubnet(address, prefix, family);
  return prefix > 0 && subnet.check(host, family);
}
