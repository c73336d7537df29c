// The reader of NetworkManager's properties, and the choice of this machine's address.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnNetwork } from '../../src/machine/interfaces.js';
import { presentAddress } from '../../src/setup/han-address.js';
import { parseProperties } from '../../src/setup/network-manager.js';
import { profileActions, propertiesOf, type HanAddress } from '../../src/setup/network-profile.js';

const own = (name: string, address: string, prefix: number): OwnNetwork => ({
  interface: name,
  address,
  prefix,
  family: 'ipv4',
});

describe('the properties of a profile', () => {
  it('may hold colons, and are empty where they are missing', () => {
    const text = 'connection.id:smgw-han\nipv4.method:manual\nipv6.addresses:fe80::1/64\n';
    assert.deepEqual(parseProperties(text, ['ipv4.method', 'ipv6.addresses', 'new']), {
      'ipv4.method': 'manual',
      'ipv6.addresses': 'fe80::1/64',
      new: '',
    });
  });

  it('are equal for all spellings of a route by NetworkManager', () => {
    const han: HanAddress = {
      kind: 'ipv4',
      address: '192.168.178.199',
      prefix: 30,
      gateway: '192.168.178.200',
      overlapping: ['wlan0'],
    };
    const wanted = propertiesOf('eth0', han);
    const properties = { ...wanted, 'ipv4.routes': '192.168.178.200/32 50 src=192.168.178.199' };
    const file = '/etc/NetworkManager/system-connections/smgw-han.nmconnection';
    const profile = { uuid: 'u', file, properties, isActive: true };
    assert.deepEqual(profileActions(wanted, profile, { uuid: 'new', file: '/new' }), []);
  });
});

describe('the address of this machine', () => {
  const cases: readonly (readonly [string, string, readonly OwnNetwork[], unknown])[] = [
    ['none yet', '', [], undefined],
    ['that of the profile', '10.11.120.1/24', [], { address: '10.11.120.1', prefix: 24 }],
    ['that of the link', '', [own('eth0', '10.11.120.9', 24)], { address: '10.11.120.9', prefix: 24 }],
    ['not that of another link', '', [own('wlan0', '10.11.120.9', 24)], undefined],
    ["not the gateway's own", '10.11.120.2/24', [], undefined],
    ['not one in another network', '192.168.1.201/28', [own('eth0', '192.168.1.201', 28)], undefined],
    ['one for the gateway alone', '10.11.120.1/32', [], { address: '10.11.120.1', prefix: 30 }],
  ];
  for (const [name, current, networks, wanted] of cases) {
    it(name, () => {
      assert.deepEqual(presentAddress('10.11.120.2', 'eth0', current, networks), wanted);
    });
  }
});
