// `smgw-proxy setup` on a real Debian: the status page at home, and settings without an editor.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { CONFIG_FILE, eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  const atHome = (path: string): Promise<string> =>
    pi.bed.run('homeassistant', 'curl', '-sSf', `http://192.168.0.10:8081/${path}`);

  it(
    'shows the status page at home, and changes settings in place without a restart',
    SETUP_LIMIT,
    async () => {
      const said = await pi.root.shell(SETUP);
      assert.match(said, /^ {2}http:\/\/192\.168\.0\.10:8081\/$/m);
      assert.match(said, /^Jedes Gerät in Ihrem Heimnetz darf sich verbinden\./m);
      assert.match(await atHome(''), /<title id="title">/);
      assert.match(await pi.root.exec('smgw-proxy', 'status'), /ist bereit/);

      const text = `# mine\n${await pi.root.exec('cat', CONFIG_FILE)}max-target-connections: 4 # why\n`;
      await pi.root.write(CONFIG_FILE, text);
      await pi.root.exec('systemctl', 'reload', 'smgw-proxy');
      const process = await pi.property('MainPID');
      const change =
        'LANG=de_DE.UTF-8 smgw-proxy setup --yes --max-target-connections 1 --allow 192.168.0.12';
      const changed = await pi.root.shell(change);
      assert.match(changed, /^ {5}\| max-target-connections: 1 # why$/m);
      assert.match(changed, /^Fertig\. Der Dienst läuft mit der geänderten Konfiguration weiter\.$/m);
      const now = await pi.root.exec('cat', CONFIG_FILE);
      assert.ok(now.startsWith(text.replace('max-target-connections: 4', 'max-target-connections: 1')));
      assert.match(now, /\n\n# .*\nallow: \[192\.168\.0\.12\/32, 127\.0\.0\.1\/32, 192\.168\.0\.10\/32\]\n$/);
      assert.match(await pi.root.exec('smgw-proxy', 'status'), /ist bereit/);
      assert.match(await pi.root.shell('smgw-proxy check --lang en'), /^All is well\.$/m);
      assert.equal(await pi.property('MainPID'), process);
      assert.match(await pi.read('192.168.0.10:443'), READING);
      assert.match(await pi.root.shell(change), /es gibt nichts zu tun/);

      await pi.root.shell('smgw-proxy setup --yes --mdns smgw.local');
      const taken = await pi.root.shell('smgw-proxy setup --yes --undo last --lang de');
      assert.match(taken, /^Geändert am .*:\n\n1\. [^]*^Die letzte Änderung ist zurückgenommen/m);
      assert.doesNotMatch(taken, /Netzwerkprofil/);
      assert.equal(await pi.root.exec('cat', CONFIG_FILE), now);
      assert.match(await pi.read('192.168.0.10:443'), READING);

      const wrong = await pi.root.tryShell(
        'smgw-proxy setup --yes --admin 0.0.0.0:443 --lang de; echo status $?',
      );
      assert.match(wrong, /^--admin: .*443[^]*\nstatus 2$/m);
      assert.equal(await pi.root.exec('cat', CONFIG_FILE), now);
    },
  );
});
