// Which interfaces carry a default route, and the way to an address.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parseDefaultRoutes4,
  parseDefaultRoutes6,
  parseNextHops4,
  parseNextHops6,
  parseRoute,
} from '../../src/machine/routes.js';

describe('default routes', () => {
  const title = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

  it('are those to everywhere, over IPv4', () => {
    const table = `${title}wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00780B0A\t00000000\t0001\t0\t0\t2000\t00FFFFFF\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000080\t0\t0\t0
eth9\t00000000\t00000000\t0201\t0\t0\t50\t00000000\t0\t0\t0\n`;
    assert.deepEqual(parseDefaultRoutes4(table), ['wlan0']);
    assert.deepEqual(parseNextHops4(table), [{ interface: 'wlan0', address: '192.168.0.1' }]);
  });

  it('are those to everywhere, over IPv6', () => {
    const zeros = '0'.repeat(32);
    const row = (length: string, flags: string, name: string): string =>
      `${zeros} ${length} ${zeros} 00 fe800000000000000000000000000001 00000258 00000001 00000000 ${flags} ${name}\n`;
    const table = [
      row('00', '00000003', 'wlan0'),
      row('00', '00200200', 'lo'),
      row('01', '00000003', 'tun0'),
    ];
    assert.deepEqual(parseDefaultRoutes6(table.join('')), ['wlan0']);
    assert.deepEqual(
      parseNextHops6(table.join('')),
      ['wlan0', 'tun0'].map((name) => ({ interface: name, address: 'fe80::1' })),
    );
  });
});

describe('the way to an address', () => {
  it('leads through an interface, directly or through a router', () => {
    assert.deepEqual(parseRoute([{ dst: '10.11.120.2', dev: 'eth0' }]), {
      interface: 'eth0',
      isDirect: true,
    });
    assert.deepEqual(parseRoute([{ dev: 'wlan0', gateway: '192.168.0.1' }]), {
      interface: 'wlan0',
      isDirect: false,
    });
    assert.equal(parseRoute(undefined), undefined);
  });
});
