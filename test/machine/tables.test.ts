// The kernel's tables in /proc: which interface carries a default route, who the neighbours are, who is logged in.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDefaultRoutes4, parseDefaultRoutes6 } from '../../src/machine/routes.js';
import { parseNeighbours } from '../../src/machine/neighbours.js';
import { parseParent, parseSshConnection } from '../../src/machine/ssh-session.js';

describe('default routes', () => {
  const title = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

  it('are those to everywhere, over IPv4', () => {
    const table = `${title}wlan0\t00000000\t0100A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00780B0A\t00000000\t0001\t0\t0\t2000\t00FFFFFF\t0\t0\t0
tun0\t00000000\t00000000\t0001\t0\t0\t50\t00000080\t0\t0\t0
eth9\t00000000\t00000000\t0201\t0\t0\t50\t00000000\t0\t0\t0\n`;
    assert.deepEqual(parseDefaultRoutes4(table), ['wlan0']);
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
  });
});

describe('the neighbours', () => {
  it('are those that have answered', () => {
    const table = `IP address       HW type     Flags       HW address            Mask     Device
10.11.120.2      0x1         0x2         5c:ca:32:0a:0b:78     *        eth0
10.11.120.3      0x1         0x0         00:00:00:00:00:00     *        eth0\n`;
    assert.deepEqual(parseNeighbours(table), [
      { interface: 'eth0', address: '10.11.120.2', mac: '5c:ca:32:0a:0b:78' },
    ]);
  });
});

describe('a login over SSH', () => {
  it('is known by the address of this machine', () => {
    const environment = 'A=b\0SSH_CONNECTION=192.168.0.11 50000 192.168.0.10 22\0C=d\0';
    assert.equal(parseSshConnection(environment), '192.168.0.10');
    assert.equal(parseSshConnection('SSH_CONNECTION=::ffff:1.2.3.4 5 ::ffff:1.2.3.5 22'), '1.2.3.5');
    assert.equal(parseSshConnection('NOT_SSH_CONNECTION=1 2 3 4\0'), undefined);
  });

  it('is looked for among the parents, whatever these are called', () => {
    assert.equal(parseParent('42 (a) b) (c) S 7 42 42 0'), 7);
    assert.equal(parseParent(''), 0);
  });
});
