// PROXY protocol headers: bytes in, what they say out, and back. The specification is HAProxy's proxy-protocol.txt.
import type { Endpoint } from '../config/config.js';
import { inOneFamily, readAddress } from './address.js';
import { ProxyHeaderError } from './error.js';
import type { ParsedHeader } from './parsed-header.js';
import { formatV1, parseV1, V1_SIGNATURE } from './v1.js';
import { formatV2, MAX_V2_BYTES, parseV2, V2_SIGNATURE } from './v2.js';

export type ProxyVersion = 'v1' | 'v2';

/** No header is longer, with CRLF or TLVs: with so many bytes parseHeader() always knows. */
export const MAX_HEADER_BYTES = MAX_V2_BYTES;

/**
 * Reads the header at the beginning of `bytes`, strictly; never guesses (section 2: "MUST not try to guess whether
 * the protocol header is present or not").
 *
 * @returns undefined if more bytes are needed, which is so only as long as some bytes would make it a valid header
 * @throws ProxyHeaderError as soon as no bytes would
 */
export function parseHeader(bytes: Buffer): ParsedHeader | undefined {
  if (beginsAs(V1_SIGNATURE, bytes)) return parseV1(bytes);
  if (beginsAs(V2_SIGNATURE, bytes)) return parseV2(bytes);
  throw new ProxyHeaderError('missing', 'a PROXY protocol header of version 1 or 2');
}

function beginsAs(signature: Buffer, bytes: Buffer): boolean {
  const length = Math.min(signature.length, bytes.length);
  return bytes.subarray(0, length).equals(signature.subarray(0, length));
}

/**
 * The header that announces a TCP connection from `source` to `destination`. Hosts are IP literals; a zone is left
 * out. If one is IPv4 and the other IPv6, IPv4 is written as IPv4-mapped IPv6 in both versions, as HAProxy does.
 *
 * @throws Error if a host is no IP literal
 */
export function formatHeader(version: ProxyVersion, source: Endpoint, destination: Endpoint): Buffer {
  const [from, to] = inOneFamily(readAddress(source.host), readAddress(destination.host));
  const format = version === 'v1' ? formatV1 : formatV2;
  return format({ address: from, port: source.port }, { address: to, port: destination.port });
}
