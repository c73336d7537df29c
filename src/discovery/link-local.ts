// The IPv6 address that a device most likely has on the link, from its hardware address.
import { SocketAddress } from 'node:net';
import { macBytes } from './frame.js';

/** RFC 4291 appendix A (modified EUI-64) behind fe80::/64. A device may also use another one. */
export function linkLocalOf(mac: string): string {
  const bytes = macBytes(mac);
  const [first = 0] = bytes;
  bytes[0] = first ^ 0x02;
  const hex = `${bytes.toString('hex', 0, 3)}fffe${bytes.toString('hex', 3)}`;
  const address = `fe80::${hex.replace(/....(?=.)/g, '$&:')}`;
  return new SocketAddress({ address, family: 'ipv6' }).address;
}
