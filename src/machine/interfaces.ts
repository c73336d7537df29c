// The addresses of this machine's network interfaces, and their subnets.
import { BlockList } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import type { InterfaceAddress } from '../forward/listen/binding.js';
import { readAddressStates, type AddressState } from './address-state.js';

/** How long an answer about the own subnets may be old, in ms: a flood of strangers must not walk the kernel's tables. */
const SUBNETS_MAX_AGE_MS = 1000;

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

let subnets = new BlockList();
let readAt = -Infinity;

/** Whether an address (without zone) is in a subnet in which this machine has an address. */
export function isInOwnSubnet(address: string, family: 'ipv4' | 'ipv6'): boolean {
  const now = performance.now();
  if (now - readAt > SUBNETS_MAX_AGE_MS) {
    subnets = new BlockList();
    readAt = now;
    for (const { address: own, prefix, family: its } of ownNetworks())
      // A prefix of 0 is a tunnel that takes everything, not a neighbourhood.
      if (prefix > 0) subnets.addSubnet(own, prefix, its);
  }
  return subnets.check(address, family);
}

/** By name. A Map, because any name may be asked for: `toString` as well. */
let known: ReadonlyMap<string, readonly NetworkInterfaceInfo[]> = new Map();

/** As they are now, or as they were last if the kernel cannot be asked: no descriptors or no memory left. */
function interfaces(): typeof known {
  try {
    known = new Map(Object.entries(networkInterfaces()).map(([name, each]) => [name, each ?? []]));
  } catch {
    // The service has connections that must go on.
  }
  return known;
}
