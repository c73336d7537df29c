// Version 1 of the PROXY header: every accepted form, and the byte at which every other one is refused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHeader } from '../../src/proxy-protocol/header.js';
import { outcome, V1, V1_HEADER } from './support.js';

const LONGEST_IPV6 = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';

/** The text behind "PROXY ", and the announced source and destination. */
const ACCEPTED: readonly (readonly [string, string, string, number, string, number])[] = [
  ['the example', 'TCP4 192.168.0.1 192.168.0.11 56324 443', '192.168.0.1', 56324, '192.168.0.11', 443],
  ['port 0', 'TCP4 0.0.0.0 0.0.0.0 0 0', '0.0.0.0', 0, '0.0.0.0', 0],
  [
    'the longest line of IPv4',
    'TCP4 255.255.255.255 255.255.255.255 65535 65535',
    '255.255.255.255',
    65535,
    '255.255.255.255',
    65535,
  ],
  [
    'the longest line of IPv6',
    `TCP6 ${LONGEST_IPV6} ${LONGEST_IPV6} 65535 65535`,
    LONGEST_IPV6,
    65535,
    LONGEST_IPV6,
    65535,
  ],
  ['IPv6 in capitals', 'TCP6 2001:DB8::A 2001:DB8::B 1 2', '2001:db8::a', 1, '2001:db8::b', 2],
  ['IPv6 in full', 'TCP6 2001:0db8:0000:0000:0000:0000:0000:0001 :: 1 2', '2001:db8::1', 1, '::', 2],
  ['IPv4-mapped IPv6', 'TCP6 ::ffff:c0a8:5 ::ffff:10.11.120.2 1 2', '192.168.0.5', 1, '10.11.120.2', 2],
  ['IPv4-compatible IPv6, which is not IPv4', 'TCP6 ::192.168.0.5 ::1 1 2', '::c0a8:5', 1, '::1', 2],
  [
    'a family mixed by mapping',
    'TCP6 ::ffff:192.168.0.5 2001:db8::1 1 2',
    '192.168.0.5',
    1,
    '2001:db8::1',
    2,
  ],
];

const UNKNOWN: readonly (readonly [string, string])[] = [
  ['its short form', 'PROXY UNKNOWN\r\n'],
  ['nothing behind its space', 'PROXY UNKNOWN \r\n'],
  ['its worst case of 107 bytes', `PROXY UNKNOWN ${LONGEST_IPV6} ${LONGEST_IPV6} 65535 65535\r\n`],
  ['no addresses but anything else', 'PROXY UNKNOWN \0\xff whatever\t\r\n'],
];

/** The byte in front of the | is the first that no valid header has. */
const MISSING: readonly (readonly [string, string])[] = [
  ['HTTP', 'G|ET / HTTP/1.1\r\n\r\n'],
  ['a TLS ClientHello', '\x16|\x03\x01'],
  ['another word', 'PROXX| TCP4'],
  ['small letters', 'p|roxy tcp4'],
  ['something in front of the signature', ' |PROXY'],
  ['no space behind PROXY', 'PROXY\t|TCP4'],
  ['a longer word', 'PROXYT|CP4'],
];

