// The package on a real Debian: its installation and its removal.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DebianRoot, DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { filesOf } from '../../support/machine-state.js';
import { TestBed } from '../../support/test-bed.js';
import { apt, CONFIG_FILE, installConfigured } from '../../support/installed.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('the package on a real Debian', { skip: noDebian() }, () => {
  const deb = noDebian() === false ? makeDeb(scratchFolder()) : '';
  let bed: TestBed;
  let root: DebianRoot;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
    root = new DebianRoot(bed);
  }, DEBIAN_LIMIT);

  afterEach(async () => {
    await root.stop();
    await bed.down();
  }, DEBIAN_LIMIT);

  it(
    'installs with Node.js of the distribution and without npm, and waits for setup',
    DEBIAN_LIMIT,
    async () => {
      await root.start('fresh');
      await root.copy(deb, '/root/smgw-proxy.deb');
      assert.equal(await root.tryShell('command -v node npm'), '');
      const said = await apt(root, 'install', '/root/smgw-proxy.deb');
      assert.match(said, /^smgw-proxy ist installiert\. Weiter geht es mit: {2}sudo smgw-proxy setup$/m);
      assert.equal((await root.exec('dpkg', '-S', '/usr/bin/node')).trim(), 'nodejs: /usr/bin/node');
      assert.equal(await root.tryShell('command -v npm'), '');
      assert.equal(await root.tryShell('systemctl is-enabled smgw-proxy'), 'enabled');
      assert.equal(await root.tryShell('systemctl is-active smgw-proxy'), 'inactive');
      assert.equal(await root.tryShell('systemctl --failed --no-legend'), '');
      assert.equal(await root.tryShell('smgw-proxy --version'), version);
      assert.match(await root.exec('zcat', '/usr/share/man/man1/smgw-proxy.1.gz'), /^\.TH SMGW-PROXY 1/);
      const example = '/usr/share/doc/smgw-proxy/examples/config.yaml';
      await root.exec('smgw-proxy', '--config', example, '--check-config');
      const postinst = 'LANG=en_GB.UTF-8 /var/lib/dpkg/info/smgw-proxy.postinst configure';
      assert.match(
        await root.shell(postinst),
        /^smgw-proxy is installed\. The next step: {2}sudo smgw-proxy setup$/m,
      );
    },
  );

  it(
    'keeps the configuration when it is removed, and leaves nothing when it is purged',
    DEBIAN_LIMIT,
    async () => {
      await root.start('equipped');
      const before = await filesOf(root);
      await installConfigured(root, deb);
      await root.write(
        '/etc/systemd/system/smgw-proxy.service.d/target.conf',
        '[Service]\nIPAddressAllow=192.0.2.1\n',
      );
      assert.notEqual(await root.tryShell('cat /var/log/smgw-proxy/smgw-proxy.log'), '');
      assert.notDeepEqual(await filesOf(root), before);

      await apt(root, 'remove', 'smgw-proxy');
      assert.match(await root.exec('cat', CONFIG_FILE), /written by hand/);
      assert.equal(await root.tryShell('pgrep -a node'), '');

      await apt(root, 'purge', 'smgw-proxy');
      await root.exec('nmcli', 'connection', 'delete', 'smgw-han');
      assert.deepEqual(await filesOf(root), before);
    },
  );
});
