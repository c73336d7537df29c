// `smgw-proxy setup --target` on a real Debian, to an address at which nothing answers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { CONFIG_FILE, eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP_LIMIT } from '../../support/not-set-up.js';
import { missing } from '../../support/requires.js';
import { GATEWAY } from '../../support/test-bed.js';

describe('setup on a real Debian', { skip: noDebian() || missing('script') }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  const german = (line: string): Promise<string> => pi.root.tryShell(`${line}; echo status $?`);
  const setUp = (words: string): Promise<string> => german(`smgw-proxy setup --lang de ${words}`);
  /** On a terminal, where each question gets this answer. */
  const answering = (answer: string, words: string): Promise<string> =>
    // A question takes no line that was typed before it; the echo of such a line would stand among what setup says.
    german(
      `while sleep 0.5 && echo ${answer}; do :; done 2>/dev/null | script -qec 'stty -echo; smgw-proxy setup --lang de ${words}' /dev/null`,
    );
  const config = (): Promise<string> => pi.root.exec('cat', CONFIG_FILE);

  it('costs no reading when the named gateway does not answer, at whatever port', SETUP_LIMIT, async () => {
    await pi.canBeSetUp();
    const before = await config();
    for (const target of ['10.11.120.9:443', '10.11.120.2:8443']) {
      const refused = await setUp(`--yes --target ${target}`);
      assert.match(
        refused,
        new RegExp(`^${target} antwortet nicht, das Gateway unter 10\\.11\\.120\\.2:443 schon\\.`, 'm'),
      );
      assert.match(refused, /status 1$/);
      const declined = await answering('n', `--target ${target}`);
      assert.match(declined, /antwortet und wird\s+dann\s+nicht\s+mehr\s+gelesen\./);
      assert.match(declined, /Nichts geändert\.\s+status 3$/);
      assert.doesNotMatch(declined, /Das wird geändert/);
    }
    assert.equal(await config(), before);
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });

  it('takes an address for later from an owner who insists, until it is undone', SETUP_LIMIT, async () => {
    await pi.canBeSetUp();
    const said = await answering('j', '--target 10.11.120.9');
    assert.match(said, /Alles ist eingerichtet, aber es funktioniert noch nicht:/);
    assert.match(said, /status 4$/);
    assert.match(await config(), /^target: 10\.11\.120\.9/m);
    await pi.root.shell('smgw-proxy setup --undo last --yes');
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });

  it('finds the gateway at another port, and again there', SETUP_LIMIT, async () => {
    await pi.bed.simulateGateway('theben', GATEWAY.host, 8443);
    const found = await setUp('--yes --target 10.11.120.2:8443');
    assert.match(found, /Gateway ansprechen: 10\.11\.120\.2 antwortet mit TLS 1\.2/);
    assert.match(found, /status 0$/);
    assert.match(await config(), /^target: 10\.11\.120\.2:8443$/m);
    assert.match(await setUp('--yes'), /^Alles ist schon so eingerichtet; es gibt nichts zu tun\.$/m);
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });
});
