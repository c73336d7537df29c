// `smgw-proxy setup` on a real Debian with warnings: a silent gateway, a port in use.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  it('a silent gateway is set up, with a warning', SETUP_LIMIT, async () => {
    const said = await pi.root.tryShell('smgw-proxy setup --yes --target 10.11.120.2:8443; echo status $?');
    assert.match(said, /^Everything is set up, but it does not work yet:\n✗ .*\n→ /m);
    assert.match(said, /^status 4$/m);
    assert.equal(await pi.property('ActiveState'), 'active');
    await pi.root.exec('smgw-proxy', 'setup', '--undo', '--yes');
    await pi.root.tryShell('rm -r /var/lib/smgw-proxy');
    await pi.isUntouched();
  });

  it('chooses another port if 443 is in use, and names the program that has it', SETUP_LIMIT, async () => {
    const other = 'require("node:net").createServer().listen(443)';
    await pi.root.exec('systemd-run', '--unit=other', 'node', '-e', other);
    await pi.says('cat /proc/net/tcp6', /:01BB /);
    const said = await pi.root.exec('smgw-proxy', 'setup', '--yes', '--target', '10.11.120.2');
    assert.match(
      said,
      /^! warning +Ports: port 443 is in use by node \(process \d+\); instead: 8080 and 8443$/m,
    );
    assert.match(said, /built in\): needs port 443, which the configuration does not have \(listen\)$/m);
    assert.match(await pi.read('192.168.0.10:8443'), READING);
  });
});
