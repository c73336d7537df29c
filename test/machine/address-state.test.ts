// The states of IPv6 addresses: as the kernel prints them, and as it has them in a network namespace.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { parseAddressStates } from '../../src/machine/address-state.js';
import { missing, notRoot } from '../support/requires.js';

const line = (flags: string, address = 'fd770000000000000000000000000020'): string =>
  `${address} 03 40 00 ${flags}    wlan0\n`;

describe('the state of an address', () => {
  for (const [flags, expected] of [
    ['80', undefined],
    ['00', undefined],
    ['02', undefined],
    ['01', undefined],
    ['40', 'tentative'],
    ['c0', 'tentative'],
    ['44', 'tentative'],
    ['04', 'tentative'],
    ['c8', 'duplicate'],
    ['88', 'duplicate'],
    ['a0', 'deprecated'],
    ['21', 'deprecated'],
    ['60', 'tentative'],
    ['320', 'deprecated'],
  ] as const)
    it(`with the flags ${flags} is ${expected ?? 'preferred'}`, () => {
      const stateOf = parseAddressStates(line('80', 'fe800000000000000000000000000010') + line(flags));
      assert.equal(stateOf('wlan0', 'fd77::20'), expected);
      assert.equal(stateOf('wlan0', 'FD77:0::20'), expected);
      assert.equal(stateOf('eth0', 'fd77::20'), undefined);
    });

  it('is unknown, and the address taken for a preferred one, without /proc', () => {
    assert.equal(parseAddressStates('')('wlan0', 'fd77::20'), undefined);
  });
});

const NAMESPACE = `smgw-proxy-states-${process.pid}`;
const MODULE = new URL('../../src/machine/interfaces.js', import.meta.url).href;

describe('the states in a network namespace', { skip: missing('ip') || notRoot() }, () => {
  const ip = (...words: readonly string[]): string =>
    execFileSync('ip', words, { encoding: 'utf8', timeout: 15_000 });
  const inside = (words: string): string => ip('-n', NAMESPACE, ...words.split(' '));
  before(() => {
    ip('netns', 'add', NAMESPACE);
    inside('link add left type veth peer name right');
    for (const name of ['left', 'right']) inside(`link set ${name} addrgenmode none`);
    for (const name of ['left', 'right']) inside(`link set ${name} up`);
    inside('addr add fd77::30/64 dev right nodad');
    inside('addr add fd77::1/64 dev left nodad');
    inside('addr add fd77::2/64 dev left nodad preferred_lft 0');
    inside('addr add fd77::30/64 dev left');
  });
  after(() => {
    ip('netns', 'del', NAMESPACE);
  });

  it('follow the kernel: a duplicate first is tentative', () => {
    const program = `
      const { ownNetworks } = await import(${JSON.stringify(MODULE)});
      const states = () => Object.fromEntries(ownNetworks().filter((each) => each.interface === 'left')
        .map(({ address, state = 'preferred' }) => [address, state]));
      let now = states();
      while (now['fd77::30'] === 'tentative') { await new Promise(setImmediate); now = states(); }
      console.log(JSON.stringify(now));`;
    const words = ['netns', 'exec', NAMESPACE, process.execPath, '--input-type=module', '-e', program];
    assert.deepEqual(JSON.parse(ip(...words)), {
      'fd77::1': 'preferred',
      'fd77::2': 'deprecated',
      'fd77::30': 'duplicate',
    });
  });
});
