// `smgw-proxy setup --target` on a real Debian, to an address at which nothing answers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { CONFIG_FILE, eachHasItsOwn, READING } from '../../support/installed.js';
import { NotSetUp, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  let pi: NotSetUp;
  eachHasItsOwn(
    () => new NotSetUp(),
    (house) => {
      pi = house;
    },
  );

  it('costs no reading when the named gateway does not answer', SETUP_LIMIT, async () => {
    const setUp = (words: string, answers = ''): Promise<string> =>
      pi.root.tryShell(`printf '${answers}' | smgw-proxy setup --lang de ${words} 2>&1; echo status $?`);
    await pi.canBeSetUp();
    const config = await pi.root.exec('cat', CONFIG_FILE);

    const refused = await setUp('--yes --target 10.11.120.9');
    assert.match(
      refused,
      /^10\.11\.120\.9:443 antwortet nicht, das Gateway unter 10\.11\.120\.2:443 schon\./m,
    );
    assert.match(refused, /status 1$/);
    const declined = await setUp('--target 10.11.120.9', 'n\\n');
    assert.match(declined, /Nichts geändert\.\nstatus 3$/);
    assert.doesNotMatch(declined, /Das wird geändert/);

    // At another port than 443 setup does not look before.
    const back = await setUp('--yes --target 10.11.120.2:8443');
    assert.match(back, /^10\.11\.120\.2:8443 antwortet nicht, und vorher hat .* Alles ist wieder/m);
    assert.match(back, /status 1$/);
    assert.equal(await pi.root.exec('cat', CONFIG_FILE), config);
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });
});
