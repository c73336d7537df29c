// IP addresses of PROXY headers: one canonical spelling for each address, and one family for a pair.
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One end of a connection, as a header announces it. */
export interface AnnouncedEnd {
  readonly address: Address;
  readonly port: number;
}

/**
 * Reads an IPv4 or IPv6 literal and drops its zone, which has no meaning on another machine. An IPv4-mapped address
 * (RFC 4291 section 2.5.5.2) becomes the IPv4 address, as in access rules and in the log. The result's toString()
 * is canonical: RFC 5952 section 4 for IPv6.
 *
 * @throws Error for any other text
 */
export function readAddress(literal: string): Address {
  const [text = ''] = literal.split('%');
  // ipaddr.js reads the deprecated ::192.0.2.1 as ::ffff:192.0.2.1, unless its zeros are written.
  return ipaddr.process(text.replace(/^::(?=\d+\.)/, '0::'));
}

/** The pair in one family: if they differ, the IPv4 address becomes IPv4-mapped IPv6. */
export function inOneFamily(a: Address, b: Address): [Address, Address] {
  return a.kind() === b.kind() ? [a, b] : [mapped(a), mapped(b)];
}

function mapped(address: Address): ipaddr.IPv6 {
  return address instanceof ipaddr.IPv4 ? address.toIPv4MappedAddress() : address;
}
