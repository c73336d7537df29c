// The SD-card folder of a release, beside the Imager's files: cloud-init's first start leads to a reading by itself.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeRelease, scratchFolder } from '../../support/deb.js';
import { Installed, READING } from '../../support/installed.js';
import { moveCache, serveFolder, useMirror } from '../../support/package-mirror.js';
import { missing } from '../../support/requires.js';

/** Where Raspberry Pi OS looks for them; the network is that of the root. */
const DATA_SOURCE = `datasource_list: [ NoCloud, None ]
datasource:
  NoCloud:
    seedfrom: file:///boot/firmware/
network:
  config: disabled
`;
/** As the Imager writes them, in short. */
const IMAGER = {
  'meta-data': 'dsmode: local\ninstance-id: rpios-image\n',
  'user-data': '#cloud-config\nhostname: smgw-proxy\nruncmd:\n  - touch /root/owner\n',
};
const CARD = '/boot/firmware';
const TOLD = `${CARD}/smgw-proxy.txt`;

describe('the SD-card folder', { skip: noDebian() || missing('python3', 'apt-ftparchive') }, () => {
  let house: Installed;

  beforeEach(async () => {
    house = new Installed();
    await house.build('fresh');
  }, DEBIAN_LIMIT);

  afterEach(() => house.stop(), DEBIAN_LIMIT);

  it('installs at the first start, waits for the cable, and goes away', { timeout: 400_000 }, async (t) => {
    const { root, bed } = house;
    const mirror = scratchFolder();
    await moveCache(house, mirror);
    await useMirror(house, await serveFolder(house, mirror));
    await root.shell('apt-get update && apt-get install -y --no-install-recommends cloud-init');
    await root.write('/etc/cloud/cloud.cfg.d/99_raspberry-pi.cfg', DATA_SOURCE);
    for (const [file, content] of Object.entries(IMAGER)) await root.write(`${CARD}/${file}`, content);
    const folder = path.join(makeRelease(scratchFolder()), 'sd-card');
    for (const file of readdirSync(folder)) await root.copy(path.join(folder, file), `${CARD}/${file}`);

    const cable = ['ip', 'link', 'set', 'eth0'];
    await bed.run('gateway', ...cable, 'down');
    await root.restart();
    await house.says(`cat ${TOLD} 2>&1 || true`, /Kabel: an eth0 ist kein .* Gerät angeschlossen$/m);
    await house.says('systemctl show -P NRestarts smgw-proxy-first-start', /^[1-9]/m);
    assert.equal(await root.tryShell('ls /root/owner; systemctl is-system-running'), '/root/owner\nrunning');

    const plugged = performance.now();
    await bed.run('gateway', ...cable, 'up');
    assert.match(await house.read('192.168.0.10:443'), READING);
    t.diagnostic(`reading ${((performance.now() - plugged) / 1000).toFixed(1)} s after the cable`);
    await house.says(`cat ${TOLD}`, /^Die Statusseite/m);
    await house.says('ls /usr/local/sbin /etc/systemd/system', /^(?!.*smgw-proxy-first-start)/s);
    await root.restart();
    assert.equal(await root.tryShell('systemctl --failed --no-legend'), '');
    assert.match(await house.read('192.168.0.10:443'), READING);
  });
});
