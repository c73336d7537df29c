// The frames that `discover` sends: none into the home network, none with an address of this machine, no ping.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { DiscoverBed, NO_ARP, NOT_THE_KERNEL } from './support.js';

describe('discover', { skip: notRoot() || missing('ip', 'perl', 'tcpdump') }, () => {
  let bed: DiscoverBed;

  before(async () => {
    bed = new DiscoverBed();
    await bed.up();
  });

  beforeEach(() => bed.bare());
  after(() => bed.down());

  it('sends only on the interface to the gateway', LIMIT, async () => {
    await bed.run('pi', 'ip', 'address', 'add', 'fe80::1/64', 'dev', 'eth0', 'nodad');
    const sent = await bed.sentFrom('wlan0', NOT_THE_KERNEL, async () => {
      await bed.find([], NO_ARP);
      await bed.find(['--replug'], { ...NO_ARP, replugMs: 50 });
    });
    assert.deepEqual(sent, []);
  });

  it('sends ARP probes from 0.0.0.0 for the listed addresses, and nothing else', LIMIT, async () => {
    await bed.device('192.168.33.77/24');
    const sent = await bed.sentFrom('eth0', 'ip or ip6 or arp or icmp', async () => {
      const { document } = await bed.find();
      assert.equal(document.gateway?.address, '192.168.33.77');
    });
    const probes = sent.filter((line) => line.includes('ARP'));
    assert.ok(probes.length > 200, `${probes.length} probes`);
    for (const line of probes) assert.match(line, /Request who-has [\d.]+ tell 0\.0\.0\.0,/);
    const others = sent.filter((line) => !line.includes('ARP') && !line.includes('ICMP6'));
    assert.ok(others.length > 0);
    for (const line of others)
      assert.match(line, /0\.0\.0\.0\.68 > 255\.255\.255\.255\.67: BOOTP\/DHCP, Request/);
    assert.ok(sent.every((line) => !line.includes('echo request')));
  });

  it('refuses the interface with the default route', LIMIT, async () => {
    const sent = await bed.sentFrom('wlan0', NOT_THE_KERNEL, async () => {
      const { status, stdout, stderr } = await bed.discover(['--interface', 'wlan0']);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(
        stderr,
        /^--interface: expected the wired interface .*\(here: eth0\), got "wlan0", which has a default route/,
      );
    });
    assert.deepEqual(sent, []);
  });

  it('refuses the interface of the SSH session', LIMIT, async () => {
    await bed.run('pi', 'ip', 'address', 'add', '10.11.120.1/24', 'dev', 'eth0');
    const login = ['env', 'SSH_CONNECTION=10.11.120.5 50000 10.11.120.1 22'];
    const { status, stderr } = await bed.discover(['--interface', 'eth0'], {}, { before: login });
    assert.equal(status, 2);
    assert.match(stderr, /got "eth0", over which you are logged in\n/);
    // sudo removes the variable from its child's environment; its own still has it.
    const sudo = [...login, 'bash', '-c', 'env -u SSH_CONNECTION "$@"; exit $?', 'sudo'];
    assert.equal((await bed.discover(['--interface', 'eth0'], {}, { before: sudo })).status, 2);
  });

  it('lists the candidates when several interfaces fit', LIMIT, async () => {
    await bed.run('pi', 'ip', 'link', 'add', 'eth7', 'type', 'veth', 'peer', 'name', 'eth8');
    for (const name of ['eth7', 'eth8']) await bed.run('pi', 'ip', 'link', 'set', name, 'up');
    const { status, stdout, stderr } = await bed.discover(['--lang', 'en']);
    await bed.run('pi', 'ip', 'link', 'delete', 'eth7');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^eth0, eth7, and eth8 each have a cable plugged in\. /);
  });
});
