// The parser of listen addresses, and their collisions.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ListenAddress } from '../../src/config/config.js';
import { parseTarget } from '../../src/config/endpoint.js';
import {
  collide,
  isReachedBy,
  formatListen,
  parseListen,
  reachableHost,
} from '../../src/config/listen-address.js';

const ACCEPTED: readonly (readonly [string, ListenAddress])[] = [
  ['8080', { port: 8080 }],
  ['1', { port: 1 }],
  ['65535', { port: 65535 }],
  ['192.168.0.10:8080', { host: '192.168.0.10', port: 8080 }],
  ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
  ['[::1]:8080', { host: '::1', port: 8080 }],
  ['[::]:8080', { host: '::', port: 8080 }],
  ['wlan0:8080', { interface: 'wlan0', port: 8080 }],
  ['enxb827eb123456:80', { interface: 'enxb827eb123456', port: 80 }],
  ['eth0.10:443', { interface: 'eth0.10', port: 443 }],
  ['[fe80::1%wlan0]:8080', { host: 'fe80::1%wlan0', port: 8080 }],
];

const REFUSED = [
  '',
  '0',
  '65536',
  'abc',
  '080',
  '+80',
  '-80',
  ' 80',
  '80 ',
  '8e1',
  '0x50',
  '80\n',
  ':80',
  '*:80',
  '192.168.0.10',
  '192.168.0.10:',
  '192.168.0.300:80',
  '::1:80',
  '[::1]',
  '[::1]80',
  '[fe80::1]:80',
  '[fe80::1%3]:80',
  '[1.2.3.4]:80',
  'localhost:8080',
  'Localhost:8080',
  'an-interface-name:80',
  'wlan 0:80',
  'eth0/x:80',
  '1.2.3.4.5:80',
  '1234:80',
];

describe('the text of a listen address', () => {
  for (const [text, value] of ACCEPTED) {
    it(`accepts ${text}, and formats it unchanged`, () => {
      assert.deepEqual(parseListen(text), { ok: true, value });
      assert.equal(formatListen(value), text);
    });
  }

  for (const text of REFUSED) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseListen(text).ok, false);
    });
  }

  it('names the accepted forms for a host name', () => {
    const [name, localhost] = [parseListen('raspberrypi.fritz.box:8080'), parseListen('localhost:8080')];
    assert.match(name.ok ? '' : name.expected.en, /an IP address or interface/);
    assert.match(localhost.ok ? '' : localhost.expected.en, /127\.0\.0\.1:8080/);
  });

  it('reads its own output', () => {
    const port = fc.integer({ min: 1, max: 65535 });
    const host = fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((text) => !/^fe[89ab]/i.test(text)),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.record({ port }, { noNullPrototype: true }),
          fc.record({ host, port }, { noNullPrototype: true }),
        ),
        (value) => {
          assert.deepEqual(parseListen(formatListen(value)), { ok: true, value });
        },
      ),
    );
  });
});

describe('two listen addresses', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['8080', '8080', true],
    ['8080', '8081', false],
    ['8080', '192.168.0.10:8080', true],
    ['8080', '[::1]:8080', true],
    ['[::]:8080', '192.168.0.10:8080', true],
    ['0.0.0.0:8080', '192.168.0.10:8080', true],
    ['0.0.0.0:8080', '[::]:8080', true],
    ['0.0.0.0:8080', '[::1]:8080', false],
    ['192.168.0.10:8080', '192.168.0.11:8080', false],
    ['[::1]:8080', '[0:0:0:0:0:0:0:1]:8080', true],
    ['[2001:DB8::1]:8080', '[2001:db8::1]:8080', true],
    ['[::ffff:10.0.0.1]:8080', '10.0.0.1:8080', true],
    ['[fe80::1%eth0]:8080', '[fe80::1%wlan0]:8080', false],
    ['[fe80::1%eth0]:8080', '[fe80::1%eth0]:8080', true],
    ['wlan0:8080', 'wlan0:8080', true],
    ['wlan0:8080', 'wlan0:8081', false],
    ['wlan0:8080', 'eth0:8080', false],
    ['wlan0:8080', '8080', true],
    ['wlan0:8080', '0.0.0.0:8080', true],
    ['wlan0:8080', '192.168.0.10:8080', false],
  ];
  for (const [first, second, expected] of cases) {
    it(`${first} and ${second} ${expected ? 'exclude each other' : 'go together'}`, () => {
      const [a, b] = [parseListen(first), parseListen(second)];
      assert.ok(a.ok && b.ok);
      assert.equal(collide(a.value, b.value), expected);
      assert.equal(collide(b.value, a.value), expected);
    });
  }
});

describe('a target that leads back to a listener', () => {
  const CASES: readonly (readonly [string, string, boolean])[] = [
    ['8080', '127.0.0.1:8080', true],
    ['8080', 'localhost:8080', true],
    ['8080', '[::1]:8080', true],
    ['8080', '127.0.0.1:8081', false],
    ['8080', '10.11.120.2:8080', false],
    ['192.168.0.10:443', '192.168.0.10:443', true],
    ['192.168.0.10:443', '192.168.0.11:443', false],
    ['192.168.0.10:443', 'gateway:443', false],
    ['0.0.0.0:443', '127.1.2.3:443', true],
    ['lo:443', '127.0.0.1:443', false],
  ];
  for (const [listen, target, expected] of CASES) {
    it(`${listen} and ${target}: ${expected ? 'yes' : 'no'}`, () => {
      const [from, to] = [parseListen(listen), parseTarget(target)];
      assert.ok(from.ok && to.ok);
      assert.equal(isReachedBy(from.value, to.value), expected);
    });
  }
});

describe('the host for a client on this machine', () => {
  for (const [host, expected] of [
    [undefined, '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
    ['0:0:0:0:0:0:0:0', '::1'],
    ['192.168.0.10', '192.168.0.10'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ] as const) {
    it(`${String(host)}: ${expected}`, () => {
      assert.equal(reachableHost(host), expected);
    });
  }
});
