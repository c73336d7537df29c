// Which interfaces carry a default route, and the way to an address.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  hopsIn,
  interfacesTo,
  parseDefaultRoutes4,
  parseDefaultRoutes6,
  parseRoute,
  parseRoutes4,
  parseRoutes6,
} from '../../src/machine/routes.js';

describe('default routes', () => {
  const title = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

  it('are those to everywhere, over IPv4', () => {
    const table = `${title}wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00780B0A\t00000000\t0001\t0\t0\t2000\t00FFFFFF\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000080\t0\t0\t0
eth9\t00000000\t00000000\t0201\t0\t0\t50\t00000000\t0\t0\t0\n`;
    assert.deepEqual(parseDefaultRoutes4(table), ['wlan0']);
    assert.deepEqual(hopsIn(parseRoutes4(table)), [{ interface: 'wlan0', address: '192.168.0.1' }]);
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
      hopsIn(parseRoutes6(table.join(''))),
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

describe('the interface to an address, by the main table', () => {
  const row4 = (name: string, destination: string, mask: string, metric = 0, flags = '0001'): string =>
    `${name}\t${destination}\t00000000\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`;
  const FOUR = parseRoutes4(
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n' +
      row4('wlan0', '00000000', '00000000', 600, '0003') +
      row4('eth0', '00780B0A', '00FFFFFF') +
      row4('br0', '00A8A8C0', '00F0FFFF', 100) +
      row4('eth0.10', '00A8A8C0', '00F0FFFF', 5) +
      row4('eth9', '02780B0A', 'FFFFFFFF', 0, '0201'),
  );

  it('is that of the longest usable prefix, then of the lowest metric', () => {
    assert.deepEqual(interfacesTo('10.11.120.2', FOUR), ['eth0']);
    assert.deepEqual(interfacesTo('192.168.175.9', FOUR), ['eth0.10']);
    assert.deepEqual(interfacesTo('192.168.176.9', FOUR), ['wlan0']);
    assert.deepEqual(interfacesTo('10.11.120.2', []), []);
  });

  it('is none for a name', () => {
    assert.deepEqual(interfacesTo('gateway.example', FOUR), []);
  });

  it('can be several over IPv6, and loopback for an address of this machine', () => {
    const row6 = (destination: string, length: string, name: string, metric = '00000100'): string =>
      `${destination.padEnd(32, '0')} ${length} ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ${metric} 00000001 00000000 00000001 ${name}\n`;
    const six = parseRoutes6(
      row6('fd11', '40', 'eth0') +
        row6('fd11', '40', 'eth1') +
        row6('', '00', 'wlan0') +
        row6('fd110000000000000000000000000001', '80', 'lo', '00000000'),
    );
    assert.deepEqual(interfacesTo('fd11::2', six), ['eth0', 'eth1']);
    assert.deepEqual(interfacesTo('fd11::1', six), ['lo']);
    assert.deepEqual(interfacesTo('2001:db8::1', six), ['wlan0']);
    assert.deepEqual(interfacesTo('::ffff:10.11.120.2', six), []);
  });
});
