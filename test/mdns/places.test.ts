// The links and addresses of the name, the neighbours on a link, and the links of the gateways.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListenAddress } from '../../src/config/config.js';
import { Names } from '../../src/forward/target/names.js';
import { findGateways, linksTo } from '../../src/mdns/gateway-links.js';
import { homeLinks, neighbourhood, sourceOf, type HomeLink } from '../../src/mdns/places.js';
import type { OwnNetwork } from '../../src/machine/interfaces.js';
import { forwardConfig } from '../support/config.js';
import { network } from '../support/own-network.js';

const PI: readonly OwnNetwork[] = [
  network('lo', '127.0.0.1/8'),
  network('eth0', '10.11.120.1/24'),
  network('eth0', 'fe80::1/64'),
  network('wlan0', '192.168.0.10/24'),
  network('wlan0', 'fd00::10/64'),
  network('wlan0', 'fe80::10/64'),
  network('tun0', '10.8.0.2/24'),
];
const INDICES: Readonly<Record<string, number>> = { eth0: 2, wlan0: 3 };

function home(
  listen: readonly ListenAddress[],
  gatewayLinks = ['eth0'],
  gateways = ['10.11.120.2'],
): HomeLink[] {
  return homeLinks([forwardConfig({ listen })], {
    networks: PI,
    indexOf: (name) => INDICES[name],
    gateways: { links: new Set(gatewayLinks), addresses: gateways },
  });
}

const ALL = ['192.168.0.10', 'fd00::10', 'fe80::10'];
/** A listen address, and the addresses of the name on wlan0. */
const LISTENS: readonly (readonly [string, ListenAddress, readonly string[]])[] = [
  ['a port', { port: 443 }, ALL],
  ['every IPv4 address', { host: '0.0.0.0', port: 443 }, ['192.168.0.10']],
  ['every address', { host: '::', port: 443 }, ALL],
  ['an interface', { interface: 'wlan0', port: 443 }, ALL],
  ['an address', { host: '192.168.0.10', port: 443 }, ['192.168.0.10']],
  ['an address in another spelling', { host: 'FD00:0::10', port: 443 }, ['fd00::10']],
  ['a link-local address', { host: 'fe80::10%wlan0', port: 443 }, ['fe80::10']],
  ['a link-local address of another link', { host: 'fe80::10%eth0', port: 443 }, []],
  ['loopback', { host: '127.0.0.1', port: 443 }, []],
  ['the link of the gateway', { interface: 'eth0', port: 443 }, []],
  ['an address there', { host: '10.11.120.1', port: 443 }, []],
  ['a tunnel', { interface: 'tun0', port: 443 }, []],
];

/** These addresses of wlan0 in that order, each with its state. */
function withStates(...states: readonly (readonly [string, OwnNetwork['state']])[]): OwnNetwork[] {
  return states.map(([cidr, state]) => ({ ...network('wlan0', cidr), ...(state && { state }) }));
}
const homeOf = (networks: readonly OwnNetwork[], listen: ListenAddress = { port: 443 }) =>
  homeLinks([forwardConfig({ listen: [listen] })], {
    networks,
    indexOf: () => 3,
    gateways: { links: new Set(), addresses: [] },
  })[0];

describe('the addresses of the name', () => {
  const A = ['192.168.0.10/24', undefined] as const;
  const LINK_LOCAL = ['fe80::10/64', undefined] as const;

  it('are none that the kernel still checks for duplicates, and none that another device has', () => {
    const states = withStates(A, ['fd00::1/64', 'tentative'], ['fd00::2/64', 'duplicate'], LINK_LOCAL);
    assert.deepEqual(homeOf(states)?.addresses, ['192.168.0.10', 'fe80::10']);
  });

  it('are a deprecated one only where there is no other', () => {
    const old = ['fd00::3/64', 'deprecated'] as const;
    assert.deepEqual(homeOf(withStates(A, old, LINK_LOCAL))?.addresses, ['192.168.0.10', 'fe80::10']);
    assert.deepEqual(homeOf(withStates(A, old), { host: 'fd00::3', port: 443 })?.addresses, ['fd00::3']);
  });

  it('are no reason for a new claim when one appears that cannot be used yet, or is not used', () => {
    const before = homeOf(withStates(A, ['fd00::3/64', 'deprecated'], LINK_LOCAL));
    const after = homeOf(
      withStates(A, ['fd00::3/64', 'deprecated'], LINK_LOCAL, ['fd00::4/64', 'tentative']),
    );
    assert.deepEqual(after, before);
  });

  it('make no link without a usable one, and no messages from a tentative link-local address', () => {
    assert.equal(homeOf(withStates(['fe80::10/64', 'tentative'])), undefined);
    const link = homeOf(withStates(A, ['fe80::10/64', 'tentative'])) ?? assert.fail();
    assert.equal(sourceOf(link, 'ipv6'), undefined);
  });
});

