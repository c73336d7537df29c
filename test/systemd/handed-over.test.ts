// The assignment of inherited sockets to forwards.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assignSockets, socketAddress } from '../../src/systemd/handed-over.js';
import type { InheritedSocket } from '../../src/systemd/inherited-sockets.js';
import { formatListen } from '../../src/config/listen-address.js';
import { configured, type Sources } from '../config/support.js';

/** A socket on `host` and `port` as in /proc/net, link-local without zone; without both its address is unknown. */
function socket(fd: number, host?: string, port?: number, name?: string): InheritedSocket {
  return { fd, host, port, name };
}

interface Result {
  /** The listen entries of each forward, a socket as `fd 3`. */
  readonly listen: Readonly<Record<string, readonly string[]>>;
  readonly left: readonly number[];
}

async function assign(sources: Sources, sockets: readonly InheritedSocket[]): Promise<Result> {
  const { config, places } = await configured(sources);
  const assigned = assignSockets(config, sockets, places);
  const listen = assigned.config.forwards.map((forward) => {
    const entries = forward.listen.map((each) =>
      each.fd === undefined ? formatListen(each) : `fd ${each.fd}`,
    );
    return [forward.name, entries] as const;
  });
  return { listen: Object.fromEntries(listen), left: assigned.left.map(({ fd }) => fd) };
}

/** The configured listen entries, the sockets, and the resulting entries of the only forward. */
const ONE_FORWARD: readonly (readonly [
  string,
  string | undefined,
  readonly InheritedSocket[],
  readonly string[],
])[] = [
  ['nothing, without a socket', undefined, [], ['8080']],
  ['the default, with a socket on the same port', undefined, [socket(3, '::', 8080)], ['fd 3']],
  ['the default, with a socket on another port', undefined, [socket(3, '0.0.0.0', 80)], ['fd 3']],
  ['the default, with a socket of unknown address', undefined, [socket(3)], ['fd 3']],
  ['the default, written out', '8080', [socket(3, '::', 80)], ['8080', 'fd 3']],
  ['a port', '8080', [socket(3, '::', 8080)], ['fd 3']],
  ['a port, with a socket on one address', '8080', [socket(3, '10.0.0.1', 8080)], ['fd 3']],
  ['a port, with a socket of unknown address', '8080', [socket(3)], ['8080', 'fd 3']],
  ['an address', '10.0.0.1:80', [socket(3, '10.0.0.1', 80)], ['fd 3']],
  ['an address, with another one', '10.0.0.1:80', [socket(3, '10.0.0.2', 80)], ['10.0.0.1:80', 'fd 3']],
  ['an address, with another port', '10.0.0.1:80', [socket(3, '10.0.0.1', 81)], ['10.0.0.1:80', 'fd 3']],
  [
    'several, with a socket for all addresses',
    '[10.0.0.1:80, "[::1]:80", 81]',
    [socket(3, '::', 80)],
    ['fd 3', '81'],
  ],
  [
    'both families, with a socket for IPv4',
    '[10.0.0.1:80, "[::1]:80"]',
    [socket(3, '0.0.0.0', 80)],
    ['fd 3', '[::1]:80'],
  ],
  [
    'several, with a socket for each',
    '[81, 82]',
    [socket(3, '::', 82), socket(4, '::', 81)],
    ['fd 4', 'fd 3'],
  ],
  ['an IPv6 address in another spelling', '"[FD00:0::1]:80"', [socket(3, 'fd00::1', 80)], ['fd 3']],
  ['an IPv4 address, IPv4-mapped', '10.0.0.1:80', [socket(3, '::ffff:10.0.0.1', 80)], ['fd 3']],
  ['a link-local address', '"[fe80::1%eth0]:80"', [socket(3, 'fe80::1', 80)], ['fd 3']],
  [
    'a link-local address, with another',
    '"[fe80::1%eth0]:80"',
    [socket(3, 'fe80::2', 80)],
    ['[fe80::1%eth0]:80', 'fd 3'],
  ],
  ['an interface', 'wlan0:80', [socket(3, '10.0.0.1', 80)], ['fd 3']],
  ['an interface, with an IPv6 socket', 'wlan0:80', [socket(3, 'fe80::1', 80)], ['fd 3']],
  ['an interface, with another port', 'wlan0:80', [socket(3, '10.0.0.1', 81)], ['wlan0:80', 'fd 3']],
  ['an interface, with a socket of unknown address', 'wlan0:80', [socket(3)], ['wlan0:80', 'fd 3']],
];

