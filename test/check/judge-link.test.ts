// The choice of links, and the judgement of the link to the gateway and its addresses.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Surroundings } from '../../src/machine/choose-link.js';
import type { Link } from '../../src/machine/links.js';
import * as judge from '../../src/check/judge-link.js';
import { pickGatewayLink, pickHomeLink } from '../../src/check/pick-links.js';
import { network } from '../support/own-network.js';

const LOOPBACK = network('lo', '127.0.0.1/8');
const HOME = network('wlan0', '192.168.0.10/24');
const HAN = network('eth0', '10.11.120.1/24');

const link = (name: string, kind: Link['kind'] = 'ethernet', carrier: Link['carrier'] = 'plugged'): Link => ({
  name,
  kind,
  carrier,
  index: 1,
  isHardware: true,
  mac: '02:00:00:00:00:01',
});
const ETH0 = link('eth0');
const WLAN0 = link('wlan0', 'wireless');

function surroundings(links: readonly Link[], ...routes: readonly string[]): Surroundings {
  return { links, defaultRoutes: new Set(routes), sshInterface: undefined };
}

describe('the link to the gateway', () => {
  const GATEWAY = '10.11.120.2';
  for (const [what, given, own, address, asked, expected] of [
    [
      'is the one in its subnet',
      surroundings([ETH0, link('eth1'), WLAN0], 'wlan0'),
      [HAN, HOME],
      GATEWAY,
      undefined,
      'eth0',
    ],
    [
      'is that one although it also has a default route',
      surroundings([ETH0, link('eth1'), WLAN0], 'wlan0', 'eth0'),
      [HAN, HOME],
      GATEWAY,
      undefined,
      'eth0',
    ],
    [
      'is that one although it has the only default route',
      surroundings([ETH0, WLAN0], 'eth0'),
      [HAN, HOME],
      GATEWAY,
      undefined,
      'eth0',
    ],
    [
      'is not the way home because of a wrong target',
      surroundings([ETH0, WLAN0], 'wlan0'),
      [HAN, HOME],
      '192.168.0.12',
      undefined,
      'eth0',
    ],
    [
      'is not the wired way home because of a wrong target',
      surroundings([ETH0, link('eth1')], 'eth1'),
      [HAN, network('eth1', '192.168.0.10/24')],
      '192.168.0.12',
      undefined,
      'eth0',
    ],
    [
      'is the only wired one without addresses',
      surroundings([ETH0, WLAN0], 'wlan0'),
      [HOME],
      GATEWAY,
      undefined,
      'eth0',
    ],
    [
      'is the zone of a link-local address',
      surroundings([ETH0, link('eth1')]),
      [],
      'fe80::2%eth1',
      undefined,
      'eth1',
    ],
    ['is the one asked for', surroundings([ETH0, link('eth1')]), [HAN], GATEWAY, 'eth1', 'eth1'],
    ['may be one of several', surroundings([ETH0, link('eth1')]), [], GATEWAY, undefined, 'several'],
    ['may be missing', surroundings([WLAN0], 'wlan0'), [HOME], GATEWAY, undefined, 'none'],
    ['may not be that of the zone', surroundings([ETH0]), [], 'fe80::2%eth7', undefined, 'unknown'],
  ] as const) {
    it(what, () => {
      const choice = pickGatewayLink(given, own, address, asked);
      assert.equal(choice.ok ? choice.link.name : choice.reason, expected);
    });
  }
});

describe('the link into the home', () => {
  for (const [what, given, own, expected] of [
    ['is the one with a default route', surroundings([ETH0, link('eth1'), WLAN0], 'eth1'), [HOME], 'eth1'],
    ['is the wireless one with an address', surroundings([ETH0, link('eth1'), WLAN0]), [HOME], 'wlan0'],
    [
      'is the one with an address',
      surroundings([ETH0, link('eth1')]),
      [network('eth1', '192.168.0.10/24')],
      'eth1',
    ],
    [
      'is the wireless one, though it is off',
      surroundings([ETH0, link('eth1'), link('wlan0', 'wireless', 'down')]),
      [HAN],
      'wlan0',
    ],
    [
      'is no bridge of containers',
      surroundings([ETH0, link('docker0', 'virtual')]),
      [network('docker0', '172.17.0.1/16')],
      undefined,
    ],
  ] as const) {
    it(what, () => {
      assert.equal(pickHomeLink(given, own, new Set(['eth0']))?.name, expected);
    });
  }
});

