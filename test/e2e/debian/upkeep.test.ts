// The service of the package on a real Debian: upgrades, restarts after a hang, and repaired configurations.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { apt, CONFIG, CONFIG_FILE, eachBeginsAnew, Installed, READING } from '../../support/installed.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('the service on a real Debian', { skip: noDebian() }, () => {
  const folder = scratchFolder();
  const pi = new Installed();
  eachBeginsAnew(pi);

  it('keeps its configuration and restarts in an unattended upgrade', DEBIAN_LIMIT, async () => {
    const later = makeDeb(folder, '--version', `${version}+later`);
    const before = await pi.property('MainPID');
    await pi.root.copy(later, '/root/later.deb');
    const said = await apt(pi.root, 'install', '/root/later.deb');
    assert.doesNotMatch(said, /sudo smgw-proxy setup/);
    assert.equal(await pi.root.exec('cat', CONFIG_FILE), CONFIG);
    assert.match(await pi.root.exec('dpkg-query', '-W', 'smgw-proxy'), /\+later$/m);
    assert.equal(await pi.property('ActiveState'), 'active');
    assert.notEqual(await pi.property('MainPID'), before);
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });

  it('restarts after a hang, and after a repair of its configuration', DEBIAN_LIMIT, async () => {
    assert.equal(await pi.property('WatchdogUSec'), '1min');
    const hasty = '[Service]\nWatchdogSec=2\nRestartSec=200ms\n';
    await pi.root.write('/etc/systemd/system/smgw-proxy.service.d/hasty.conf', hasty);
    await pi.root.shell('systemctl daemon-reload && systemctl restart smgw-proxy');
    await pi.root.exec('kill', '-STOP', await pi.property('MainPID'));
    await pi.says('systemctl show -P NRestarts smgw-proxy', /^1$/m);
    assert.match(await pi.read('192.168.0.10:443'), READING);

    await pi.root.shell('rm /var/lib/smgw-proxy-service/last-good.yaml');
    await pi.root.write(CONFIG_FILE, 'listen: never\n');
    await pi.root.tryShell('systemctl restart --no-block smgw-proxy');
    await pi.says('systemctl show -P ExecMainStatus smgw-proxy', /^2$/m);
    await pi.root.write(CONFIG_FILE, CONFIG);
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });
});
