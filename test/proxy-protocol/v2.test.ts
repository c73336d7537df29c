// Version 2 of the PROXY header: every accepted form, and the byte at which every other one is refused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_HEADER_BYTES, parseHeader } from '../../src/proxy-protocol/header.js';
import type { ProxyHeader } from '../../src/proxy-protocol/parsed-header.js';
import { IPV4, IPV6, outcome, SIGNATURE, v2, hex, type V2Parts } from './support.js';

const HEADER_IPV4: ProxyHeader = {
  version: 2,
  source: { host: '192.168.0.5', port: 0x1234 },
  destination: { host: '10.11.120.2', port: 443 },
};
const HEADER_IPV6: ProxyHeader = {
  version: 2,
  source: { host: '2001:db8::1', port: 0x1234 },
  destination: { host: 'fd00::2', port: 443 },
};
const NO_ENDS: ProxyHeader = { version: 2 };

/** A complete TLV, and TLVs with an excessive length field. */
const NOOP = '04 0003 ffffff';
const LARGEST_TLV = `e0 ${(MAX_HEADER_BYTES - 16 - 12 - 3).toString(16).padStart(4, '0')}`;
const UNIX = '00'.repeat(216);

const ACCEPTED: readonly (readonly [string, V2Parts, ProxyHeader])[] = [
  ['TCP over IPv4', {}, HEADER_IPV4],
  ['TCP over IPv6', { family: '21', block: IPV6 }, HEADER_IPV6],
  ['TLVs behind IPv4', { block: `${IPV4} ${NOOP} 010000 ${NOOP}` }, HEADER_IPV4],
  ['TLVs behind IPv6', { family: '21', block: `${IPV6} ${NOOP}` }, HEADER_IPV6],
  ['a TLV that fills it to the limit', { block: IPV4 + LARGEST_TLV + '00'.repeat(4096 - 31) }, HEADER_IPV4],
  [
    'IPv4-mapped IPv6',
    { family: '21', block: '00000000000000000000ffffc0a80005 00000000000000000000ffff0a0b7802 1234 01bb' },
    HEADER_IPV4,
  ],
  ['LOCAL and nothing else', { versionAndCommand: '20', family: '00', block: '' }, NO_ENDS],
  ['LOCAL and addresses to be skipped', { versionAndCommand: '20', block: IPV4 }, NO_ENDS],
  ['LOCAL and addresses cut short', { versionAndCommand: '20', block: 'c0a8' }, NO_ENDS],
  ['LOCAL and a family that does not exist', { versionAndCommand: '20', family: 'ff', block: IPV4 }, NO_ENDS],
  ['LOCAL and TLVs', { versionAndCommand: '20', family: '00', block: NOOP }, NO_ENDS],
  ['UNSPEC', { family: '00', block: '' }, NO_ENDS],
  ['UNSPEC and something to be ignored', { family: '00', block: 'ff' }, NO_ENDS],
  ['UDP over IPv4', { family: '12', block: IPV4 }, NO_ENDS],
  ['UDP over IPv6', { family: '22', block: IPV6 + NOOP }, NO_ENDS],
  ['a UNIX stream', { family: '31', block: UNIX }, NO_ENDS],
  ['UNIX datagrams', { family: '32', block: UNIX + NOOP }, NO_ENDS],
];

/** Bytes, and how many of them show that they are no header. */
const INVALID: readonly (readonly [string, V2Parts, number])[] = [
  ['version 1', { versionAndCommand: '11' }, 13],
  ['version 3', { versionAndCommand: '31' }, 13],
  ['version 0', { versionAndCommand: '01' }, 13],
  ['an unassigned command', { versionAndCommand: '22' }, 13],
  ['the last unassigned command', { versionAndCommand: '2f' }, 13],
  ['STREAM without a family', { family: '01' }, 14],
  ['DGRAM without a family', { family: '02' }, 14],
  ['IPv4 without a transport', { family: '10' }, 14],
  ['IPv6 without a transport', { family: '20' }, 14],
  ['UNIX without a transport', { family: '30' }, 14],
  ['an unspecified transport', { family: '13' }, 14],
  ['an unspecified family', { family: '41' }, 14],
  ['nothing that is specified', { family: 'ff' }, 14],
  ['no room for IPv4 addresses', { length: 11 }, 16],
  ['no addresses at all', { length: 0 }, 16],
  ['no room for IPv6 addresses', { family: '21', length: 35, block: IPV6 }, 16],
  ['IPv4 addresses announced as IPv6', { family: '21', length: 12 }, 16],
  ['no room for UDP addresses', { family: '12', length: 11 }, 16],
  ['no room for UNIX addresses', { family: '31', length: 215 }, 16],
  ['one byte more than the limit', { length: 4081 }, 16],
  ['the largest length there is', { length: 65_535 }, 15],
  ['LOCAL and a length beyond the limit', { versionAndCommand: '20', family: '00', length: 4081 }, 16],
  ['one byte behind the addresses, too few for a TLV', { length: 13 }, 16],
  ['two bytes behind the addresses', { length: 14 }, 16],
  ['a TLV longer than the header', { block: `${IPV4} 04 0001` }, 31],
  ['a TLV much longer than the header', { block: `${IPV4} 04 ff00` }, 30],
  ['too few bytes for a second TLV', { block: `${IPV4} 04 0001 00 00` }, 31],
  ['a second TLV longer than the header', { block: `${IPV4} ${NOOP} 04 0002 00` }, 37],
  ['a TLV longer than the header behind UDP addresses', { family: '12', block: `${IPV4} 04 0001` }, 31],
];

describe('a PROXY header of version 2 (section 2.2)', () => {
  for (const [what, parts, header] of ACCEPTED) {
    it(`is accepted with ${what}, at its last byte and not before`, () => {
      const bytes = v2(parts);
      for (let length = 0; length < bytes.length; length += 1) {
        assert.equal(outcome(bytes.subarray(0, length)), undefined, `after ${length} bytes`);
      }
      const payload = Buffer.from('\r\n\r\n\0\r\nQUIT\n and more');
      assert.deepEqual(parseHeader(Buffer.concat([bytes, payload])), { header, length: bytes.length });
      assert.deepEqual(parseHeader(bytes), { header, length: bytes.length });
    });
  }

  for (const [what, parts, enough] of INVALID) {
    it(`is invalid at the first byte that shows it: ${what}`, () => {
      const bytes = v2(parts);
      assert.equal(outcome(bytes.subarray(0, enough - 1)), undefined);
      for (let length = enough; length <= bytes.length; length += 1) {
        assert.equal(outcome(bytes.subarray(0, length)), 'invalid', `after ${length} bytes`);
      }
    });
  }

  it('is missing at the first byte that differs from the signature', () => {
    const signature = hex(SIGNATURE);
    for (let at = 1; at < signature.length; at += 1) {
      const bytes = Buffer.from(signature);
      bytes[at] = 0x58;
      assert.equal(outcome(bytes.subarray(0, at)), undefined);
      assert.equal(outcome(bytes.subarray(0, at + 1)), 'missing');
    }
  });
});
