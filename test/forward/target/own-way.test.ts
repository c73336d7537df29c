// Targets that lead back to smgw-proxy: by an address, by a name, through another forward, and a socket to itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { ownListeners } from '../../../src/forward/target/own-way.js';
import { parseListen } from '../../../src/config/listen-address.js';
import { fate, withForward, type TestForward } from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';

const host = '127.0.0.1';

describe('the listener that gets a connection', () => {
  const addressesOf = (name: string) =>
    name === 'wlan0'
      ? [
          { host: '192.168.0.10', scopeId: 0 },
          { host: 'fe80::10%wlan0', scopeId: 3 },
        ]
      : [];
  for (const [target, listen, expected] of [
    ['192.168.0.10', '8080', true],
    ['192.168.0.10', '0.0.0.0:8080', true],
    ['192.168.0.10', '[::]:8080', true],
    ['::ffff:192.168.0.10', '192.168.0.10:8080', true],
    ['fd00::10', '0.0.0.0:8080', false],
    ['192.168.0.10', '8081', false],
    ['192.168.0.10', '127.0.0.1:8080', false],
    ['192.168.0.10', 'wlan0:8080', true],
    ['fe80::10%wlan0', 'wlan0:8080', true],
    ['192.168.0.10', 'eth0:8080', false],
    ['0.0.0.0', '8080', true],
  ] as const) {
    it(`at ${target} is ${listen}: ${expected}`, () => {
      const entry = parseListen(listen);
      assert.ok(entry.ok);
      const found = ownListeners([entry.value], { addressesOf })({ host: target, port: 8080 });
      assert.equal(found !== undefined, expected);
    });
  }
});

/** Its clients are reset, and nothing but their own connection has come. */
async function assertLeadsBack(forward: TestForward): Promise<void> {
  assert.equal((await fate(forward, 'x')).ending, 'RST');
  const { outcome, code } = await forward.record();
  assert.deepEqual([outcome, code, forward.records.length], ['target-unreachable', 'ELOOP', 1]);
}

describe('a target that leads back to smgw-proxy itself', async () => {
  const [port, other] = [await freePort(), await freePort()];

  it(
    'by an address is not connected to',
    withForward({ listen: [{ port }], target: { host, port } }, assertLeadsBack),
  );

  it(
    'by a name is found at the first connection',
    withForward({ listen: [{ port }], target: { host: 'localhost', port } }, async (forward) => {
      assert.equal((await fate(forward, 'x')).ending, 'RST');
      while (forward.records.every(({ code }) => code !== 'ELOOP'))
        await forward.record(forward.records.length + 1);
      assert.ok(forward.records.length <= 2);
    }),
  );

  it(
    'through a second forward is not connected to',
    withForward({ listen: [{ host, port }], target: { host, port: other } }, async (forward) => {
      const second = {
        ...forward.config,
        name: 'b',
        listen: [{ host, port: other }],
        target: { host, port },
      };
      await forward.forwards.apply([forward.config, second]);
      await assertLeadsBack(forward);
    }),
  );

  it(
    'is down, and said once',
    withForward(
      { listen: [{ host, port }], target: { host, port }, whenTargetDown: 'refuse' },
      async (forward) => {
        await forward.client();
        assert.equal(await forward.event('targetDown'), `targetDown ${port} target-unreachable`);
        await forward.forwards.look();
        assert.equal(forward.forwards.views[0]?.reachability.lastFailure?.code, 'ELOOP');
        assert.deepEqual(forward.events, []);
      },
    ),
  );
});

/** Dials a port without a listener, in a network that has no other local port. */
function dialItself(wires: string): unknown {
  const at = (file: string): string => JSON.stringify(new URL(`../../../src/${file}`, import.meta.url).href);
  const text = `
    import { guarded } from ${at('forward/target/own-way.js')};
    import { handleWires } from ${at('forward/wire/handle-wire.js')};
    import { socketWires } from ${at('forward/wire/socket-wire.js')};
    import { isOwnAddress } from ${at('machine/interfaces.js')};
    const wires = ${wires};
    const own = { isOwnAddress, addressesOf: () => [] };
    const ask = (dialler) => new Promise((done) => {
      dialler.connect({ host: '127.0.0.1', port: 41000 }, {
        onError: done,
        onConnect: (wire) => { wire.reset(); done('connected'); },
      });
    });
    const unguarded = await ask(wires);
    console.log(JSON.stringify([unguarded, await ask(guarded(wires, () => undefined, own))]));`;
  const prepare =
    'ip link set lo up; echo 41000 41000 >/proc/sys/net/ipv4/ip_local_port_range; exec "$0" --input-type=module -e "$1"';
  const words = ['-n', 'sh', '-c', prepare, process.execPath, text];
  return JSON.parse(execFileSync('unshare', words, { encoding: 'utf8' }));
}

describe('a connection to itself', { skip: notRoot() || missing('unshare') || missing('ip') }, () => {
  for (const wires of ['handleWires()', 'socketWires']) {
    it(`is refused, over ${wires}`, () => {
      assert.deepEqual(dialItself(wires), ['connected', 'ECONNREFUSED']);
    });
  }
});
