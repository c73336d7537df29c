// Parses and formats PROXY protocol headers of both versions. The specification is HAProxy's proxy-protocol.txt.
import type { Endpoint } from '../config/config.js';
import { inOneFamily, readAddress } from './address.js';
import { ProxyHeaderError, type ParsedHeader } from './parsed-header.js';
import { formatV1, parseV1, V1_SIGNATURE } from './v1.js';
import { formatV2, MAX_V2_BYTES, parseV2, V2_SIGNATURE } from './v2.js';

export type ProxyVersion = 'v1' | 'v2';

/** The longest header, with CRLF or TLVs: parseHeader() never asks for more bytes. */
export const MAX_HEADER_BYTES = MAX_V2_BYTES;

/**
 * Reads the header at the beginning of `bytes` strictly (section 2: "MUST not try to guess whether the protocol header
 * is present or not").
 *
 * @returns undefined while the bytes are the beginning of a valid header
 * @throws ProxyHeaderError at the first byte that no valid header has
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
 * The header for a TCP connection from `source` to `destination`. Hosts are IP literals, whose zone is dropped. In a
 * mixed pair IPv4 is written as IPv4-mapped IPv6 in both versions, like HAProxy does.
 *
 * @throws Error for a host that is no IP literal
 */
export function formatHeader(version: ProxyVersion, source: Endpoint, destination: Endpoint): Buffer {
  const [from, to] = inOneFamily(readAddress(source.host), readAddress(destination.host));
  const format = version === 'v1' ? formatV1 : formatV2;
  return format({ address: from, port: source.port }, { address: to, port: destination.port });
}
