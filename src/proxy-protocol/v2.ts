// Version 2 of the PROXY header, binary: section 2.2 of proxy-protocol.txt.
import {
  Command,
  IPv4Address,
  IPv4ProxyAddress,
  IPv6Address,
  IPv6ProxyAddress,
  TransportProtocol,
  V2ProxyProtocol,
} from 'proxy-protocol-js';
import ipaddr from 'ipaddr.js';
import type { Endpoint } from '../config/config.js';
import { readAddress, type AnnouncedEnd } from './address.js';
import { ProxyHeaderError, type ParsedHeader, type ProxyHeader } from './parsed-header.js';

export const V2_SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

/** Signature, version and command, family and transport, length. */
const FIXED_BYTES = 16;

/**
 * The longest accepted header. The length field allows 64 KiB, and section 2 wants headers to fit in 536 bytes. TLVs of
 * TLS with a client certificate need a few thousand.
 */
export const MAX_V2_BYTES = 4096;

/** Version 2 and the command in one byte; "Receivers must drop connections presenting unexpected values here". */
const LOCAL = 0x20;
const PROXY = 0x21;

/** Family and transport in one byte. */
const UNSPEC = 0x00;

/** "In practice, the following protocol bytes are expected", each with the length of its addresses in bytes. */
const ADDRESS_BYTES = new Map([
  [UNSPEC, 0],
  [0x11, 12], // TCP over IPv4
  [0x12, 12], // UDP over IPv4
  [0x21, 36], // TCP over IPv6
  [0x22, 36], // UDP over IPv6
  [0x31, 216], // UNIX stream
  [0x32, 216], // UNIX datagram
]);

/** Type and length in front of the value of a TLV. */
const TLV_HEAD_BYTES = 3;

/**
 * Reads the header at the beginning of `bytes`. TLVs must be complete, like in HAProxy, and are skipped. The checksum
 * (PP2_TYPE_CRC32C) is not verified, which section 2.2.3 allows, because TCP has its own.
 *
 * @returns undefined while they are the beginning of a valid header
 * @throws ProxyHeaderError
 */
export function parseV2(bytes: Buffer): ParsedHeader | undefined {
  const family = familyOf(bytes);
  if (family === undefined) return undefined;
  const addressBytes = ADDRESS_BYTES.get(family);
  if (addressBytes === undefined) throw invalid('TCP, UDP or UNIX addresses');
  const length = FIXED_BYTES + lengthAt(bytes, FIXED_BYTES - 2);
  if (length > MAX_V2_BYTES) throw invalid(`at most ${MAX_V2_BYTES} bytes`);
  if (bytes.length < FIXED_BYTES) return undefined;
  const tlvs = FIXED_BYTES + addressBytes;
  if (length < tlvs) throw invalid(`${addressBytes} bytes of addresses`);
  if (family !== UNSPEC) checkTlvs(bytes, tlvs, length);
  if (bytes.length < length) return undefined;
  return { header: family === UNSPEC ? { version: 2 } : decode(bytes.subarray(0, length)), length };
}

/**
 * The byte of family and transport; undefined until it arrives. LOCAL always counts as UNSPEC: "The receiver must …
 * discard the protocol block including the family which is ignored".
 */
function familyOf(bytes: Buffer): number | undefined {
  const [command, family] = bytes.subarray(V2_SIGNATURE.length);
  if (command === undefined || command === PROXY) return family;
  if (command !== LOCAL) throw invalid('version 2 with the command LOCAL or PROXY');
  return family === undefined ? undefined : UNSPEC;
}

/** A length of two bytes. Missing bytes count as 0, so that an excessive length shows at its first byte. */
function lengthAt(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}

/** Checks the TLVs from byte `start` to byte `end` of a header, as far as they have arrived. */
function checkTlvs(bytes: Buffer, start: number, end: number): void {
  for (let at = start; at < end;) {
    const next = at + TLV_HEAD_BYTES + lengthAt(bytes, at + 1);
    if (next > end) throw invalid('TLVs that end where the header ends');
    if (at + TLV_HEAD_BYTES > bytes.length) return;
    at = next;
  }
}

function decode(header: Buffer): ProxyHeader {
  const { transportProtocol, proxyAddress: pair } = V2ProxyProtocol.parse(header);
  const isIp = pair instanceof IPv4ProxyAddress || pair instanceof IPv6ProxyAddress;
  // "A receiver … automatically falls back to the UNSPEC mode for the valid combinations … that it does not support."
  if (!isIp || transportProtocol !== TransportProtocol.STREAM) return { version: 2 };
  return {
    version: 2,
    source: endpoint(pair.sourceAddress, pair.sourcePort),
    destination: endpoint(pair.destinationAddress, pair.destinationPort),
  };
}

function endpoint({ address }: IPv4Address | IPv6Address, port: number): Endpoint {
  return { host: readAddress(ipaddr.fromByteArray(address).toString()).toString(), port };
}

function invalid(expected: string): ProxyHeaderError {
  return new ProxyHeaderError('invalid', `a binary PROXY header with ${expected}`);
}

/** The header for two ends of one family. It has no TLVs, because the library leaves them out of the length. */
export function formatV2(source: AnnouncedEnd, destination: AnnouncedEnd): Buffer {
  const [from, to] = [source.address.toByteArray(), destination.address.toByteArray()];
  const [fromPort, toPort] = [source.port, destination.port];
  const pair =
    source.address.kind() === 'ipv4'
      ? new IPv4ProxyAddress(IPv4Address.createFrom(from), fromPort, IPv4Address.createFrom(to), toPort)
      : new IPv6ProxyAddress(IPv6Address.createFrom(from), fromPort, IPv6Address.createFrom(to), toPort);
  return Buffer.from(new V2ProxyProtocol(Command.PROXY, TransportProtocol.STREAM, pair).build());
}
