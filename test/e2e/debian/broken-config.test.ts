// A broken configuration on a real Debian: the reload fails, the service goes on, also after a restart of the machine.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { CONFIG, CONFIG_FILE, eachBeginsAnew, Installed, READING } from '../../support/installed.js';

describe('a broken configuration on a real Debian', { skip: noDebian() }, () => {
  const pi = new Installed();
  eachBeginsAnew(pi);

  const PROBLEM = /config\.yaml, [^]*idle-timeout: [^]*"soon"/;
  const status = (): Promise<string> => pi.root.tryShell('smgw-proxy status');

  it('fails the reload, is told everywhere, and costs no reading', DEBIAN_LIMIT, async () => {
    const line = CONFIG.split('\n').length;
    await pi.root.write(CONFIG_FILE, `${CONFIG}idle-timeout: soon\n`);
    assert.match(await pi.root.tryShell('systemctl reload smgw-proxy; echo status $?'), /status 1$/);
    assert.equal(await pi.property('ActiveState'), 'active');
    const told = async (): Promise<void> => {
      assert.match(await pi.read('192.168.0.10:443'), READING);
      const said = await status();
      assert.match(said, PROBLEM);
      assert.match(said, new RegExp(`sudo nano \\+${line} ${CONFIG_FILE}`));
      assert.match(await pi.property('StatusText'), PROBLEM);
      assert.match(await pi.root.tryShell('journalctl -u smgw-proxy -o cat'), PROBLEM);
      assert.match(
        await pi.root.tryShell('smgw-proxy check --lang de'),
        /config\.yaml, Zeile \d+, idle-timeout: /,
      );
    };
    await told();
    await pi.root.restart();
    await told();
    assert.match(await pi.root.tryShell('journalctl -b -u smgw-proxy -o cat'), /served in its place/);

    await pi.root.write(CONFIG_FILE, CONFIG);
    await pi.root.exec('systemctl', 'reload', 'smgw-proxy');
    assert.doesNotMatch(await status(), /mistake/);
    assert.match(await pi.property('StatusText'), /^Forwarding /);
  });
});
