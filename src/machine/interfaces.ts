// The addresses of this machine's network interfaces, and their subnets.
import { BlockList } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { getSystemErrorName } from 'node:util';
import { canonical, isLoopback } from '../config/ip-literal.js';
import type { InterfaceAddress } from '../forward/listen/address-watch.js';
import { readAddressStates, type AddressState } from './address-state.js';

/** How long an answer about the own addresses and subnets may be old, in ms: a flood of strangers must not walk the kernel's tables. */
const OWN_MAX_AGE_MS = 1000;

/** The names of the interfaces that are up and have an address. */
export function interfaceNames(): string[] {
  return [...interfaces().keys()];
}

/** The addresses an interface has now. Empty if there is no such interface, or it is down. */
export function interfaceAddresses(name: string): InterfaceAddress[] {
  const addresses = interfaces().get(name) ?? [];
  return addresses.map(({ address, scopeid: scopeId = 0 }) => ({
    host: scopeId === 0 ? address : `${address}%${name}`,
    scopeId,
  }));
}

/** An address of this machine, with the subnet it is in. */
export interface OwnNetwork {
  readonly interface: string;
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
  /** Undefined for an address that can be used without reservation. */
  readonly state?: AddressState;
}

/** The networks that this machine has addresses in, of all interfaces that are up. */
export function ownNetworks(): OwnNetwork[] {
  const all = [...interfaces()];
  // Read behind the addresses: in between one may vanish, but a new one is never without its state.
  const stateOf = readAddressStates();
  return all.flatMap(([name, infos]) =>
    infos.map(({ address, cidr, family }) => {
      const prefix = Number(cidr?.split('/')[1] ?? 0);
      if (family === 'IPv4') return { interface: name, address, prefix, family: 'ipv4' };
      const state = stateOf(name, address);
      return { interface: name, address, prefix, family: 'ipv6', ...(state && { state }) };
    }),
  );
}

/** The own networks, in the forms that are asked for with each connection. */
interface Own {
  readonly addresses: ReadonlySet<string>;
  readonly subnets: BlockList;
}

let own: Own = { addresses: new Set(), subnets: new BlockList() };
let readAt = -Infinity;

function recentOwn(): Own {
  const now = performance.now();
  if (now - readAt > OWN_MAX_AGE_MS) [own, readAt] = [readOwn(), now];
  return own;
}

function readOwn(): Own {
  const networks = ownNetworks();
  const subnets = new BlockList();
  for (const { address, prefix, family } of networks)
    // A prefix of 0 is a tunnel that takes everything, not a neighbourhood.
    if (prefix > 0) subnets.addSubnet(address, prefix, family);
  return { addresses: new Set(networks.map(({ address }) => canonical(address))), subnets };
}

/** Whether an IP literal is one of this machine's, loopback among them; undefined if the kernel does not tell. */
export function isOwnAddress(host: string): boolean | undefined {
  const address = canonical(host.split('%')[0] ?? '');
  if (isLoopback(address) || address === '0.0.0.0' || address === '::') return true;
  const { addresses } = recentOwn();
  return addresses.size === 0 ? undefined : addresses.has(address);
}

/** Whether an address (without zone) is in a subnet in which this machine has an address. */
export function isInOwnSubnet(address: string, family: 'ipv4' | 'ipv6'): boolean {
  return recentOwn().subnets.check(address, family);
}

/** By name. A Map, because any name may be asked for: `toString` as well. Undefined until the kernel has answered. */
let known: ReadonlyMap<string, readonly NetworkInterfaceInfo[]> | undefined;
/** The errno name of the last question. */
let refusal: string | undefined;

/**
 * Why the addresses are unknown, such as `AF_NETLINK: EAFNOSUPPORT` in a sandbox; undefined if the kernel has ever
 * answered. No address is then no news of the network.
 */
export function addressesUnreadable(): string | undefined {
  return interfaces().size > 0 || refusal === undefined ? undefined : `AF_NETLINK: ${refusal}`;
}

/** As they are now, or as they were last if the kernel cannot be asked: no descriptors or no memory left. */
function interfaces(): ReadonlyMap<string, readonly NetworkInterfaceInfo[]> {
  try {
    known = new Map(Object.entries(networkInterfaces()).map(([name, each]) => [name, each ?? []]));
    refusal = undefined;
  } catch (error) {
    // The service has connections that must go on.
    refusal = errnoName(error);
  }
  return known ?? new Map();
}

/** libuv gives this errno without its sign, so that Node finds no name for it. */
function errnoName(error: unknown): string {
  const { errno } = (error as { readonly info?: { readonly errno?: number } }).info ?? {};
  return errno === undefined ? String(error) : getSystemErrorName(-Math.abs(errno));
}
