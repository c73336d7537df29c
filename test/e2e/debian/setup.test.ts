// `smgw-proxy setup` on a real Debian: from the package to a reading in Home Assistant, and the complete removal.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { apt, AUTHORITIES, CONFIG_FILE, Installed, READING } from '../../support/installed.js';
import { filesOf, networkIs, networkOf } from '../../support/machine-state.js';

/** The longest time from the package to a reading, in ms. */
const LONGEST_MS = 180_000;

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const deb = noDebian() === false ? makeDeb(scratchFolder()) : '';
  let pi: Installed;

  beforeEach(() => {
    pi = new Installed();
  });

  afterEach(() => pi.stop(), DEBIAN_LIMIT);

  async function install(kind?: 'fresh'): Promise<void> {
    await pi.build(kind);
    await pi.root.copy(deb, '/root/smgw-proxy.deb');
  }

  const setUp = (words: string, answer = ''): Promise<string> =>
    pi.root.shell(`printf '${answer}' | LANG=de_DE.UTF-8 smgw-proxy setup ${words} 2>&1`);

  it('two commands lead from the package to a reading, also after a restart', DEBIAN_LIMIT, async (t) => {
    await install('fresh');
    const from = performance.now();
    await apt(pi.root, 'install', '/root/smgw-proxy.deb');
    const installed = performance.now();
    const said = await setUp('', 'j\\n');
    const done = performance.now();
    for (const authority of AUTHORITIES) assert.match(await pi.read(authority), READING, authority);
    const read = performance.now();
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    t.diagnostic(
      `install ${seconds(installed - from)}, setup ${seconds(done - installed)}, read ${seconds(read - done)}`,
    );
    assert.ok(read - from < LONGEST_MS, `took ${seconds(read - from)}`);
    assert.match(
      said,
      /^Setup sucht jetzt das Gateway .*\s+Dauerhaft geändert wird erst etwas, wenn Sie zustimmen\./m,
    );
    const [searched = '', checked = ''] = said.split('Jetzt ausführen?');
    for (const part of [searched, checked]) assert.equal(part.match(/Hersteller:/g)?.length, 1);
    assert.match(said, /Jetzt ausführen\? Antworten Sie j oder n: /);
    assert.match(said, /^ {2}https:\/\/192\.168\.0\.10$/m);
    assert.match(said, /Theben Conexa \(gehört dazu\): Host 192\.168\.0\.10, ohne Port/);
    assert.match(said, /^ok|Alles in Ordnung\.$/m);

    const network = await networkOf(pi.root);
    assert.ok(network.some((line) => /^10\.11\.120\.0\/\d+ dev eth0 /.test(line)));
    assert.ok(!network.some((line) => /^default .* dev eth0/.test(line)));
    const before = await filesOf(pi.root);
    const again = await setUp('--yes');
    assert.match(again, /^Alles ist schon so eingerichtet; es gibt nichts zu tun\.$/m);
    assert.deepEqual(await filesOf(pi.root), before);
    assert.deepEqual(await networkOf(pi.root), network);

    await pi.root.restart();
    for (const authority of AUTHORITIES) assert.match(await pi.read(authority), READING, authority);
  });

  it('--undo restores everything, and a purge leaves nothing behind', DEBIAN_LIMIT, async () => {
    await install();
    const [files, network] = [await filesOf(pi.root), await networkOf(pi.root)];
    await apt(pi.root, 'install', '/root/smgw-proxy.deb');
    await setUp('--yes');
    assert.match(await pi.read('192.168.0.10:443'), READING);
    assert.notDeepEqual(await networkOf(pi.root), network);

    const said = await setUp('--undo', 'j\\n');
    assert.match(said, /✓ ok +Dienst: angehalten$/m);
    assert.match(said, /^Alles ist zurückgenommen\.$/m);
    await networkIs(pi.root, network);
    assert.equal(await pi.root.tryShell(`ls ${CONFIG_FILE} /var/lib/smgw-proxy/setup.json 2>/dev/null`), '');
    assert.equal(await pi.root.tryShell('systemctl is-active smgw-proxy'), 'inactive');
    assert.match(await setUp('--undo'), /^Es gibt nichts zurückzunehmen\.$/m);

    await apt(pi.root, 'purge', 'smgw-proxy');
    assert.deepEqual(await filesOf(pi.root), files);
    await networkIs(pi.root, network);
  });
});
