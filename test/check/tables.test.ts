// What the kernel, ip(8), systemd and NetworkManager print, and what is remembered of gateways: how it is read.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { readKnownGateways, stateFolder, writeKnownGateways } from '../../src/gateway/known-gateways.js';
import { isOurs, parseListeners } from '../../src/machine/listeners.js';
import { parseNmcli, parseResolvConf, parseResolvectl } from '../../src/machine/name-servers.js';
import { parseNeighbour } from '../../src/machine/neighbours.js';
import { parseRoute } from '../../src/machine/routes.js';
import { parseUnit } from '../../src/systemd/systemd-unit.js';

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

describe('what the system prints', () => {
  it('sockets that listen, and no others', () => {
    const row = (number: number, local: string, state: string, inode: number) =>
      `   ${number}: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100 0 0 10 0`;
    const table = [
      '  sl  local_address …',
      row(0, '0A00A8C0:1F90', '0A', 4711),
      row(1, '0100007F:1F90', '01', 4712),
      '',
    ];
    assert.deepEqual(parseListeners(table.join('\n')), [{ host: '192.168.0.10', port: 8080, inode: '4711' }]);
  });

  for (const [line, expected] of [
    ['/usr/bin/node /usr/lib/smgw-proxy/dist/bundle/smgw-proxy.cjs run', true],
    ['node --max-old-space-size=96 smgw-proxy.cjs', true],
    ['/usr/bin/smgw-proxy run', true],
    ['node /home/me/smgw-proxy/other.js', false],
    ['nginx: worker process', false],
  ] as const) {
    it(`${line} is smgw-proxy: ${expected}`, () => {
      assert.equal(isOurs(line.split(' ')), expected);
    });
  }

  it('the way to an address', () => {
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

  const mac = '02:00:00:00:00:02';
  const there = { state: 'answered', mac };
  for (const [what, answer, hasAnswered, expected] of [
    ['confirmed just now', [{ lladdr: mac, state: ['REACHABLE'], confirmed: 1 }], false, there],
    ['confirmed before', [{ lladdr: mac, state: ['REACHABLE'], confirmed: 20 }], false, { state: 'unknown' }],
    [
      'not confirmed any more',
      [{ lladdr: mac, state: ['DELAY'], confirmed: 40 }],
      false,
      { state: 'silent' },
    ],
    [
      'not confirmed yet, although it answers',
      [{ lladdr: mac, state: ['DELAY'], confirmed: 40 }],
      true,
      there,
    ],
    ['unanswered', [{ state: ['FAILED'] }], false, { state: 'silent' }],
    ['unknown to the kernel', [], false, { state: 'silent' }],
    ['unknown without ip(8)', undefined, false, { state: 'unknown' }],
  ] as const) {
    it(`a neighbour ${what}`, () => {
      assert.deepEqual(parseNeighbour(answer, { hasAnswered, ms: 5000 }), expected);
    });
  }

  it('name servers', () => {
    assert.deepEqual(
      parseResolvConf(
        '# nameserver 1.1.1.1\nsearch fritz.box\nnameserver 192.168.0.1\n nameserver fe80::1%eth0',
      ),
      ['192.168.0.1', 'fe80::1%eth0'],
    );
    assert.deepEqual(parseNmcli('8.8.8.8 | 8.8.4.4\nfd00::1\n'), ['8.8.8.8', '8.8.4.4', 'fd00::1']);
    assert.deepEqual(parseNmcli('\n\n'), []);
    assert.deepEqual(parseResolvectl('Link 3 (eth0): 10.11.120.2 fe80::1\n'), ['10.11.120.2', 'fe80::1']);
    assert.deepEqual(parseResolvectl('Link 3 (eth0):\n'), []);
  });

  it('the service', () => {
    const text =
      'LoadState=loaded\nActiveState=active\nMainPID=12\nExecStart={ path=/usr/bin/node ; argv[]=/usr/bin/node x=y ; }';
    const unit = parseUnit(`${text}\nIPAddressDeny=0.0.0.0/0 ::/0\n`);
    assert.deepEqual(
      [unit.isInstalled, unit.active, unit.mainPid, unit.program],
      [true, 'active', 12, '/usr/bin/node'],
    );
    assert.deepEqual([unit.denied, unit.allowed], [['0.0.0.0/0', '::/0'], []]);
    assert.equal(parseUnit('LoadState=not-found\n').isInstalled, false);
  });
});

describe('what is remembered of gateways', () => {
  const known = { '10.11.120.2:443': { fingerprint: 'AA', since: '2026-11-25T00:00:00.000Z' } };

  it('is written, and read again', async () => {
    const folder = path.join(directory, 'new', 'folder');
    assert.deepEqual(await readKnownGateways(folder), {});
    assert.equal(await writeKnownGateways(folder, known), undefined);
    assert.deepEqual(await readKnownGateways(folder), known);
    assert.match(readFileSync(path.join(folder, 'gateways.json'), 'utf8'), /\n$/);
  });

  it('counts as nothing where it is no such thing', async () => {
    for (const content of ['', '[', 'null', '7', '{"a":null,"b":{"fingerprint":1}}']) {
      writeFileSync(path.join(directory, 'gateways.json'), content);
      assert.deepEqual(await readKnownGateways(directory), {}, content);
    }
  });

  it('says why it could not be written', async () => {
    writeFileSync(path.join(directory, 'file'), '');
    assert.equal(await writeKnownGateways(path.join(directory, 'file'), known), 'EEXIST');
  });

  it('belongs to the service for root, and to everybody else in their home', () => {
    assert.equal(stateFolder({ XDG_STATE_HOME: '/x' }, true), '/var/lib/smgw-proxy');
    assert.equal(stateFolder({ XDG_STATE_HOME: '/x' }, false), '/x/smgw-proxy');
    assert.match(stateFolder({ XDG_STATE_HOME: 'x' }, false), /^\/.*\/\.local\/state\/smgw-proxy$/);
  });
});
