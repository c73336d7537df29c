// Version 1 of the PROXY header, one line of text: section 2.1 of proxy-protocol.txt.
import { isIPv4, isIPv6 } from 'node:net';
import { INETProtocol, Peer, V1ProxyProtocol } from 'proxy-protocol-js';
import type { Endpoint } from '../config/config.js';
import { readAddress, type AnnouncedEnd } from './address.js';
import { ProxyHeaderError, type ParsedHeader, type ProxyHeader } from './parsed-header.js';

/** The specification asks for "exactly one space"; any other text behind "PROXY" is another protocol. */
export const V1_SIGNATURE = Buffer.from('PROXY ');

/** "If the CRLF sequence is not found in the first 107 characters, the receiver should declare the line invalid." */
const MAX_LINE_BYTES = 107;

/** "The receiver must not tolerate a single CR or LF character to end the line." */
const LINE = /^[^\r\n]*\r\n$/;

/** "The receiver must ignore anything presented before the CRLF", but a space or the CRLF ends the name. */
const UNKNOWN = /^PROXY UNKNOWN[ \r]/;

const MAX_PORT = 65_535;

/**
 * Reads the line at the beginning of `bytes`.
 *
 * @returns undefined while they are the beginning of a valid line
 * @throws ProxyHeaderError
 */
export function parseV1(bytes: Buffer): ParsedHeader | undefined {
  const text = bytes.toString('latin1', 0, MAX_LINE_BYTES);
  const [line] = /^[^\r\n]*(?:\r\n?|\n)?/.exec(text) ?? [text];
  const header = decode(line);
  if (header !== undefined) return { header, length: line.length };
  if (line.length === text.length && canBecomeLine(line)) return undefined;
  throw new ProxyHeaderError('invalid', 'a line as PROXY TCP4 SOURCE DESTINATION PORT PORT, CR, LF');
}

/** The content of a line with its CRLF; undefined if it is not exactly valid. */
function decode(line: string): ProxyHeader | undefined {
  if (line.length > MAX_LINE_BYTES || !LINE.test(line)) return undefined;
  // The library reads UNKNOWN only with addresses.
  if (UNKNOWN.test(line)) return { version: 1 };
  const parsed = parseByLibrary(line);
  // It accepts leading zeros, so that its own output must equal the line.
  if (parsed?.build() !== line) return undefined;
  const { inetProtocol, source, destination } = parsed;
  if (![source, destination].every((peer) => isEndpoint(inetProtocol, peer))) return undefined;
  return { version: 1, source: endpoint(source), destination: endpoint(destination) };
}

function parseByLibrary(line: string): V1ProxyProtocol | undefined {
  try {
    return V1ProxyProtocol.parse(line);
  } catch {
    return undefined;
  }
}

/** "The advertised protocol family dictates what format to use". A zone has no place there, but isIPv6() accepts it. */
function isEndpoint(protocol: INETProtocol, { ipAddress, port }: Peer): boolean {
  const isAddress = protocol === INETProtocol.TCP4 ? isIPv4(ipAddress) : isIPv6(ipAddress);
  return isAddress && !ipAddress.includes('%') && port <= MAX_PORT;
}

function endpoint({ ipAddress, port }: Peer): Endpoint {
  return { host: readAddress(ipAddress).toString(), port };
}

/** Endings, one of which completes any beginning of an address or a port. */
const FIELD_ENDS = ['', ':', '::', '0', '.0', '0.0', '.0.0', '0.0.0', '.0.0.0', '0.0.0.0'];

/** The shortest fields that can follow the first address. */
const SHORTEST_FIELDS = new Map([
  ['TCP4', [' 0.0.0.0', ' 0', ' 0']],
  ['TCP6', [' ::', ' 0', ' 0']],
  ['UNKNOWN', []],
]);

/** Whether some ending makes the line valid: "It is recommended to abort the connection as soon as possible". */
function canBecomeLine(start: string): boolean {
  if (['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'].some((head) => head.startsWith(start))) return true;
  const [, family = '', ...fields] = start.split(' ');
  const missing = SHORTEST_FIELDS.get(family)?.slice(fields.length - 1) ?? [];
  const end = start.endsWith('\r') ? '\n' : `${missing.join('')}\r\n`;
  return FIELD_ENDS.some((fieldEnd) => decode(start + fieldEnd + end) !== undefined);
}

/** The line for two ends of one family. IPv6 is written in groups only, as the specification asks. */
export function formatV1(source: AnnouncedEnd, destination: AnnouncedEnd): Buffer {
  const protocol = source.address.kind() === 'ipv4' ? INETProtocol.TCP4 : INETProtocol.TCP6;
  return Buffer.from(new V1ProxyProtocol(protocol, peer(source), peer(destination)).build());
}

function peer({ address, port }: AnnouncedEnd): Peer {
  return new Peer(address.toString(), port);
}
