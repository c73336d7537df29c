// The formatter of PROXY headers, and properties of the parser for arbitrary headers.
import assert from 'node:assert/strict';
import { SocketAddress } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Endpoint } from '../../src/config/config.js';
import { formatHeader, MAX_HEADER_BYTES, parseHeader } from '../../src/proxy-protocol/header.js';
import { anyBytes, anyEnd, hex, outcome, SIGNATURE, spoiledHeader, validHeader } from './support.js';

const end = (host: string, port: number): Endpoint => ({ host, port });

const FORMATTED: readonly (readonly [string, Endpoint, Endpoint, string, string])[] = [
  [
    'two IPv4 ends',
    end('192.168.0.1', 56324),
    end('192.168.0.11', 443),
    'TCP4 192.168.0.1 192.168.0.11 56324 443',
    '11 000c c0a80001 c0a8000b dc04 01bb',
  ],
  [
    'two IPv6 ends',
    end('2001:DB8:0:0::1', 0),
    end('fd00::2', 65535),
    'TCP6 2001:db8::1 fd00::2 0 65535',
    '21 0024 20010db8000000000000000000000001 fd000000000000000000000000000002 0000 ffff',
  ],
  [
    'a link-local end without its zone',
    end('fe80::1%eth0', 1),
    end('fe80::2%eth0', 2),
    'TCP6 fe80::1 fe80::2 1 2',
    '21 0024 fe800000000000000000000000000001 fe800000000000000000000000000002 0001 0002',
  ],
  [
    'an IPv4 source and an IPv6 destination',
    end('192.168.0.5', 1),
    end('2001:db8::1', 2),
    'TCP6 ::ffff:c0a8:5 2001:db8::1 1 2',
    '21 0024 00000000000000000000ffffc0a80005 20010db8000000000000000000000001 0001 0002',
  ],
  [
    'an IPv6 source and an IPv4 destination',
    end('2001:db8::1', 1),
    end('10.11.120.2', 2),
    'TCP6 2001:db8::1 ::ffff:a0b:7802 1 2',
    '21 0024 20010db8000000000000000000000001 00000000000000000000ffff0a0b7802 0001 0002',
  ],
  [
    'IPv4-mapped ends as what they are',
    end('::ffff:192.168.0.5', 1),
    end('10.11.120.2', 2),
    'TCP4 192.168.0.5 10.11.120.2 1 2',
    '11 000c c0a80005 0a0b7802 0001 0002',
  ],
  [
    'an IPv4-compatible end, which is not IPv4',
    end('::192.168.0.5', 1),
    end('::1', 2),
    'TCP6 ::c0a8:5 ::1 1 2',
    '21 0024 000000000000000000000000c0a80005 00000000000000000000000000000001 0001 0002',
  ],
];

/** The spelling of the kernel and of Node, see inet_ntop(3). */
function spelled({ host, port }: Endpoint): Endpoint {
  if (!host.includes(':')) return { host, port };
  const { address } = new SocketAddress({ address: host, family: 'ipv6' });
  return { host: address.replace(/^::ffff:(?=\d+\.)/, ''), port };
}

/** inet_ntop() writes the deprecated IPv4-compatible addresses with dots; RFC 5952 has no dots. */
function isIpv4Compatible({ host }: Endpoint): boolean {
  return host.startsWith('::') && host.includes('.');
}

describe('a formatted PROXY header', () => {
  for (const [what, source, destination, line, bytes] of FORMATTED) {
    it(`announces ${what}`, () => {
      assert.equal(formatHeader('v1', source, destination).toString(), `PROXY ${line}\r\n`);
      assert.deepEqual(formatHeader('v2', source, destination), hex(`${SIGNATURE} 21 ${bytes}`));
    });
  }

  for (const version of ['v1', 'v2'] as const) {
    it(`is parsed as the same ends (${version})`, () => {
      const property = fc.property(anyEnd, anyEnd, (source, destination) => {
        const [from, to] = [spelled(source), spelled(destination)];
        fc.pre(!isIpv4Compatible(from) && !isIpv4Compatible(to));
        const bytes = formatHeader(version, source, destination);
        const header = { version: version === 'v1' ? 1 : 2, source: from, destination: to };
        assert.deepEqual(parseHeader(bytes), { header, length: bytes.length });
      });
      fc.assert(property);
    });
  }
});

describe('an arbitrary PROXY header', () => {
  it('is parsed only when it is complete, and the payload does not change it', () => {
    const property = fc.property(validHeader, fc.uint8Array(), (header, payload) => {
      for (let length = 0; length < header.length; length += 1) {
        assert.equal(outcome(header.subarray(0, length)), undefined, `after ${length} bytes`);
      }
      const parsed = parseHeader(header);
      assert.equal(parsed?.length, header.length);
      assert.deepEqual(parseHeader(Buffer.concat([header, payload])), parsed);
    });
    fc.assert(property);
  });

  it('keeps its result when further bytes follow', () => {
    const property = fc.property(fc.oneof(spoiledHeader, anyBytes), (bytes) => {
      const said = outcome(bytes);
      let earlier: ReturnType<typeof outcome>;
      for (let length = 0; length <= bytes.length && earlier === undefined; length += 1) {
        earlier = outcome(bytes.subarray(0, length));
      }
      assert.deepEqual(earlier, said);
    });
    fc.assert(property);
  });

  it('never asks for bytes beyond its limit', () => {
    const more = Buffer.alloc(MAX_HEADER_BYTES);
    const property = fc.property(fc.oneof(anyBytes, spoiledHeader, validHeader), (bytes) => {
      assert.notEqual(outcome(Buffer.concat([bytes, more]).subarray(0, MAX_HEADER_BYTES)), undefined);
    });
    fc.assert(property);
  });

  it('of version 1 never asks for bytes beyond 107', () => {
    const property = fc.property(fc.uint8Array({ minLength: 101, maxLength: 101 }), (rest) => {
      assert.notEqual(outcome(Buffer.concat([Buffer.from('PROXY '), rest])), undefined);
      assert.notEqual(outcome(Buffer.from(`PROXY UNKNOWN${' '.repeat(94)}`)), undefined);
    });
    fc.assert(property);
  });
});
