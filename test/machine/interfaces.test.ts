// The machine's interfaces and subnets: on this machine, and in a network namespace with interfaces of the test's own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { interfaceAddresses, interfaceNames, isInOwnSubnet } from '../../src/machine/interfaces.js';
import { missing, notRoot } from '../support/requires.js';

const MODULE = new URL('../../src/machine/interfaces.js', import.meta.url).href;
const sibling = (path: string) => new URL(path, MODULE).href;

describe('the interfaces of this machine', () => {
  it('are there by name, with addresses to listen on, and others are not', () => {
    assert.ok(interfaceNames().includes('lo'));
    const [first] = interfaceAddresses('lo');
    assert.deepEqual(first, { host: '127.0.0.1', scopeId: 0 });
    for (const name of ['nosuch0', '', 'toString']) assert.deepEqual(interfaceAddresses(name), []);
  });

  it('have their own subnets around each of their addresses', () => {
    assert.ok(isInOwnSubnet('127.1.2.3', 'ipv4'));
    const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of all)
      assert.ok(isInOwnSubnet(address, isIPv6(address) ? 'ipv6' : 'ipv4'), address);
  });
});

/** Runs a program in which nothing more can be opened from `exhaust()` on. */
function printedUnderLimit(program: string): unknown {
  const text = `
    import { openSync } from 'node:fs';
    import { networkInterfaces } from 'node:os';
    const { interfaceAddresses, interfaceNames, isInOwnSubnet } = await import(${JSON.stringify(MODULE)});
    function exhaust() {
      try {
        for (;;) openSync('/dev/null');
      } catch {}
    }
    ${program}`;
  const words = ['-c', 'ulimit -n 64 && exec "$0" --input-type=module -e "$1"', process.execPath, text];
  return JSON.parse(execFileSync('sh', words, { encoding: 'utf8' }));
}

describe('the interfaces of a machine that has no descriptors left', () => {
  it('are those known last, if any', () => {
    const [before, later, isRefused] = printedUnderLimit(`
      const ask = () => [interfaceNames(), interfaceAddresses('lo'), isInOwnSubnet('127.0.0.1', 'ipv4')];
      const before = ask();
      exhaust();
      performance.now = () => Infinity;
      let isRefused = false;
      try { networkInterfaces(); } catch { isRefused = true; }
      console.log(JSON.stringify([before, ask(), isRefused]));
    `) as [unknown, unknown, boolean];
    assert.ok(isRefused);
    assert.deepEqual(later, before);
  });

  it('are none that is known, if the first question cannot be answered', () => {
    const answers = printedUnderLimit(`
      exhaust();
      console.log(JSON.stringify([interfaceNames(), interfaceAddresses('lo'), isInOwnSubnet('127.0.0.1', 'ipv4')]));
    `);
    assert.deepEqual(answers, [[], [], false]);
  });
});

const NAMESPACE = `smgw-proxy-test-${process.pid}`;

function ip(...words: readonly string[]): string {
  return execFileSync('ip', words, { encoding: 'utf8' });
}

/** Output of a program that runs in the namespace; it has the functions of the module, `ip` and `print`. */
function printed(program: string): unknown {
  const text = `
    import { execFileSync } from 'node:child_process';
    import { interfaceAddresses, interfaceNames, isInOwnSubnet } from ${JSON.stringify(MODULE)};
    const ip = (words) => execFileSync('ip', words.split(' '));
    const print = (value) => console.log(JSON.stringify(value));
    ${program}`;
  const words = ['netns', 'exec', NAMESPACE, process.execPath, '--input-type=module', '-e', text];
  return JSON.parse(ip(...words)) as unknown;
}

