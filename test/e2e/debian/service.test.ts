// The service of the package on a real Debian: its work for the home inside its sandbox.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TCP_TABLES } from '../../../src/machine/proc-net-tcp.js';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import {
  AUTHORITIES,
  CONFIG,
  CONFIG_FILE,
  eachBeginsAnew,
  Installed,
  READING,
} from '../../support/installed.js';
import { MdnsPeer, recordsIn } from '../../support/mdns-peer.js';

const UNIT = '/usr/lib/systemd/system/smgw-proxy.service';

describe('the service on a real Debian', { skip: noDebian() }, () => {
  const pi = new Installed();
  eachBeginsAnew(pi);

  it(
    'Home Assistant reads the gateway through it, also after a restart of the machine',
    DEBIAN_LIMIT,
    async () => {
      assert.equal(await pi.property('ActiveState'), 'active');
      for (const authority of AUTHORITIES) assert.match(await pi.read(authority), READING, authority);
      for (const log of ['journalctl -u smgw-proxy -o cat', 'cat /var/log/smgw-proxy/smgw-proxy.log'])
        await pi.says(log, /192\.168\.0\.12:\d+ → 10\.11\.120\.2:443 .*\[client-/);

      await pi.root.restart();
      for (const authority of AUTHORITIES) assert.match(await pi.read(authority), READING, authority);
      assert.equal(await pi.root.tryShell('cat /proc/sys/net/ipv4/ip_forward'), '0');
    },
  );

  it(
    'its sandbox allows a home with a public IPv6 network, and no packet to other networks',
    DEBIAN_LIMIT,
    async () => {
      await pi.root.shell('ip address add 2001:db8:1::10/64 dev wlan0 nodad');
      await pi.bed.run('homeassistant', 'ip', 'address', 'add', '2001:db8:1::12/64', 'dev', 'eth0', 'nodad');
      await pi.root.exec('systemctl', 'reload', 'smgw-proxy');
      assert.match(await pi.read('[2001:db8:1::10]:443'), READING);
      const seen = await inSandbox(`
      const { networkInterfaces } = require('node:os');
      const { readFileSync, readdirSync } = require('node:fs');
      const { connect } = require('node:net');
      for (const file of ${JSON.stringify(Object.values(TCP_TABLES))}) readFileSync(file);
      readdirSync('/proc/self/fd');
      readFileSync('/proc/self/limits');
      console.log(Object.keys(networkInterfaces()).join());
      const { execFileSync } = require('node:child_process');
      const way = execFileSync('ip', ['-j', 'route', 'get', '127.0.0.1', 'from', '127.0.0.2']);
      console.log(JSON.parse(way)[0].dev);
      const socket = connect({ host: '203.0.113.7', port: 80, timeout: 1000 });
      socket.on('error', ({ code }) => console.log(code)).on('timeout', () => {
        console.log('dropped');
        socket.destroy();
      });`);
      assert.deepEqual(seen, ['lo,eth0,wlan0', 'lo', 'dropped']);
    },
  );

  /** The output of a Node program in the sandbox of the service. */
  async function inSandbox(program: string): Promise<string[]> {
    await pi.root.write('/usr/lib/smgw-proxy/probe.cjs', program);
    await pi.root.shell(`
      sed -e '/^Restart/d; /^Watchdog/d; /^Type/d; s/^NotifyAccess=.*/Type=oneshot/' \\
        -e 's|^ExecStart=.*|ExecStart=/usr/bin/node /usr/lib/smgw-proxy/probe.cjs|' ${UNIT} >/run/systemd/system/probe.service
      systemctl daemon-reload
      systemctl start probe`);
    const lines = await pi.root.exec('journalctl', '-u', 'probe', '-o', 'cat', '_TRANSPORT=stdout');
    return lines.trim().split('\n');
  }

  it('reloads its configuration on systemctl reload', DEBIAN_LIMIT, async () => {
    await pi.root.write(CONFIG_FILE, CONFIG.replace('[443,', '[443, 8443,'));
    const before = await pi.property('MainPID');
    await pi.root.exec('systemctl', 'reload', 'smgw-proxy');
    assert.match(await pi.read('192.168.0.10:8443'), READING);
    assert.equal(await pi.property('MainPID'), before);
  });

  it('answers for its mDNS name at home, in its sandbox and beside avahi', DEBIAN_LIMIT, async () => {
    await pi.root.write(CONFIG_FILE, `${CONFIG}mdns: smgw.local\n`);
    await pi.root.exec('systemctl', 'reload', 'smgw-proxy');
    await pi.says('journalctl -u smgw-proxy -o cat', /for smgw\.local on wlan0 with 192\.168\.0\.10/);
    const homeAssistant = await MdnsPeer.start(pi.bed, 'homeassistant', '192.168.0.12');
    homeAssistant.ask({ name: 'smgw.local', type: 'A', way: 'legacy' });
    const { answers } = await homeAssistant.next(({ way }) => way === 'legacy');
    assert.deepEqual(recordsIn(answers), ['A 192.168.0.10 10']);
  });
});
