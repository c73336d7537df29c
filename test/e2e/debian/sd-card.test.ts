// The SD-card folder of a release, beside the Imager's files of a Raspberry Pi OS: its first start leads to a reading by itself.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowserIn, PHONE_390, visit, WIDE } from '../../support/browser.js';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeRelease, scratchFolder } from '../../support/deb.js';
import { CONFIG_FILE, Installed, READING } from '../../support/installed.js';
import { moveCache, serveFolder, useMirror } from '../../support/package-mirror.js';
import { missing } from '../../support/requires.js';

const CARD = '/boot/firmware';
const TOLD = `${CARD}/smgw-proxy.txt`;
const PAGE = 'http://192.168.0.10:8081/';
/** The units that failed. NetworkManager looks for a cable longer than the boot of this root waits for it. */
const FAILED = 'systemctl --failed --no-legend | grep -v NetworkManager-wait-online';

const NEEDS = missing('python3', 'apt-ftparchive', 'chromium');

describe('the SD-card folder', { skip: noDebian() || NEEDS }, () => {
  let house: Installed;
  let browser: Browser;

  beforeEach(async () => {
    house = new Installed();
    await house.build('raspberry-pi-os');
    browser = await launchBrowserIn(`${house.bed.prefix}-laptop`);
  }, DEBIAN_LIMIT);

  afterEach(async () => {
    await browser.close();
    await house.stop();
  }, DEBIAN_LIMIT);

  it(
    'leads to a reading without a command, and to none again after an undo',
    { timeout: 400_000 },
    async (t) => {
      const { root, bed } = house;
      const mirror = scratchFolder();
      await moveCache(house, mirror);
      await useMirror(house, await serveFolder(house, mirror));
      const folder = path.join(makeRelease(scratchFolder()), 'sd-card');
      for (const file of readdirSync(folder)) await root.copy(path.join(folder, file), `${CARD}/${file}`);

      await root.shell('rm /root/owner && cloud-init clean --logs');

      const cable = ['ip', 'link', 'set', 'eth0'];
      await bed.run('gateway', ...cable, 'down');
      await root.restart();
      await house.says(
        `cat ${TOLD} 2>&1 || true`,
        /^Die Statusseite: {2}http:\/\/smgw-proxy\.local:8081\/$/m,
      );
      await house.says('systemctl is-active smgw-proxy-setup || true', /^active$/m);
      assert.equal(await root.tryShell(`ls /root/owner; ${FAILED}`), '/root/owner');
      await house.says('ls /usr/local/sbin /etc/systemd/system', /^(?!.*smgw-proxy-first-start)/s);

      const german = await visit(browser, { ...WIDE, locale: 'de-DE' });
      const english = await visit(browser, PHONE_390);
      await house.says('systemctl is-active smgw-proxy-setup-page || true', /^active$/m);
      await german.page.goto(PAGE);
      await english.page.goto(PAGE);
      await german.page.getByRole('heading', { name: 'Das Netzwerkkabel fehlt noch' }).waitFor();
      await english.page.getByRole('heading', { name: 'The network cable is missing' }).waitFor();
      await german.screenshot('setup-1-no-cable-de');
      await english.screenshot('setup-1-no-cable-en-phone');

      const plugged = performance.now();
      await bed.run('gateway', ...cable, 'up');
      assert.match(await house.read('192.168.0.10:443'), READING);
      t.diagnostic(`reading ${((performance.now() - plugged) / 1000).toFixed(1)} s after the cable`);
      // Neither reader has touched the page.
      await german.page.getByRole('heading', { name: 'In Home Assistant eintragen' }).waitFor();
      await english.page.locator('#home-assistant').waitFor();
      await german.screenshot('setup-3-set-up-de');
      await english.screenshot('setup-3-set-up-en-phone');
      assert.match(await root.exec('cat', CONFIG_FILE), /^admin: wlan0:8081$/m);

      await house.says('systemctl is-enabled smgw-proxy-setup || true', /^disabled$/m);
      await root.restart();
      assert.equal(await root.tryShell(FAILED), '');
      assert.match(await house.read('192.168.0.10:443'), READING);

      await root.shell('smgw-proxy setup --undo --yes');
      await root.restart();
      assert.equal(await root.tryShell(`ls ${CONFIG_FILE} 2>/dev/null`), '');
      assert.equal(
        await root.tryShell('systemctl is-active smgw-proxy smgw-proxy-setup'),
        'inactive\ninactive',
      );
    },
  );
});
