// Which link is taken for the gateway's, and which ones never are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseLink } from '../../src/machine/choose-link.js';
import type { Link } from '../../src/machine/links.js';

const link = (name: string, kind: Link['kind'] = 'ethernet', carrier: Link['carrier'] = 'plugged'): Link => ({
  ...{ name, kind, carrier },
  index: 2,
  mac: '02:00:00:00:00:01',
  isHardware: false,
});

const eth0 = link('eth0');
const wlan0 = link('wlan0', 'wireless');

function choose(links: readonly Link[], asked?: string, more: { route?: string; ssh?: string } = {}) {
  const defaultRoutes = new Set(more.route === undefined ? [] : [more.route]);
  const choice = chooseLink({ links, defaultRoutes, sshInterface: more.ssh }, asked);
  return choice.ok ? choice.link.name : `${choice.reason}: ${choice.candidates.join(' ')}`;
}

describe('the link to the gateway', () => {
  it('is the wired one', () => {
    assert.equal(choose([eth0, wlan0]), 'eth0');
    assert.equal(choose([eth0, link('docker0', 'virtual')]), 'eth0');
  });

  it('is never one that carries the default route or the login', () => {
    assert.equal(choose([eth0, link('eth1')], undefined, { route: 'eth0' }), 'eth1');
    assert.equal(choose([eth0, link('eth1')], undefined, { ssh: 'eth0' }), 'eth1');
    assert.equal(choose([eth0, wlan0], undefined, { route: 'eth0' }), 'none: ');
  });

  it('is the one with a cable, if several could be it', () => {
    assert.equal(choose([eth0, link('eth1', 'ethernet', 'unplugged')]), 'eth0');
    assert.equal(choose([link('eth0', 'ethernet', 'unplugged')]), 'eth0');
    assert.equal(choose([eth0, link('eth1')]), 'several: eth0 eth1');
    const unplugged = [link('eth0', 'ethernet', 'down'), link('eth1', 'ethernet', 'unplugged')];
    assert.equal(choose(unplugged), 'several: eth0 eth1');
  });

  it('is none that only the kernel has made up, where there is hardware', () => {
    const hardware = { ...eth0, isHardware: true };
    assert.equal(choose([hardware, link('ifb0')]), 'eth0');
    assert.equal(choose([hardware, link('ifb0')], undefined, { route: 'eth0' }), 'none: ');
    assert.equal(choose([hardware, link('ifb0')], 'ifb0'), 'ifb0');
  });

  it('can be named, unless it leads elsewhere', () => {
    assert.equal(choose([eth0, link('br0', 'virtual')], 'br0'), 'br0');
    assert.equal(choose([eth0, wlan0], 'wlan0'), 'wireless: eth0');
    assert.equal(choose([eth0, wlan0], 'eth0', { route: 'eth0' }), 'default-route: ');
    assert.equal(choose([eth0, wlan0], 'eth0', { ssh: 'eth0' }), 'ssh: ');
    assert.equal(choose([eth0, wlan0], 'eth9'), 'unknown: eth0');
  });
});
