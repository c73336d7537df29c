// PROXY headers for the tests: version 2 byte by byte, and arbitrary headers of both versions.
import fc from 'fast-check';
import type { Endpoint } from '../../src/config/config.js';
import { ProxyHeaderError, type ParsedHeader } from '../../src/proxy-protocol/parsed-header.js';
import { formatHeader, parseHeader } from '../../src/proxy-protocol/header.js';

export const V1 = 'PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n';
export const V1_HEADER = {
  version: 1,
  source: { host: '192.168.0.1', port: 56324 },
  destination: { host: '192.168.0.11', port: 443 },
} as const;

export const SIGNATURE = '0d0a0d0a000d0a515549540a';

/** Source 192.168.0.5:4660, destination 10.11.120.2:443. */
export const IPV4 = 'c0a80005 0a0b7802 1234 01bb';
/** Source [2001:db8::1]:4660, destination [fd00::2]:443. */
export const IPV6 = '20010db8000000000000000000000001 fd000000000000000000000000000002 1234 01bb';

export interface V2Parts {
  /** All fields in hexadecimal, with optional spaces. */
  readonly versionAndCommand?: string;
  readonly family?: string;
  /** A wrong length for the length field. */
  readonly length?: number;
  readonly block?: string;
}

/** A version 2 header, by default PROXY and TCP over IPv4. */
export function v2({ versionAndCommand = '21', family = '11', length, block = IPV4 }: V2Parts): Buffer {
  const rest = hex(block);
  const field = Buffer.alloc(2);
  field.writeUInt16BE(length ?? rest.length);
  return Buffer.concat([hex(SIGNATURE + versionAndCommand + family), field, rest]);
}

export function hex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(' ', ''), 'hex');
}

/** The result of parseHeader(), or the code of its error. */
export function outcome(bytes: Buffer): ParsedHeader | string | undefined {
  try {
    return parseHeader(bytes);
  } catch (error) {
    if (error instanceof ProxyHeaderError) return error.code;
    throw error;
  }
}

const port = fc.nat(65_535);

const ipv4End: fc.Arbitrary<Endpoint> = fc.record({ host: fc.ipV4(), port });
const ipv6End: fc.Arbitrary<Endpoint> = fc.record({ host: fc.ipV6(), port });
export const anyEnd = fc.oneof(ipv4End, ipv6End);

/** TLVs of arbitrary types, in hexadecimal. */
const tlvs = fc
  .array(fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 300 })), { maxLength: 3 })
  .map((list) => list.map(([type, value]) => tlv(type, value)).join(''));

function tlv(type: number, value: Uint8Array): string {
  return Buffer.from([type, value.length >> 8, value.length & 0xff, ...value]).toString('hex');
}

const formatted = fc
  .tuple(fc.constantFrom('v1' as const, 'v2' as const), anyEnd, anyEnd)
  .map(([version, source, destination]) => formatHeader(version, source, destination));

const unknown = fc
  .stringMatching(/^ [^\r\n]{0,90}$/, { size: 'max' })
  .map((text) => Buffer.from(`PROXY UNKNOWN${text}\r\n`, 'latin1'));

const withTlvs = fc
  .tuple(
    fc.constantFrom(['11', IPV4], ['21', IPV6], ['12', IPV4], ['22', IPV6], ['31', '00'.repeat(216)]),
    tlvs,
  )
  .map(([[family = '', addresses = ''], more]) => v2({ family, block: addresses + more }));

const local = fc
  .record({ family: fc.nat(255), block: fc.uint8Array({ maxLength: 300 }) })
  .map(({ family, block }) =>
    v2({
      versionAndCommand: '20',
      family: Buffer.from([family]).toString('hex'),
      block: Buffer.from(block).toString('hex'),
    }),
  );

/** Headers with addresses in all spellings, such as `1::255.0.0.1`, which formatHeader() never writes. */
const spelled = fc
  .tuple(fc.ipV6(), fc.ipV6(), fc.boolean(), port, port)
  .map(([from, to, capitals, ...ports]) => {
    const addresses = capitals ? `${from} ${to}`.toUpperCase() : `${from} ${to}`;
    return Buffer.from(`PROXY TCP6 ${addresses} ${ports.join(' ')}\r\n`);
  })
  .filter((line) => line.length <= 107);

/** Valid headers of every kind. */
export const validHeader: fc.Arbitrary<Buffer> = fc.oneof(formatted, spelled, unknown, withTlvs, local);

/** Arbitrary bytes, mostly with the beginning of a header. */
export const anyBytes: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom('', 'PROXY ', 'PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN', '\r\n\r\n\0\r\nQUIT\n'),
    fc.uint8Array({ maxLength: 200 }),
  )
  .map(([start, rest]) => Buffer.concat([Buffer.from(start), rest]));

/** A valid header with one byte changed, inserted or removed. */
export const spoiledHeader: fc.Arbitrary<Buffer> = fc
  .tuple(validHeader, fc.nat(), fc.nat(255), fc.constantFrom('change', 'insert', 'remove'))
  .map(([header, position, byte, how]) => {
    const at = position % header.length;
    const after = header.subarray(how === 'insert' ? at : at + 1);
    return Buffer.concat([header.subarray(0, at), Buffer.from(how === 'remove' ? [] : [byte]), after]);
  });
