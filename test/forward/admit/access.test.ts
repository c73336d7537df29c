// Access rules: what `private` holds, which rule wins, and which PROXY headers are trusted.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRange } from '../../../src/config/address-range.js';
import type { AddressRange } from '../../../src/config/config.js';
import { Access, type IsInOwnSubnet } from '../../../src/forward/admit/access.js';

interface Rules {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly acceptProxy?: readonly string[];
}

const NOWHERE: IsInOwnSubnet = () => false;

function access({ allow = [], deny = [], acceptProxy = [] }: Rules, isInOwnSubnet = NOWHERE): Access {
  const ranges = (texts: readonly string[]) => texts.map(range);
  return new Access(
    { allow: ranges(allow), deny: ranges(deny), acceptProxy: ranges(acceptProxy) },
    isInOwnSubnet,
  );
}

function range(text: string): AddressRange {
  const result = parseRange(text);
  assert.ok(result.ok, text);
  return result.value;
}

/** Of each network: the last address before it, its first and last ones, the first behind it. */
const EDGES: readonly (readonly [string, string, string, string, string])[] = [
  ['loopback', '126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
  ['10.0.0.0/8', '9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ['172.16.0.0/12', '172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
  ['192.168.0.0/16', '192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
  ['link-local IPv4', '169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
  ['IPv6 loopback', '::', '::1', '::1', '::2'],
  [
    'link-local IPv6',
    'fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe80::',
    'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fec0::',
  ],
  [
    'unique local',
    'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fc00::',
    'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe00::',
  ],
];

/** Shared (RFC 6598), documentation, and public addresses, and IPv6 that only looks like private IPv4. */
const PUBLIC = [
  '100.64.0.1',
  '192.0.2.1',
  '8.8.8.8',
  '0.0.0.0',
  '2001:db8::1',
  '::10.0.0.1',
  '64:ff9b::a00:1',
];

describe('private', () => {
  const rules = access({ allow: ['private'] });
  const admits = (address: string) => rules.admits(address);
  for (const [name, before, first, last, behind] of EDGES) {
    it(`begins and ends where ${name} does`, () => {
      assert.deepEqual([before, first, last, behind].map(admits), [false, true, true, false]);
    });
  }

  for (const address of PUBLIC) {
    it(`does not hold ${address}`, () => {
      assert.equal(admits(address), false);
    });
  }

  it('holds the own subnets, as they are at the time', () => {
    let subnet = '2001:db8::1';
    const changing = access({ allow: ['private'] }, (address) => address === subnet);
    const both = () => ['2001:db8::1', '203.0.113.1'].map((address) => changing.admits(address));
    assert.deepEqual(both(), [true, false]);
    subnet = '203.0.113.1';
    assert.deepEqual(both(), [false, true]);
  });

  it('asks for the own subnets only where nothing else decides, and without the zone', () => {
    const asked: string[] = [];
    const ask: IsInOwnSubnet = (address, family) => {
      asked.push(`${address} ${family}`);
      return false;
    };
    const lists = [['private'], ['any'], ['10.0.0.0/8', '2001:db8::/32'], ['private', '203.0.113.0/24']];
    for (const allow of lists) {
      for (const address of ['10.0.0.1', 'fe80::1%eth0', '203.0.113.1', '2001:db8::1%3'])
        access({ allow }, ask).admits(address);
    }
    assert.deepEqual(asked, ['203.0.113.1 ipv4', '2001:db8::1 ipv6', '2001:db8::1 ipv6']);
  });

  it('can be what is denied', () => {
    const own: IsInOwnSubnet = (address) => address === '203.0.113.1';
    const rules = access({ allow: ['any'], deny: ['private'] }, own);
    const admitted = ['10.0.0.1', '::1', '203.0.113.1', '8.8.8.8'].filter((each) => rules.admits(each));
    assert.deepEqual(admitted, ['8.8.8.8']);
  });
});

describe('the access rules', () => {
  it('admit every address if any is allowed, in both families', () => {
    const rules = access({ allow: ['10.0.0.0/8', 'any'] });
    for (const address of ['8.8.8.8', '0.0.0.0', '2001:db8::1', '::', 'fe80::1%eth0'])
      assert.ok(rules.admits(address), address);
  });

  it('admit no address that is denied, however precisely it is allowed', () => {
    const rules = access({ allow: ['any', '10.0.0.5'], deny: ['10.0.0.0/8', 'fd00::/8'] });
    for (const address of ['10.0.0.5', 'fd00::1']) assert.equal(rules.admits(address), false);
    assert.ok(rules.admits('11.0.0.0'));
    assert.equal(access({ allow: ['any'], deny: ['any'] }).admits('10.0.0.5'), false);
  });

  it('does not depend on the zone', () => {
    const rules = access({ allow: ['fe80::/64'], deny: ['fe80::2'] });
    const zones = ['fe80::1%eth0', 'fe80::1%7', 'fe80::2%eth0'].map((each) => rules.admits(each));
    assert.deepEqual(zones, [true, true, false]);
  });

  it('is told apart by family: all of IPv6 is not all of IPv4, nor the other way round', () => {
    for (const all of ['::/0', '::/64', '::ffff:0:0/95'])
      assert.equal(access({ allow: [all] }).admits('8.8.8.8'), false, all);
    assert.ok(access({ allow: ['any'], deny: ['::/0'] }).admits('192.168.0.10'));
    assert.equal(access({ allow: ['0.0.0.0/0'] }).admits('::8.8.8.8'), false);
  });

  it('admit exactly the addresses in the networks', () => {
    const v4 = fc.tuple(fc.constant(32), fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }));
    const v6 = fc.tuple(fc.constant(128), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })).filter(notMapped);
    const network = fc.oneof(v4, v6).chain(([bits, base]) =>
      // And an address near it: the same but for one bit.
      fc.record({
        bits: fc.constant(bits),
        base: fc.constant(base),
        prefix: fc.integer({ min: 0, max: bits }),
        near: fc.integer({ min: 0, max: bits - 1 }).map((bit) => base ^ (1n << BigInt(bit))),
      }),
    );
    fc.assert(
      fc.property(fc.array(network, { minLength: 1, maxLength: 4 }), (networks) => {
        const allow = networks.map(({ bits, base, prefix }) => `${written(bits, base)}/${prefix}`);
        const rules = access({ allow });
        for (const { bits, base, near } of networks) {
          for (const address of [base, near]) {
            const expected = networks.some((each) => each.bits === bits && holds(each, address));
            assert.equal(
              rules.admits(written(bits, address)),
              expected,
              `${written(bits, address)} in ${allow.join()}`,
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a proxy', () => {
  const rules = access({
    allow: ['192.168.0.0/16'],
    deny: ['10.0.0.9', '192.168.0.9'],
    acceptProxy: ['10.0.0.0/8', 'fe80::1'],
  });

  it('is believed if it is listed, also if it may not connect for itself', () => {
    assert.deepEqual([rules.isProxy('10.0.0.1'), rules.admits('10.0.0.1')], [true, false]);
    assert.ok(rules.isProxy('fe80::1%eth0'));
  });

  it('is no address that is denied', () => {
    assert.equal(rules.isProxy('10.0.0.9'), false);
  });

  it('is no address that is only allowed', () => {
    assert.deepEqual([rules.isProxy('192.168.0.1'), rules.admits('192.168.0.1')], [false, true]);
    assert.equal(access({ allow: ['any'] }).isProxy('10.0.0.1'), false);
  });

  it('may be any or private as well', () => {
    assert.ok(access({ acceptProxy: ['any'] }).isProxy('8.8.8.8'));
    const own = access({ acceptProxy: ['private'] }, (address) => address === '203.0.113.1');
    const believed = ['127.0.0.1', '203.0.113.1', '8.8.8.8'].map((each) => own.isProxy(each));
    assert.deepEqual(believed, [true, true, false]);
  });
});

/** Whether a number is no IPv4-mapped address, which is none that Access is ever asked for. */
function notMapped([, address]: readonly [number, bigint]): boolean {
  return address >> 32n !== 0xffffn;
}

interface Network {
  readonly bits: number;
  readonly base: bigint;
  readonly prefix: number;
}

function holds({ bits, base, prefix }: Network, address: bigint): boolean {
  return (base ^ address) >> BigInt(bits - prefix) === 0n;
}

/** The address behind a number: 10.0.0.1, or the eight groups of IPv6. */
function written(bits: number, address: bigint): string {
  const [width, radix, separator] = bits === 32 ? [8, 10, '.'] : [16, 16, ':'];
  const parts = Array.from({ length: bits / width }, (_, index) => {
    const shift = BigInt(bits - width * (index + 1));
    return ((address >> shift) & (2n ** BigInt(width) - 1n)).toString(radix);
  });
  return parts.join(separator);
}
