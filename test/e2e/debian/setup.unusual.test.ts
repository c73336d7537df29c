// `smgw-proxy setup` on a real Debian with gateways at unusual addresses.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  /** Runs setup twice for a gateway at this address, and undoes it. */
  async function isSetUpFor(target: string): Promise<void> {
    await pi.root.exec('smgw-proxy', 'setup', '--yes', '--target', target);
    assert.match(await pi.read('192.168.0.10:443'), READING);
    const again = await pi.root.exec('smgw-proxy', 'setup', '--yes', '--target', target);
    assert.match(again, /there is nothing to do\.$/m);
  }

  async function isTakenBack(): Promise<void> {
    await pi.root.exec('smgw-proxy', 'setup', '--undo', '--yes');
    await pi.root.shell('rm -r /var/lib/smgw-proxy');
    await pi.isUntouched();
  }

  it(
    'a gateway with an address of the home network is reachable, and so is the home',
    SETUP_LIMIT,
    async () => {
      const address = '192.168.0.200';
      await pi.bed.run('gateway', 'ip', 'address', 'add', `${address}/24`, 'dev', 'eth0');
      await pi.bed.simulateGateway('theben', address);
      await isSetUpFor(address);
      assert.match(await pi.root.exec('ip', 'route', 'get', address), / dev eth0 /);
      assert.match(await pi.root.exec('ip', 'route', 'get', '192.168.0.12'), / dev wlan0 /);
      const [, own = ''] =
        /^2: eth0 +inet (\S+)\/32 /m.exec(await pi.root.exec('ip', '-4', '-o', 'address')) ?? [];
      const asked = pi.bed.run('homeassistant', 'ping', '-c', '1', '-W', '1', own);
      await assert.rejects(asked, Error, 'no ARP answer for that address in the home');
      await isTakenBack();
    },
  );

  it('a gateway with IPv6 only needs no further address', SETUP_LIMIT, async () => {
    const list = await pi.bed.run(
      'gateway',
      'ip',
      '-6',
      '-o',
      'address',
      'show',
      'dev',
      'eth0',
      'scope',
      'link',
    );
    const address = /inet6 (\S+)\/64/.exec(list)?.[1] ?? '';
    await pi.bed.simulateGateway('theben', `${address}%eth0`);
    await isSetUpFor(`[${address}%eth0]`);
    assert.doesNotMatch(await pi.root.exec('ip', '-4', '-o', 'address'), /eth0/);
    await isTakenBack();
  });

  it('a gateway with a public address is allowed in the sandbox of the service', SETUP_LIMIT, async () => {
    const address = '192.200.1.100';
    await pi.bed.run('gateway', 'ip', 'address', 'add', `${address}/24`, 'dev', 'eth0');
    await pi.bed.simulateGateway('theben', address);
    await isSetUpFor(address);
    assert.match(await pi.property('IPAddressAllow'), /192\.200\.1\.100/);
    await isTakenBack();
    assert.doesNotMatch(await pi.property('IPAddressAllow'), /192\.200\.1\.100/);
  });
});
