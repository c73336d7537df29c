// The service of the package on a real Debian, between the home and the simulated gateway.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { TCP_TABLES } from '../../../src/host/proc-net-tcp.js';
import { DebianRoot, DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { TestBed } from '../../support/test-bed.js';
import { apt, CONFIG, CONFIG_FILE, installConfigured, read } from './installed.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const UNIT = '/usr/lib/systemd/system/smgw-proxy.service';
const READING = /"taf-state":"running"/;

/** Between two looks at something that nothing announces. */
const LOOK_INTERVAL_MS = 200;

describe('the service on a real Debian', { skip: noDebian() }, () => {
  const folder = scratchFolder();
  const deb = noDebian() === false ? makeDeb(folder) : '';
  let bed: TestBed;
  let root: DebianRoot;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
    root = new DebianRoot(bed);
    await root.start();
    await bed.simulateGateway();
    await installConfigured(root, deb);
  }, DEBIAN_LIMIT);

  afterEach(async () => {
    await root.stop();
    await bed.down();
  }, DEBIAN_LIMIT);

  const property = async (name: string): Promise<string> =>
    (await root.exec('systemctl', 'show', '-P', name, 'smgw-proxy')).trim();

  /** Until a property of the unit is as wanted. */
  async function propertyIs(name: string, wanted: string): Promise<void> {
    while ((await property(name)) !== wanted) await pause(LOOK_INTERVAL_MS);
  }

  /** Until a line for the shell prints what is wanted. */
  async function says(line: string, wanted: RegExp): Promise<void> {
    while (!wanted.test(await root.shell(line))) await pause(LOOK_INTERVAL_MS);
  }

  it(
    'Home Assistant reads the gateway through it, also after a restart of the machine',
    DEBIAN_LIMIT,
    async () => {
      assert.equal(await property('ActiveState'), 'active');
      for (const authority of ['192.168.0.10:443', '192.168.0.10:8080'])
        assert.match(await read(bed, authority), READING, authority);
      for (const log of ['journalctl -u smgw-proxy -o cat', 'cat /var/log/smgw-proxy/smgw-proxy.log'])
        await says(log, /192\.168\.0\.12:\d+ → 10\.11\.120\.2:443 .*\[client-/);

      await root.restart();
      for (const authority of ['192.168.0.10:443', '192.168.0.10:8080'])
        assert.match(await read(bed, authority), READING, authority);
      assert.equal(await root.tryShell('cat /proc/sys/net/ipv4/ip_forward'), '0');
    },
  );

  it(
    'its sandbox lets through a home with a public IPv6 network, and nothing to elsewhere',
    DEBIAN_LIMIT,
    async () => {
      await root.shell('ip address add 2001:db8:1::10/64 dev wlan0 nodad');
      await bed.run('homeassistant', 'ip', 'address', 'add', '2001:db8:1::12/64', 'dev', 'eth0', 'nodad');
      await root.exec('systemctl', 'reload', 'smgw-proxy');
      assert.match(await read(bed, '[2001:db8:1::10]:443'), READING);
      const seen = await inSandbox(`
      const { networkInterfaces } = require('node:os');
      const { readFileSync, readdirSync } = require('node:fs');
      const { connect } = require('node:net');
      for (const file of ${JSON.stringify(Object.values(TCP_TABLES))}) readFileSync(file);
      readdirSync('/proc/self/fd');
      readFileSync('/proc/self/limits');
      console.log(Object.keys(networkInterfaces()).join());
      const socket = connect({ host: '203.0.113.7', port: 80, timeout: 1000 });
      socket.on('error', ({ code }) => console.log(code)).on('timeout', () => {
        console.log('dropped');
        socket.destroy();
      });`);
      assert.deepEqual(seen, ['lo,eth0,wlan0', 'dropped']);
    },
  );

  /** The lines that a Node program prints which runs as the service does. */
  async function inSandbox(program: string): Promise<string[]> {
    await root.write('/usr/lib/smgw-proxy/probe.cjs', program);
    await root.shell(`
      sed -e '/^Restart/d; /^Watchdog/d; /^Type/d; s/^NotifyAccess=.*/Type=oneshot/' \\
        -e 's|^ExecStart=.*|ExecStart=/usr/bin/node /usr/lib/smgw-proxy/probe.cjs|' ${UNIT} >/run/systemd/system/probe.service
      systemctl daemon-reload
      systemctl start probe`);
    const lines = await root.exec('journalctl', '-u', 'probe', '-o', 'cat', '_TRANSPORT=stdout');
    return lines.trim().split('\n');
  }

  it('an unattended upgrade keeps the configuration and restarts it', DEBIAN_LIMIT, async () => {
    const later = makeDeb(folder, '--version', `${version}+later`);
    const before = await property('MainPID');
    await root.copy(later, '/root/later.deb');
    const said = await apt(root, 'install', '/root/later.deb');
    assert.doesNotMatch(said, /sudo smgw-proxy setup/);
    assert.equal(await root.exec('cat', CONFIG_FILE), CONFIG);
    assert.match(await root.exec('dpkg-query', '-W', 'smgw-proxy'), /\+later$/m);
    assert.equal(await property('ActiveState'), 'active');
    assert.notEqual(await property('MainPID'), before);
    assert.match(await read(bed, '192.168.0.10:443'), READING);
  });

  it('is started again when it hangs, and when its configuration has been mended', DEBIAN_LIMIT, async () => {
    const hasty = '[Service]\nWatchdogSec=2\nRestartSec=200ms\n';
    await root.write('/etc/systemd/system/smgw-proxy.service.d/hasty.conf', hasty);
    await root.shell('systemctl daemon-reload && systemctl restart smgw-proxy');
    await root.exec('kill', '-STOP', await property('MainPID'));
    await propertyIs('NRestarts', '1');
    assert.match(await read(bed, '192.168.0.10:443'), READING);

    await root.write(CONFIG_FILE, 'listen: never\n');
    await root.tryShell('systemctl restart --no-block smgw-proxy');
    await propertyIs('ExecMainStatus', '2');
    await root.write(CONFIG_FILE, CONFIG);
    assert.match(await read(bed, '192.168.0.10:443'), READING);
  });

  it('reads its configuration again on systemctl reload', DEBIAN_LIMIT, async () => {
    await root.write(CONFIG_FILE, CONFIG.replace('[443,', '[443, 8443,'));
    const before = await property('MainPID');
    await root.exec('systemctl', 'reload', 'smgw-proxy');
    assert.match(await read(bed, '192.168.0.10:8443'), READING);
    assert.equal(await property('MainPID'), before);
  });
});
