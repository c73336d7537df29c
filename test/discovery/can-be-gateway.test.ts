// The judgement of addresses that the cable or the user gives.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canBeGateway, isHostAddress, type KnownHosts } from '../../src/discovery/can-be-gateway.js';
import { KNOWN_ADDRESSES } from '../../src/gateway/known-addresses.js';
import { network } from '../support/own-network.js';

const PI: KnownHosts = {
  own: [
    network('lo', '127.0.0.1/8'),
    network('eth0', '10.11.120.1/24'),
    network('eth0', 'fe80::1/64'),
    network('wlan0', '192.168.0.10/24'),
    network('wlan0', 'fd00::10/64'),
    network('wlan0', 'fe80::10/64'),
    network('docker0', '172.17.0.1/16'),
  ],
  nextHops: [
    { interface: 'wlan0', address: '192.168.0.1' },
    { interface: 'wlan0', address: 'fe80::99' },
    { interface: 'wlan0', address: 'fd00::1' },
    { interface: 'eth0', address: '10.11.120.2' },
  ],
  nameServers: ['192.168.0.53', '10.9.9.9', 'fd00:0::53', 'fe80::53%wlan0'],
  neighbours: [
    { interface: 'wlan0', address: '192.168.0.12', mac: '02:00:00:00:00:12' },
    { interface: 'wlan0', address: '192.168.178.200', mac: '02:00:00:00:00:13' },
    { interface: 'eth0', address: '10.11.120.2', mac: '02:00:00:00:00:14' },
  ],
};

/** An address, its judgement where the cable gives it, and where the user types it; '' is possible. */
const CASES: readonly (readonly [string, string, string])[] = [
  ['10.11.120.2', '', ''],
  ['172.23.45.67', '', ''],
  ['169.254.7.7', '', ''],
  ['fe80::2%eth0', '', ''],
  ['fe80::10%eth0', '', ''],
  ['fe80::99%eth0', '', ''],
  ['fd11::2', '', ''],
  ['192.168.0.10', 'own', 'own'],
  ['10.11.120.1', 'own', 'own'],
  ['127.0.0.1', 'own', 'own'],
  ['127.0.0.2', 'no-host', 'no-host'],
  ['::1', 'no-host', 'no-host'],
  ['fd00:0:0::10', 'own', 'own'],
  ['::ffff:192.168.0.10', 'own', 'own'],
  ['fe80::1%eth0', 'own', 'own'],
  ['0.0.0.0', 'no-host', 'no-host'],
  ['0.1.2.3', 'no-host', 'no-host'],
  ['::', 'no-host', 'no-host'],
  ['::ffff:0.0.0.0', 'no-host', 'no-host'],
  ['224.0.0.5', 'no-host', 'no-host'],
  ['239.255.255.250', 'no-host', 'no-host'],
  ['ff02::fb', 'no-host', 'no-host'],
  ['240.0.0.1', 'no-host', 'no-host'],
  ['255.255.255.255', 'no-host', 'no-host'],
  ['192.168.0.255', 'no-host', 'no-host'],
  ['192.168.0.0', 'no-host', 'no-host'],
  ['10.11.120.255', 'no-host', 'no-host'],
  ['192.168.0.1', 'router wlan0', 'router wlan0'],
  ['fd00::1', 'router wlan0', 'router wlan0'],
  ['192.168.0.53', 'name-server', 'name-server'],
  ['10.9.9.9', 'name-server', 'name-server'],
  ['fd00::53', 'name-server', 'name-server'],
  ['fe80::2%wlan0', 'neighbour wlan0', 'neighbour wlan0'],
  ['192.168.0.12', 'neighbour wlan0', ''],
  ['192.168.178.200', 'neighbour wlan0', ''],
  ['192.168.0.77', 'network wlan0', ''],
  ['172.17.3.4', 'network docker0', ''],
  ['8.8.8.8', 'public', ''],
  ['203.0.113.7', 'public', ''],
  ['192.200.1.77', 'public', ''],
  ['100.64.0.2', 'public', ''],
  ['2001:db8::2', 'public', ''],
];

describe('the gateway', () => {
  for (const [address, heard, typed] of CASES)
    for (const [isTyped, expected] of [
      [false, heard],
      [true, typed],
    ] as const)
      it(`${expected === '' ? 'can' : 'cannot'} have the ${isTyped ? 'typed' : 'heard'} address ${address}`, () => {
        const judgement = canBeGateway({ address, link: 'eth0', isTyped }, PI);
        const words = judgement.isPossible
          ? []
          : [judgement.reason, ...('interface' in judgement ? [judgement.interface] : [])];
        assert.equal(words.join(' '), expected);
      });

  it('can have each address that a maker sets, also in the subnet of a home, and the public ones', () => {
    const homes = KNOWN_ADDRESSES.map(({ address }) =>
      network('wlan0', `${address.replace(/\d+$/, '9')}/24`),
    );
    for (const { address } of KNOWN_ADDRESSES)
      assert.ok(
        canBeGateway({ address, link: 'eth0', isTyped: false }, { ...PI, own: homes, neighbours: [] })
          .isPossible,
      );
  });
});

describe('the address of a host', () => {
  it('is none that stands for several, for none, or for the machine itself', () => {
    for (const address of [
      '0.0.0.0',
      '127.9.9.9',
      '224.0.0.1',
      '240.0.0.1',
      '255.255.255.255',
      'ff02::1%eth0',
    ])
      assert.equal(isHostAddress(address), false, address);
    for (const address of ['24.1.2.3', '25.1.2.3', '10.0.0.255', 'fe80::1%eth0'])
      assert.ok(isHostAddress(address), address);
  });
});