describe('the interfaces of a network namespace', { skip: missing('ip') || notRoot() }, () => {
  before(() => {
    ip('netns', 'add', NAMESPACE);
    const set = (words: string) => ip('-n', NAMESPACE, ...words.split(' '));
    set('link set lo up');
    set('link add left type veth peer name right');
    set('link add bare type veth peer name other');
    for (const name of ['left', 'right', 'bare', 'other']) {
      // No link-local addresses but those given here.
      set(`link set ${name} addrgenmode none`);
      set(`link set ${name} up`);
    }
    set('addr add 198.51.100.130/25 dev left');
    set('addr add 203.0.113.1/32 dev left');
    set('addr add fe80::1/64 dev left nodad');
    set('addr add fe80::1/64 dev right nodad');
    set('addr add 2001:db8:1::1/64 dev right nodad');
  });
  after(() => {
    ip('netns', 'del', NAMESPACE);
  });

  it('are those that are up and have an address', () => {
    const names = `
      print([interfaceNames().sort(), interfaceAddresses('bare')]);`;
    assert.deepEqual(printed(names), [['left', 'lo', 'right'], []]);
  });

  it('have their link-local addresses with their zone and its number, and no others have one', () => {
    const [left, right, index] = printed(`
      const index = (name) => Number(execFileSync('cat', ['/sys/class/net/' + name + '/ifindex']));
      const sorted = (name) => interfaceAddresses(name).toSorted((a, b) => (a.host < b.host ? -1 : 1));
      print([sorted('left'), sorted('right'), [index('left'), index('right')]]);
    `) as [unknown, unknown, [number, number]];
    assert.deepEqual(left, [
      { host: '198.51.100.130', scopeId: 0 },
      { host: '203.0.113.1', scopeId: 0 },
      { host: 'fe80::1%left', scopeId: index[0] },
    ]);
    assert.deepEqual(right, [
      { host: '2001:db8:1::1', scopeId: 0 },
      { host: 'fe80::1%right', scopeId: index[1] },
    ]);
  });

  it('can be listened on and connected to at each of their addresses', () => {
    const outcomes = printed(`
      import { dial } from ${JSON.stringify(sibling('../forward/target/dial.js'))};
      import { Listener } from ${JSON.stringify(sibling('../forward/listen/listener.js'))};
      import { handleWires } from ${JSON.stringify(sibling('../forward/wire/handle-wire.js'))};
      const wires = handleWires();
      const outcomes = [];
      for (const { host } of ['left', 'right'].flatMap(interfaceAddresses)) {
        const listener = new Listener({ host, port: 0 }, () => undefined);
        await listener.start((server) => wires.takeAccepted(server, (wire) => wire.close())).catch(({ code }) => outcomes.push(code));
        const result = await new Promise((done) => dial({ host, port: listener.bound?.port ?? 1 }, 1000, wires, done));
        outcomes.push(result.ok || result.code);
        result.wire?.close();
        listener.stop();
      }
      print(outcomes);
    `);
    assert.deepEqual(outcomes, [true, true, true, true, true]);
  });

  it('have the subnets of their addresses, to the bit', () => {
    const asked = [
      ['198.51.100.127', 'ipv4', false],
      ['198.51.100.128', 'ipv4', true],
      ['198.51.100.255', 'ipv4', true],
      ['198.51.101.0', 'ipv4', false],
      ['203.0.113.0', 'ipv4', false],
      ['203.0.113.1', 'ipv4', true],
      ['203.0.113.2', 'ipv4', false],
      ['2001:db8:1::ffff', 'ipv6', true],
      ['2001:db8:1:1::', 'ipv6', false],
      ['fe80::2', 'ipv6', true],
      ['fe80:0:0:1::', 'ipv6', false],
    ] as const;
    const questions = asked.map(([address, family]) => [address, family]);
    const answers = printed(`print(${JSON.stringify(questions)}.map((each) => isInOwnSubnet(...each)));`);
    assert.deepEqual(
      answers,
      asked.map(([, , expected]) => expected),
    );
  });

  it('are looked at anew when what is known of the subnets is more than a second old', () => {
    const answers = printed(`
      let now = 0;
      performance.now = () => now;
      const answers = [];
      const ask = (at) => {
        now = at;
        answers.push(isInOwnSubnet('192.0.2.9', 'ipv4'));
      };
      ask(0);
      ip('addr add 192.0.2.1/24 dev left');
      for (const at of [0, 1000, 1001]) ask(at);
      ip('addr del 192.0.2.1/24 dev left');
      for (const at of [2001, 2002]) ask(at);
      print(answers);
    `);
    assert.deepEqual(answers, [false, false, false, true, true, false]);
  });

  it('take nobody in because of a tunnel for everything', () => {
    const answers = printed(`
      ip('addr add 192.0.2.1/0 dev left');
      print(['8.8.8.8', '192.0.2.1'].map((address) => isInOwnSubnet(address, 'ipv4')));
      ip('addr del 192.0.2.1/0 dev left');
    `);
    assert.deepEqual(answers, [false, false]);
  });

  it('are gone when they are down', () => {
    const answers = printed(`
      ip('link set left down');
      print([interfaceNames().includes('left'), interfaceAddresses('left'), isInOwnSubnet('198.51.100.130', 'ipv4')]);
    `);
    assert.deepEqual(answers, [false, [], false]);
  });
});
