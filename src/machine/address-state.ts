// The states of IPv6 addresses as the kernel has them (RFC 4862): os.networkInterfaces() tells addresses alone.
import { canonical } from '../config/ip-literal.js';
import { rowsOf, textIn } from './kernel-file.js';

/**
 * An address that is not simply preferred. `tentative`: still checked for duplicates. `duplicate`: another device has it.
 * `deprecated`: for existing connections only.
 */
export type AddressState = 'tentative' | 'duplicate' | 'deprecated';

// IFA_F_* in <linux/if_addr.h>
const OPTIMISTIC = 0x04;
const DADFAILED = 0x08;
const DEPRECATED = 0x20;
const TENTATIVE = 0x40;

/** Finds the state of an address without zone on an interface; undefined for a preferred one, and without /proc. */
export type StateOf = (interfaceName: string, address: string) => AddressState | undefined;

export function readAddressStates(): StateOf {
  return parseAddressStates(textIn('/proc/self/net/if_inet6'));
}

/** From /proc/net/if_inet6: address, interface index, prefix length, scope, flags, interface. */
export function parseAddressStates(table: string): StateOf {
  const states = new Map<string, AddressState>();
  for (const [digits = '', , , , flags = '', name = ''] of rowsOf(table)) {
    const state = stateIn(Number.parseInt(flags, 16));
    if (state !== undefined)
      states.set(`${name} ${canonical(digits.replaceAll(/....(?=.)/g, '$&:'))}`, state);
  }
  return (name, address) => (states.size === 0 ? undefined : states.get(`${name} ${canonical(address)}`));
}

/** A duplicate stays tentative in the kernel. */
function stateIn(flags: number): AddressState | undefined {
  if ((flags & DADFAILED) !== 0) return 'duplicate';
  if ((flags & (TENTATIVE | OPTIMISTIC)) !== 0) return 'tentative';
  return (flags & DEPRECATED) !== 0 ? 'deprecated' : undefined;
}
