// The parser of address ranges: accepted and refused texts, and the canonical form.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatRange, parseRange } from '../../src/config/address-range.js';
import type { AddressRange } from '../../src/config/config.js';

const ACCEPTED: readonly (readonly [string, string])[] = [
  ['any', 'any'],
  ['private', 'private'],
  ['192.168.0.0/24', '192.168.0.0/24'],
  ['192.168.0.10', '192.168.0.10/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['0.0.0.0', '0.0.0.0/32'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['fd00::/8', 'fd00::/8'],
  ['::1', '::1/128'],
  ['::/0', '::/0'],
  ['fe80::/10', 'fe80::/10'],
  // Host bits are dropped.
  ['192.168.0.10/24', '192.168.0.0/24'],
  ['10.255.255.255/8', '10.0.0.0/8'],
  ['10.11.120.130/25', '10.11.120.128/25'],
  ['255.255.255.255/0', '0.0.0.0/0'],
  ['fd12:3456::1/7', 'fc00::/7'],
  ['2001:db8::ffff/113', '2001:db8::8000/113'],
  ['ffff::1/0', '::/0'],
  // One spelling for each address.
  ['FD00:0:0:0:0:0:0:0/8', 'fd00::/8'],
  ['0:0::1', '::1/128'],
  ['2001:0db8::0001', '2001:db8::1/128'],
  ['64:ff9b::192.0.2.1', '64:ff9b::c000:201/128'],
  // IPv4-mapped IPv6 is IPv4, RFC 4291 section 2.5.5.2 ...
  ['::ffff:10.0.0.5', '10.0.0.5/32'],
  ['::FFFF:10.0.0.5/128', '10.0.0.5/32'],
  ['::ffff:a00:5', '10.0.0.5/32'],
  ['0:0:0:0:0:ffff:10.0.0.5/104', '10.0.0.0/8'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  // ... but no wider network, and no similar prefix: section 2.5.5.1 and neighbours.
  ['::ffff:10.0.0.5/95', '::fffe:0:0/95'],
  ['::10.0.0.5', '::a00:5/128'],
  ['::0.0.0.1', '::1/128'],
  ['::10.0.0.5/104', '::a00:0/104'],
  ['0::10.0.0.5', '::a00:5/128'],
  ['::fffe:10.0.0.5', '::fffe:a00:5/128'],
  ['::ffff:0:10.0.0.5', '::ffff:0:a00:5/128'],
  ['1::ffff:10.0.0.5', '1::ffff:a00:5/128'],
];

const REFUSED = [
  '',
  ' ',
  'Any',
  'PRIVATE',
  'none',
  'any/0',
  'private/8',
  'localhost',
  '10',
  '10.1',
  '10.0.0',
  '10.0.0.0.0',
  '10.0.0.256',
  '10.0.0.-1',
  '0x7f.1',
  '0x7f.0.0.1',
  '2130706433',
  '010.0.0.1',
  '10.0.0.01',
  '10.0.0.1.',
  '10.0.0.',
  ' 10.0.0.1',
  '10.0.0.1 ',
  '10.0.0.1\n',
  '10.0.0.1\0',
  '10.0.0.0 /8',
  '10.0.0.0/ 8',
  '10.0.0.0/8\n',
  '10.0.0.0/',
  '/8',
  '/',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/+8',
  '10.0.0.0/08',
  '10.0.0.0/00',
  '10.0.0.0/8.0',
  '10.0.0.0/1e1',
  '10.0.0.0/0x8',
  '10.0.0.0/٨',
  '10.0.0.0/8/8',
  '10.0.0.0//8',
  '10.0.0.0/255.0.0.0',
  '10.0.0.0/999999999999',
  '10.0.0.0-10.0.0.9',
  '10.0.0.*',
  '10.0.0.0/8,127.0.0.1',
  '10.0.0.1:80',
  '::1/129',
  '::1/1000',
  '::ffff:10.0.0.0/129',
  '[::1]',
  '[fd00::]/8',
  'fe80::1%eth0',
  'fe80::%eth0/10',
  'fe80::/10%eth0',
  '10.0.0.1%eth0',
  ':::',
  '1::2::3',
  '12345::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '::ffff:10.1',
  '::ffff:010.0.0.1',
  '::g',
];

/** The range of a valid text. */
function range(text: string): AddressRange {
  const result = parseRange(text);
  assert.ok(result.ok, text);
  return result.value;
}

const ADDRESS_BITS = 128;
const GROUP_BITS = 16n;
/** The eight groups of an address that is not IPv4-mapped. */
const groups = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  .filter((parts) => number(parts.slice(0, 6)) !== 0xffffn);

const written = (parts: readonly number[]) => parts.map((each) => each.toString(16)).join(':');
const number = (parts: readonly number[]) =>
  parts.reduce((sum, each) => (sum << GROUP_BITS) | BigInt(each), 0n);

/** The number behind an IPv6 address in its shortest spelling. */
function numberOf(address: string): bigint {
  const [front = [], back = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return number([...front, ...zeros, ...back].map((each) => Number.parseInt(each, 16)));
}

describe('the text of an address range', () => {
  for (const [text, canonical] of ACCEPTED) {
    it(`${text} is ${canonical}`, () => {
      assert.equal(formatRange(range(text)), canonical);
      assert.deepEqual(range(canonical), range(text));
    });
  }

  for (const text of REFUSED) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseRange(text).ok, false);
    });
  }

  it('names the most bits of a prefix', () => {
    const [v4, v6] = [parseRange('10.0.0.0/33'), parseRange('::/129')];
    assert.match(v4.ok ? '' : v4.expected.en, /at most 32 bits/);
    assert.match(v6.ok ? '' : v6.expected.en, /at most 128 bits/);
  });

  it('is kept by its kind', () => {
    assert.deepEqual(range('any'), { kind: 'any' });
    assert.deepEqual(range('private'), { kind: 'private' });
    assert.deepEqual(range('10.0.0.9/8'), { kind: 'network', address: '10.0.0.0', prefix: 8 });
  });

  it('keeps exactly the prefix bits of an IPv6 address', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 0, max: ADDRESS_BITS }), (parts, prefix) => {
        const kept = range(`${written(parts)}/${prefix}`);
        assert.ok(kept.kind === 'network');
        const hostBits = BigInt(ADDRESS_BITS - prefix);
        assert.equal(numberOf(kept.address), (number(parts) >> hostBits) << hostBits);
        assert.equal(kept.prefix, prefix);
      }),
    );
  });

  it('is the same for an IPv4 network and for its IPv4-mapped form', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        assert.deepEqual(range(`::ffff:${address}/${prefix + 96}`), range(`${address}/${prefix}`));
      }),
    );
  });

  it('is read back unchanged, and arbitrary text never makes the parser throw', () => {
    const pieces = fc.constantFrom('any', '1', '0', '255', 'ffff', '.', ':', '::', '/', '%', ' ', '10.0.0.0');
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      fc
        .tuple(fc.ipV6(), fc.integer({ min: 0, max: 130 }))
        .map(([address, prefix]) => `${address}/${prefix}`),
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 34 })).map(([address, prefix]) => `${address}/${prefix}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseRange(text);
        if (result.ok) assert.deepEqual(parseRange(formatRange(result.value)), result);
      }),
      { numRuns: 1000 },
    );
  });
});