const TWO = `forwards:
  - {name: one, listen: 81, target: a}
  - {name: two, listen: [82, wlan0:83], target: b}
`;
const [ONE_ALONE, TWO_ALONE] = [['81'], ['82', 'wlan0:83']];

const TWO_FORWARDS: readonly (readonly [string, readonly InheritedSocket[], Result])[] = [
  [
    'by its address',
    [socket(3, '::', 82)],
    { listen: { one: ONE_ALONE, two: ['fd 3', 'wlan0:83'] }, left: [] },
  ],
  [
    'by the port of an interface',
    [socket(3, '10.0.0.1', 83)],
    { listen: { one: ONE_ALONE, two: ['82', 'fd 3'] }, left: [] },
  ],
  [
    'by its name',
    [socket(3, '::', 90, 'two')],
    { listen: { one: ONE_ALONE, two: [...TWO_ALONE, 'fd 3'] }, left: [] },
  ],
  [
    'by its name, without an address',
    [socket(3, undefined, undefined, 'one')],
    { listen: { one: ['81', 'fd 3'], two: TWO_ALONE }, left: [] },
  ],
  [
    'by its address rather than by its name',
    [socket(3, '::', 81, 'two')],
    { listen: { one: ['fd 3'], two: TWO_ALONE }, left: [] },
  ],
  [
    'each to its own',
    [socket(3, '::', 82), socket(4, '::', 81), socket(5, '::', 90, 'one')],
    { listen: { one: ['fd 4', 'fd 5'], two: ['fd 3', 'wlan0:83'] }, left: [] },
  ],
  [
    'to neither, if nothing fits',
    [socket(3, '::', 90), socket(4, '::', 91, 'three'), socket(5)],
    { listen: { one: ONE_ALONE, two: TWO_ALONE }, left: [3, 4, 5] },
  ],
];

describe('an inherited socket', () => {
  for (const [what, listen, sockets, expected] of ONE_FORWARD) {
    it(`joins or replaces the entries of the only forward: ${what}`, async () => {
      const sources = listen === undefined ? {} : { yaml: `listen: ${listen}\n` };
      assert.deepEqual(await assign(sources, sockets), { listen: { gateway: expected }, left: [] });
    });
  }

  for (const [how, sockets, expected] of TWO_FORWARDS) {
    it(`goes to one of two forwards: ${how}`, async () => {
      assert.deepEqual(await assign({ yaml: TWO }, sockets), expected);
    });
  }

  it('joins the entry of a flag or a variable, even if it equals the default', async () => {
    for (const sources of [{ flags: { listen: ['8080'] } }, { environment: { SMGW_PROXY_LISTEN: '8080' } }])
      assert.deepEqual((await assign(sources, [socket(3, '::', 80)])).listen, { gateway: ['8080', 'fd 3'] });
  });

  it('leaves other forwards unchanged', async () => {
    const { config, places } = await configured({ yaml: TWO });
    const { config: assigned } = assignSockets(config, [socket(3, '::', 82)], places);
    assert.equal(assigned.forwards[0], config.forwards[0]);
    assert.deepEqual({ ...assigned.forwards[1], listen: [] }, { ...config.forwards[1], listen: [] });
    assert.deepEqual({ ...assigned, forwards: [] }, { ...config, forwards: [] });
  });

  it('is named by its address, if that is known', () => {
    const known = [socket(3, '::', 80), socket(3, '10.0.0.1', 81), socket(3)].map(
      (each) => socketAddress(each).en,
    );
    assert.deepEqual(known, ['[::]:80', '10.0.0.1:81', 'one of another network']);
  });
});
