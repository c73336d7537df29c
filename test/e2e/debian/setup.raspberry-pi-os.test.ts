// `smgw-proxy setup` where cloud-init and netplan make the profiles, as on Raspberry Pi OS: it lasts, and goes entirely.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { apt, eachBeginsAnew, READING } from '../../support/installed.js';
import { filesOf, networkIs, networkOf } from '../../support/machine-state.js';
import { KEYFILE, NETPLAN_ETH0, RaspberryPiOs, UNDO } from '../../support/raspberry-pi-os.js';

/** It boots four times. */
const BOOTS_LIMIT = { timeout: 300_000 };

describe('setup on Raspberry Pi OS', { skip: noDebian() }, () => {
  const pi = new RaspberryPiOs();
  eachBeginsAnew(pi);

  /** The files below /etc. */
  const settings = async (): Promise<readonly string[]> =>
    (await filesOf(pi.root)).filter((line) => line.includes('/etc/'));

  const events: Readonly<Record<string, () => Promise<unknown>>> = {
    restart: () => pi.root.restart(),
    'netplan apply': () => pi.root.exec('netplan', 'apply'),
    'second restart': () => pi.root.restart(),
    replug: async () => {
      await pi.bed.change('pull');
      await pi.says('cat /sys/class/net/eth0/carrier', /0/);
      await pi.bed.change('plug');
    },
    'first start again': async () => {
      await pi.root.shell('rm /root/owner && cloud-init clean --logs');
      await pi.root.restart();
      await pi.root.exec('ls', '/root/owner');
    },
  };

  it('keeps the way to the gateway and the home over starts, and gives all back', BOOTS_LIMIT, async (t) => {
    const { root } = pi;
    assert.deepEqual(await pi.profiles(), [NETPLAN_ETH0]);
    assert.match(await root.exec('cat', '/etc/netplan/50-cloud-init.yaml'), /^ {4}wlan0:$/m);
    const [files, network] = [await settings(), await networkOf(root)];
    const said = await root.shell('LANG=de_DE.UTF-8 smgw-proxy setup --yes');
    assert.match(said, /^Alles in Ordnung\.$/m);
    assert.equal(await root.exec('stat', '-c', '%a %U', KEYFILE), '600 root\n');
    const ready = await networkOf(root);
    assert.deepEqual(await pi.profiles(), [KEYFILE, NETPLAN_ETH0]);
    await pi.isReady();

    for (const [name, happen] of Object.entries(events)) {
      const from = performance.now();
      await happen();
      await networkIs(root, ready);
      assert.match(await pi.read('192.168.0.10:443'), READING, name);
      assert.equal(await root.tryShell('systemctl --failed --no-legend'), '', name);
      t.diagnostic(`${name}: reading after ${((performance.now() - from) / 1000).toFixed(1)} s`);
    }
    await pi.isReady();

    await root.shell(UNDO);
    await networkIs(root, network);
    assert.deepEqual(await pi.profiles(), [NETPLAN_ETH0]);
    assert.deepEqual(await settings(), files);
    await apt(root, 'purge', 'smgw-proxy');
    assert.equal(await root.shell('find /etc /usr /var -name "*smgw*"'), '');
    await networkIs(root, network);
  });
});
