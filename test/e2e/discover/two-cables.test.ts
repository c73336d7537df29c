// `discover` with two cables: it looks at both, and asks only if that does not tell.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { DiscoverBed, NO_ARP } from './support.js';

describe('discover with two cables', { skip: notRoot() || missing('ip', 'perl', 'openssl') }, () => {
  let bed: DiscoverBed;

  before(async () => {
    bed = new DiscoverBed();
    await bed.up();
    await bed.serveTls();
    const peer = ['peer', 'name', 'other', 'netns', `${bed.prefix}-gateway`];
    await bed.run('pi', 'ip', 'link', 'add', 'eth1', 'type', 'veth', ...peer);
    await bed.run('pi', 'ip', 'link', 'set', 'eth1', 'up');
    await bed.run('gateway', 'ip', 'link', 'set', 'other', 'up');
    // Each end answers for its own addresses alone.
    await bed.run('gateway', 'sysctl', '-qw', 'net.ipv4.conf.all.arp_ignore=1');
  });

  beforeEach(async () => {
    await bed.bare();
    await bed.run('gateway', 'ip', 'address', 'flush', 'dev', 'other');
  });
  after(() => bed.down());

  const giveOther = (address: string): Promise<string> =>
    bed.run('gateway', 'ip', 'address', 'add', address, 'dev', 'other');

  it('takes the one at which a gateway answers', LIMIT, async () => {
    await giveOther('192.168.33.2/24');
    const { status, document } = await bed.find();
    assert.deepEqual([status, document.interface, document.gateway?.address], [0, 'eth1', '192.168.33.2']);
  });

  it('asks which one it is, if both answer or none', LIMIT, async () => {
    const asked =
      /^eth0 and eth1 each have a cable plugged in\. .*\n→ .*: sudo smgw-proxy discover --interface eth0$/m;
    const none = await bed.discover(['--lang', 'en'], NO_ARP);
    assert.equal(none.status, 1);
    assert.match(none.stderr, asked);
    await bed.device('10.11.120.2/24');
    await giveOther('192.168.33.2/24');
    assert.match((await bed.discover(['--lang', 'en'])).stderr, asked);
    assert.equal((await bed.find(['--interface', 'eth0'])).document.gateway?.address, '10.11.120.2');
  });
});