const INVALID: readonly (readonly [string, string])[] = [
  ['nothing but the signature', 'PROXY \r|\n'],
  ['two spaces in front of the family', 'PROXY  |TCP4'],
  ['an unknown family', 'PROXY TCP5| 1.2.3.4'],
  ['a family in small letters', 'PROXY t|cp4'],
  ['UDP', 'PROXY UD|P4 1.2.3.4'],
  ['a tab behind the family', 'PROXY TCP4\t|1.2.3.4'],
  ['two spaces behind the family', 'PROXY TCP4  |1.2.3.4'],
  ['no address', 'PROXY TCP4 \r|\n'],
  ['heading zeroes in an address', 'PROXY TCP4 192.168.0.01| 1.2.3.4 1 2\r\n'],
  ['a number above 255', 'PROXY TCP4 256|.1.1.1 1.2.3.4 1 2\r\n'],
  ['three numbers', 'PROXY TCP4 1.2.3 |1.2.3.4 1 2\r\n'],
  ['five numbers', 'PROXY TCP4 1.2.3.4.|5 1.2.3.4 1 2\r\n'],
  ['a hexadecimal number', 'PROXY TCP4 0x|7f.0.0.1 1.2.3.4 1 2\r\n'],
  ['IPv6 in TCP4', 'PROXY TCP4 :|:1 ::1 1 2\r\n'],
  ['IPv4 in TCP6', 'PROXY TCP6 1.|2.3.4 5.6.7.8 1 2\r\n'],
  ['a destination of the other family', 'PROXY TCP6 ::1 1.|2.3.4 1 2\r\n'],
  ['a zone', 'PROXY TCP6 fe80::1%|eth0 ::1 1 2\r\n'],
  ['brackets', 'PROXY TCP6 [|::1] ::1 1 2\r\n'],
  ['two double colons', 'PROXY TCP6 1::2::|3 ::1 1 2\r\n'],
  ['three colons', 'PROXY TCP6 :::|1 ::1 1 2\r\n'],
  ['nine sets of digits', 'PROXY TCP6 1:2:3:4:5:6:7:8:|9 ::1 1 2\r\n'],
  ['fewer than 128 bits', 'PROXY TCP6 1:2:3 |::1 1 2\r\n'],
  ['a set of five digits', 'PROXY TCP6 00001|:: ::1 1 2\r\n'],
  ['heading zeroes in a mapped address', 'PROXY TCP6 ::ffff:1.2.3.04| ::1 1 2\r\n'],
  ['a name', 'PROXY TCP4 l|ocalhost 1.2.3.4 1 2\r\n'],
  ['two spaces between the addresses', 'PROXY TCP4 1.2.3.4  |5.6.7.8 1 2\r\n'],
  ['a heading zero in the source port', 'PROXY TCP4 1.2.3.4 5.6.7.8 01| 2\r\n'],
  ['a heading zero in the destination port', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 00|\r\n'],
  ['a source port above 65535', 'PROXY TCP4 1.2.3.4 5.6.7.8 65536| 2\r\n'],
  ['a destination port above 65535', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 65536|\r\n'],
  ['a port of many digits', 'PROXY TCP4 1.2.3.4 5.6.7.8 99999|999999999999999999999999 2\r\n'],
  ['a sign', 'PROXY TCP4 1.2.3.4 5.6.7.8 +|1 2\r\n'],
  ['a port in hexadecimal', 'PROXY TCP4 1.2.3.4 5.6.7.8 0x|1 2\r\n'],
  ['an empty port', 'PROXY TCP4 1.2.3.4 5.6.7.8  |2\r\n'],
  ['one port only', 'PROXY TCP4 1.2.3.4 5.6.7.8 1\r|\n'],
  ['a space at the end', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2 |\r\n'],
  ['a fifth field', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2 |3\r\n'],
  ['a NUL', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\0|\r\n'],
  ['LF alone', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n|'],
  ['CR alone', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\rG|ET /'],
  ['two CRs', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\r|\n'],
  ['CRLF inside', 'PROXY TCP4 1.2.3.4 \r|\n5.6.7.8 1 2\r\n'],
  ['a longer name than UNKNOWN', 'PROXY UNKNOWNX|\r\n'],
  ['LF alone in UNKNOWN', 'PROXY UNKNOWN whatever\n|\r\n'],
  ['CR alone in UNKNOWN', 'PROXY UNKNOWN whatever\rx|\r\n'],
  ['more than 107 bytes with CRLF', `PROXY UNKNOWN ${'x'.repeat(92)}|\r\n`],
  ['no room for the CRLF in 107 bytes', `PROXY UNKNOWN ${'x'.repeat(92)}|x`],
  [
    'addresses that leave no room for the ports',
    `PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255 ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255| 1 2\r\n`,
  ],
];

function assertRefused(marked: string, code: string): void {
  const [start = '', rest = ''] = marked.split('|');
  const bytes = Buffer.from(start + rest, 'latin1');
  for (let length = 0; length < start.length; length += 1) {
    assert.equal(outcome(bytes.subarray(0, length)), undefined, `after ${length} bytes`);
  }
  for (let length = start.length; length <= bytes.length; length += 1) {
    assert.equal(outcome(bytes.subarray(0, length)), code, `after ${length} bytes`);
  }
}

describe('a PROXY header of version 1 (section 2.1)', () => {
  for (const [what, line, source, sourcePort, destination, destinationPort] of ACCEPTED) {
    it(`is accepted with ${what}`, () => {
      const bytes = Buffer.from(`PROXY ${line}\r\n`);
      assert.deepEqual(parseHeader(bytes), {
        header: {
          version: 1,
          source: { host: source, port: sourcePort },
          destination: { host: destination, port: destinationPort },
        },
        length: bytes.length,
      });
    });
  }

  for (const [what, line] of UNKNOWN) {
    it(`announces no address when it is UNKNOWN with ${what}`, () => {
      const bytes = Buffer.from(line, 'latin1');
      assert.deepEqual(parseHeader(bytes), { header: { version: 1 }, length: bytes.length });
    });
  }

  it('ends at its CRLF for every payload', () => {
    for (const payload of ['GET / HTTP/1.1\r\n\r\n', '\n', V1, 'x'.repeat(10_000)]) {
      assert.deepEqual(parseHeader(Buffer.from(V1 + payload)), { header: V1_HEADER, length: V1.length });
    }
  });

  for (const [what, line] of MISSING) {
    it(`is missing at the first byte that shows it: ${what}`, () => {
      assertRefused(line, 'missing');
    });
  }

  for (const [what, line] of INVALID) {
    it(`is invalid at the first byte that shows it: ${what}`, () => {
      assertRefused(line, 'invalid');
    });
  }
});
