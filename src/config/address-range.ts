// Parses and formats address ranges of --allow, --deny and --accept-proxy: any, private, an address, or CIDR notation.
import ipaddr from 'ipaddr.js';
import { isIP, isIPv4 } from 'node:net';
import type { AddressRange } from './config.js';
import { parsed, refused, type ParseResult } from './problem.js';

const EXPECTED = {
  en: 'any, private, an IP address or a network such as 192.168.0.0/24 or fd00::/8',
  de: 'any, private, eine IP-Adresse oder ein Netz wie 192.168.0.0/24 oder fd00::/8',
};
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
/** The prefix of IPv4-mapped addresses, ::ffff:0:0/96 (RFC 4291 section 2.5.5.2). */
const MAPPED_PREFIX = 96;

/** Parses a range. A single address is a network of one. Host bits are dropped: 192.168.0.10/24 becomes 192.168.0.0/24. */
export function parseRange(text: string): ParseResult<AddressRange> {
  if (text === 'any' || text === 'private') return parsed({ kind: text });
  const [address = '', prefixText, ...more] = text.split('/');
  // Node must accept the address too, because ipaddr.js also reads 0x7f.1 and 10.1.
  if (isIP(address) === 0 || address.includes('%') || more.length > 0) return refused(EXPECTED);
  const longest = isIPv4(address) ? 32 : 128;
  const digits = prefixText ?? String(longest);
  const prefix = PREFIX.test(digits) ? Number(digits) : Infinity;
  if (prefix > longest)
    return refused({
      en: `${EXPECTED.en}, with at most ${longest} bits behind the /`,
      de: `${EXPECTED.de}, mit höchstens ${longest} Bit hinter dem /`,
    });
  // ipaddr.js reads the deprecated ::192.0.2.1 as ::ffff:192.0.2.1, unless its zeros are written.
  return parsed(network(address.replace(/^::(?=\d+\.)/, '0::'), prefix));
}

/** The canonical text; {@link parseRange} reads it as the same range. */
export function formatRange(range: AddressRange): string {
  return range.kind === 'network' ? `${range.address}/${range.prefix}` : range.kind;
}

function network(address: string, prefix: number): AddressRange {
  const mapped = ipaddr.parse(address);
  if (mapped instanceof ipaddr.IPv6 && mapped.isIPv4MappedAddress() && prefix >= MAPPED_PREFIX)
    return network(mapped.toIPv4Address().toString(), prefix - MAPPED_PREFIX);
  const family = isIPv4(address) ? ipaddr.IPv4 : ipaddr.IPv6;
  const base = family.networkAddressFromCIDR(`${address}/${prefix}`);
  return { kind: 'network', address: base.toString(), prefix };
}