describe('a target', () => {
  for (const [address, expected, own, route] of [
    ['10.11.120.2', 'target-fit', [LOOPBACK, HAN, HOME], undefined],
    ['10.9.9.9', 'target-fit', [LOOPBACK, HAN, HOME], undefined],
    ['10.11.120.1', 'target-is-own', [LOOPBACK, HAN, HOME], undefined],
    ['127.0.0.5', 'target-is-own', [LOOPBACK, HAN, HOME], undefined],
    ['192.168.0.12', 'target-in-home-network', [LOOPBACK, HAN, HOME], undefined],
    ['192.168.0.12', 'target-fit', [HOME, network('eth0', '192.168.0.9/24')], undefined],
    ['192.168.0.12', 'target-fit', [HOME], { interface: 'eth0', isDirect: true }],
    ['fe80::2%eth0', 'target-fit', [LOOPBACK, HAN, HOME], undefined],
    ['fe80::1%eth0', 'target-is-own', [network('eth0', 'fe80::1/64')], undefined],
  ] as const) {
    it(`${address} with ${own.map((each) => each.address).join()} is ${expected}`, () => {
      assert.equal(judge.judgeTarget({ address, link: 'eth0', own, route }).cause, expected);
    });
  }

  it('in the home network is reported with that network', () => {
    const { facts } = judge.judgeTarget({
      address: '192.168.0.12',
      link: 'eth0',
      own: [HOME],
      route: undefined,
    });
    assert.deepEqual(facts, { address: '192.168.0.12', link: 'wlan0', network: '192.168.0.0/24' });
  });
});

describe('the own address', () => {
  const only = network('eth0', '192.168.0.199/32');
  for (const [address, expected, own, route] of [
    ['10.11.120.2', 'address-fit', [HAN, HOME], undefined],
    ['10.11.120.2', 'address-missing', [HOME], undefined],
    ['10.11.120.2', 'address-missing', [HOME, network('eth0', 'fe80::1/64')], undefined],
    ['10.11.12.2', 'address-wrong-subnet', [HAN, HOME], { interface: 'wlan0', isDirect: false }],
    ['192.168.0.200', 'address-fit', [only, HOME], { interface: 'eth0', isDirect: true }],
    ['192.168.0.200', 'address-wrong-subnet', [only, HOME], { interface: 'wlan0', isDirect: true }],
    ['192.168.0.200', 'address-wrong-subnet', [only, HOME], { interface: 'eth0', isDirect: false }],
    ['fe80::2%eth0', 'address-fit', [network('eth0', 'fe80::1/64')], undefined],
    ['fe80::2%eth0', 'address-no-link-local', [HAN, network('wlan0', 'fe80::1/64')], undefined],
  ] as const) {
    it(`for ${address} with ${own.map((each) => each.address).join()} is ${expected}`, () => {
      assert.equal(judge.judgeAddress({ address, link: 'eth0', own, route }).cause, expected);
    });
  }
});

describe('the way from the own address of a source', () => {
  for (const [other, expected] of [
    ['eth0', 'way-own'],
    ['wlan0', 'way-other'],
    [undefined, 'way-other'],
  ] as const)
    it(`that leads ${other === undefined ? 'nowhere' : `by ${other}`} is ${expected}`, () => {
      const route = other && { interface: other, isDirect: true };
      const way = { address: '10.11.120.2', link: 'eth0', own: [HAN, HOME], route };
      assert.equal(judge.judgeWay(way, '10.11.120.1').cause, expected);
    });
});

describe('the link must not have', () => {
  it('a default route', () => {
    assert.equal(judge.judgeRoutes('eth0', new Set(['wlan0'])).cause, 'routes-none');
    assert.equal(judge.judgeRoutes('eth0', new Set(['wlan0', 'eth0'])).cause, 'routes-default-on-han');
  });

  for (const [configured, ofLink, servers] of [
    [['192.168.0.1', '127.0.0.53', 'fe80::1%wlan0'], [], undefined],
    [['192.168.0.1', '10.11.120.2'], [], ['10.11.120.2']],
    [['fe80::2%eth0'], ['8.8.8.8'], ['8.8.8.8', 'fe80::2%eth0']],
    [['10.11.120.2'], ['10.11.120.2'], ['10.11.120.2']],
  ] as const) {
    it(`name servers: ${configured.join()} and ${ofLink.join()}`, () => {
      const { cause, facts } = judge.judgeDns('eth0', [HAN, HOME], configured, ofLink);
      assert.deepEqual(cause === 'dns-on-han' ? facts.servers : undefined, servers);
    });
  }

  for (const [names, expected] of [
    [[], 'forwarding-off'],
    [['eth0', 'wlan0'], 'forwarding-on'],
    [['eth0', 'docker0'], 'forwarding-for-containers'],
  ] as const) {
    it(`forwarding: ${names.join() || 'none'} is ${expected}`, () => {
      const forwarding = names.map((name) => ({ family: 'IPv4', interface: name }) as const);
      assert.equal(judge.judgeForwarding('eth0', forwarding).cause, expected);
    });
  }

  for (const [here, there, expected] of [
    ['10.11.120.1/24', '192.168.0.10/24', 'overlap-none'],
    ['192.168.0.199/24', '192.168.0.10/24', 'overlap-found'],
    ['192.168.0.1/30', '192.168.0.10/24', 'overlap-found'],
    ['10.11.120.1/24', '10.0.0.5/8', 'overlap-found'],
    ['192.168.0.199/32', '192.168.0.10/24', 'overlap-none'],
  ] as const) {
    it(`addresses of the home: ${here} beside ${there} is ${expected}`, () => {
      const own = [network('eth0', here), network('wlan0', there), LOOPBACK];
      assert.equal(judge.judgeOverlap('eth0', own).cause, expected);
    });
  }
});
