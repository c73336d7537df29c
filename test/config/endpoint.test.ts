// The parser of targets: accepted and refused spellings.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatTarget, parseTarget } from '../../src/config/endpoint.js';
import { isAddress } from '../../src/config/ip-literal.js';

const ACCEPTED: readonly (readonly [string, string, number])[] = [
  ['10.11.120.2', '10.11.120.2', 443],
  ['10.11.120.2:8443', '10.11.120.2', 8443],
  ['10.11.120.2:65535', '10.11.120.2', 65535],
  ['[fe80::1%eth0]', 'fe80::1%eth0', 443],
  ['[fe80::1%eth0.100]:1', 'fe80::1%eth0.100', 1],
  ['[2001:db8::1]:443', '2001:db8::1', 443],
  ['fe80::1%eth0', 'fe80::1%eth0', 443],
  ['::1', '::1', 443],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', 443],
  ['gateway', 'gateway', 443],
  ['smart_meter:443', 'smart_meter', 443],
  ['smgw-1.fritz.box:8443', 'smgw-1.fritz.box', 8443],
  ['gateway.local.', 'gateway.local.', 443],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['', 'nothing'],
  [' 10.11.120.2', 'a space'],
  ['10.11.120.2:', 'an empty port'],
  ['10.11.120.2:0', 'port 0'],
  ['10.11.120.2:65536', 'a port above 65535'],
  ['10.11.120.2:080', 'a port with a leading zero'],
  ['10.11.120.2:+80', 'a port with a sign'],
  ['10.11.120.2:80:80', 'two ports'],
  [':443', 'no host'],
  ['10.11.120.256', 'a number that is no part of an IPv4 address'],
  ['10.11.120', 'an IPv4 address cut short'],
  ['010', 'a number'],
  ['0x7f', 'a hexadecimal number, which a resolver reads as an address'],
  ['[fe80::1%]', 'an empty zone'],
  ['[fe80::1%eth0%eth1]', 'two zones'],
  ['[fe80::1%name-of-17-chars]', 'a zone longer than an interface name'],
  ['[fe80::1%3]:443', 'the number of an interface instead of its name'],
  ['[2001:db8::1%eth0]', 'a zone where it has no meaning'],
  ['[fe80::1%25eth0]:443', 'the zone of a URL'],
  ['2001:db8::1:443', 'an address that ends like a port'],
  ['[::1', 'an open bracket'],
  ['[::1]443', 'no colon between bracket and port'],
  ['[10.0.0.1]', 'IPv4 in brackets'],
  ['[gateway]', 'a name in brackets'],
  ['https://10.11.120.2', 'a URL'],
  ['-a.box', 'a label that begins with a hyphen'],
  ['a..box', 'an empty label'],
  [`${'a'.repeat(64)}.box`, 'a label of 64 characters'],
  ['a.'.repeat(127) + 'box', 'a name of more than 253 characters'],
  ['zähler.box', 'a letter outside ASCII'],
  ['a\n', 'a line break'],
];

describe('the text of a target', () => {
  for (const [text, host, port] of ACCEPTED) {
    it(`accepts ${text}`, () => {
      assert.deepEqual(parseTarget(text), { ok: true, value: { host, port } });
    });
  }

  for (const [text, why] of REFUSED) {
    it(`refuses ${why}: ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.equal(parseTarget(text).ok, false);
    });
  }

  it('shows both readings of an address that ends like a port', () => {
    const result = parseTarget('2001:db8::1:443');
    assert.match(result.ok ? '' : result.expected.en, /\[2001:db8::1:443\] or \[2001:db8::1\]:443/);
  });

  it('gives the spelling of a zone that was written as in URLs', () => {
    const result = parseTarget('[fe80::1%25eth0]:443');
    assert.match(result.ok ? '' : result.expected.en, /fe80::1%eth0/);
  });

  for (const [text, ascii] of [
    ['zähler.fritz.box', 'xn--zhler-gra.fritz.box'],
    ['straße.box:443', 'xn--strae-oqa.box'],
    ['１０.11.120.2', '10.11.120.2'],
    ['zähler.local', undefined],
    ['ä..box', undefined],
    ['“10.11.120.2”', undefined],
    ['gate way', undefined],
  ] as const)
    it(`gives the ASCII spelling of ${text}: ${ascii ?? 'none'}`, () => {
      const result = parseTarget(text);
      const [, given] = / which is (\S+) in ASCII$/.exec(result.ok ? '' : result.expected.en) ?? [];
      assert.deepEqual([result.ok, given], [false, ascii]);
    });

  it('reads its own output', () => {
    const global = fc.ipV6().filter((text) => !/^fe[89ab]/i.test(text));
    const host = fc.oneof(fc.ipV4(), fc.domain(), global, fc.constantFrom('fe80::1%eth0', 'FEBF::1%br_lan'));
    const endpoint = fc.record({ host, port: fc.integer({ min: 1, max: 65535 }) }, { noNullPrototype: true });
    fc.assert(
      fc.property(endpoint, (value) => {
        assert.deepEqual(parseTarget(formatTarget(value)), { ok: true, value });
      }),
    );
  });

  it('never throws for arbitrary text, and reads its own output', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[[\]:.%a-f0-9]*$/)), (text) => {
        const result = parseTarget(text);
        if (result.ok) assert.deepEqual(parseTarget(formatTarget(result.value)), result);
      }),
    );
  });

  it('distinguishes addresses from names', () => {
    for (const address of ['10.0.0.1', '::1', 'fe80::1%eth0', 'fe80::1%br_lan'])
      assert.ok(isAddress(address));
    for (const name of ['gateway', 'a.box']) assert.ok(!isAddress(name));
  });
});