describe('the places of the name', () => {
  for (const [what, listen, addresses] of LISTENS) {
    it(`have ${addresses.length === 0 ? 'no address' : addresses.join(' and ')} for a forward on ${what}`, () => {
      const links = home([listen]);
      assert.deepEqual(
        links.map((link) => [link.interface, link.index, link.addresses]),
        addresses.length === 0 ? [] : [['wlan0', 3, addresses]],
      );
    });
  }

  it('have all addresses of all forwards, each once', () => {
    const [link] = home([
      { host: '192.168.0.10', port: 1 },
      { host: '192.168.0.10', port: 2 },
      { host: 'fd00::10', port: 1 },
    ]);
    assert.deepEqual(link?.addresses, ['192.168.0.10', 'fd00::10']);
  });

  it('are none if the gateway is on the only link', () => {
    assert.deepEqual(home([{ port: 443 }], ['eth0', 'wlan0']), []);
  });

  const [wlan0] = home([{ port: 443 }], ['eth0'], ['192.168.0.200', '10.11.120.2']);
  const NEIGHBOURS: Readonly<Record<string, boolean>> = {
    '192.168.0.12': true,
    '192.168.0.10': true,
    'fe80::12%wlan0': true,
    'fd00::12': true,
    'fe80::2%eth0': false,
    'fe80::2': false,
    '10.11.120.2': false,
    '203.0.113.7': false,
    '2001:db8::1': false,
    '192.168.0.200': false,
    'no address': false,
  };
  for (const [address, isNeighbour] of Object.entries(NEIGHBOURS)) {
    it(`count ${address} as ${isNeighbour ? 'a neighbour' : 'no neighbour'}`, () => {
      assert.ok(wlan0);
      assert.equal(neighbourhood(wlan0)(address), isNeighbour);
    });
  }

  it('have no neighbours in a network with the prefix 0', () => {
    assert.ok(wlan0);
    assert.equal(
      neighbourhood({ ...wlan0, networks: [network('wlan0', '192.168.0.10/0')] })('192.168.0.12'),
      false,
    );
  });

  it('have no more addresses than fit into a packet', () => {
    const networks = Array.from({ length: 99 }, (_, index) => network('wlan0', `192.168.0.${index + 1}/24`));
    const machine = { networks, indexOf: () => 3, gateways: { links: new Set<string>(), addresses: [] } };
    const [link] = homeLinks([forwardConfig({ listen: [{ port: 443 }] })], machine);
    assert.equal(link?.addresses.length, 16);
  });

  it('have a source address, over IPv6 only with a link-local one', () => {
    assert.ok(wlan0);
    assert.deepEqual([sourceOf(wlan0, 'ipv4'), sourceOf(wlan0, 'ipv6')], ['192.168.0.10', 'fe80::10']);
    const other = { ...wlan0, networks: [network('wlan0', 'fd00::10/64')] };
    assert.deepEqual([sourceOf(other, 'ipv4'), sourceOf(other, 'ipv6')], [undefined, undefined]);
  });
});

/** A target, the kernel's source address for it, and the gateway's links. */
const WAYS: readonly (readonly [string, string, string | undefined, readonly string[]])[] = [
  ['is in a subnet', '10.11.120.2', '10.11.120.1', ['eth0']],
  ['is in a subnet to which there is no way', '10.11.120.2', undefined, ['eth0']],
  ['has a zone', 'fe80::2%eth0', undefined, ['eth0']],
  ['is in the home as well, but reached by a route of its own', '192.168.0.200', '10.11.120.1', ['eth0']],
  ['is in the home', '192.168.0.200', '192.168.0.10', ['wlan0']],
  ['is behind a link that leads nowhere else', '172.20.0.1', '10.11.120.1', ['eth0']],
  ['seems to be in the internet, because its link is down', '172.20.0.1', '192.168.0.10', []],
  ['cannot be reached', '172.20.0.1', undefined, []],
];

describe('the links of a gateway', () => {
  for (const [what, host, source, links] of WAYS) {
    it(`are ${links.join() || 'unknown'} if it ${what}`, () => {
      assert.deepEqual(linksTo(host, source, PI, new Set(['wlan0'])), links);
    });
  }
});

describe('the gateways', () => {
  const target = { host: 'gateway.test', port: 443 };
  const none: ReadonlySet<string> = new Set();

  it('are those of all addresses of a name', async () => {
    const names = new Names(() => Promise.resolve(['fe80::2%eth0', '127.0.0.2']));
    const { addresses, links, isComplete } = await findGateways([target], PI, none, names);
    assert.deepEqual([addresses, [...links], isComplete], [['fe80::2', '127.0.0.2'], ['eth0', 'lo'], true]);
  });

  it('are to be looked for again while a name cannot be looked up', async () => {
    const names = new Names(() => Promise.reject(new Error()));
    const known = { host: 'fe80::2%eth0', port: 443 };
    const { addresses, isComplete } = await findGateways([target, known], PI, none, names);
    assert.deepEqual([addresses, isComplete], [['fe80::2'], false]);
  });
});
