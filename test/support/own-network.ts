// Own networks of an imagined machine.
import type { OwnNetwork } from '../../src/machine/interfaces.js';

/** @param cidr such as `192.168.0.10/24` */
export function network(interfaceName: string, cidr: string): OwnNetwork {
  const [address = '', prefix] = cidr.split('/');
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  return { interface: interfaceName, address, prefix: Number(prefix), family };
}
