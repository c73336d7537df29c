// The address for this machine next to the gateway's, and whether two networks get in each other's way.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { KNOWN_ADDRESSES } from '../../src/gateway/known-addresses.js';
import {
  ipv4FromNumber,
  ipv4Number,
  isInNetwork,
  isOnLink,
  neighbours,
  overlaps,
} from '../../src/machine/subnet.js';
import type { OwnNetwork } from '../../src/machine/interfaces.js';

const own = (name: string, address: string, prefix: number): OwnNetwork => ({
  ...{ interface: name, address, prefix },
  family: 'ipv4',
});

describe('the neighbour of a gateway', () => {
  const firsts: readonly (readonly [string, string])[] = [
    ['10.11.120.2', '10.11.120.1/30'],
    ['192.168.1.200', '192.168.1.201/28'],
    ['192.168.100.100', '192.168.100.101/29'],
    ['172.20.0.1', '172.20.0.2/30'],
    ['192.168.33.2', '192.168.33.1/30'],
    ['10.0.0.254', '10.0.0.253/30'],
    ['10.0.0.127', '10.0.0.128/24'],
  ];
  for (const [gateway, expected] of firsts) {
    it(`at ${gateway} is ${expected}`, () => {
      const [first] = neighbours(gateway);
      assert.equal(`${first?.address ?? ''}/${first?.prefix ?? ''}`, expected);
    });
  }

  it('is found for every known address', () => {
    for (const { address } of KNOWN_ADDRESSES) assert.ok(neighbours(address).length > 3, address);
  });

  it('is another ordinary address of the same subnet, whatever the gateway', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 ** 24, max: 2 ** 32 - 1 }), (number) => {
        const gateway = ipv4FromNumber(number);
        for (const { address, prefix } of neighbours(gateway)) {
          const [size, host] = [2 ** (32 - prefix), ipv4Number(address) % 2 ** (32 - prefix)];
          assert.ok(host > 0 && host < size - 1 && address !== gateway);
          assert.ok(isInNetwork(gateway, own('eth0', address, prefix)));
        }
      }),
    );
  });
});

describe('a gateway', () => {
  const han = own('eth0', '192.168.178.199', 24);
  const home = own('wlan0', '192.168.178.20', 24);

  it('is on the link if that has an address in its subnet', () => {
    assert.ok(isOnLink('192.168.178.200', 'eth0', [han]));
    assert.ok(!isOnLink('192.168.1.200', 'eth0', [han]));
    assert.ok(!isOnLink('192.168.178.200', 'eth0', [home]));
  });

  it('is not for sure, if the home uses the same network', () => {
    assert.ok(!isOnLink('192.168.178.200', 'eth0', [han, home]));
    assert.deepEqual(overlaps('192.168.178.200', 'eth0', [han, home]), [home]);
  });

  it('is not in the network of a tunnel that takes everything', () => {
    assert.ok(!isInNetwork('192.168.178.200', own('tun0', '10.0.0.1', 0)));
  });
});
