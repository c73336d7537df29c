// `smgw-proxy setup` before it touches anything: what it refuses, and with which words.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Machine } from '../../../src/cli/machine.js';
import { DISCOVER_TEXTS } from '../../../src/cli/discover/texts.js';
import { findGateway, type GatewayFinding } from '../../../src/cli/setup/find.js';
import { setUp } from '../../../src/cli/setup/setup.js';
import { Stop } from '../../../src/cli/setup/stop.js';
import { SETUP_TEXTS } from '../../../src/cli/setup/texts.js';
import { Steps } from '../../../src/cli/terminal/steps.js';
import type { StepReport } from '../../../src/discovery/discover.js';
import type { Surroundings } from '../../../src/machine/choose-link.js';
import type { Link } from '../../../src/machine/links.js';
import { aMachine, NO_PROGRESS, read, unexpected } from '../support.js';

const link = (name: string, kind: Link['kind'] = 'ethernet'): Link => ({
  ...{ name, kind, index: 2, mac: '02:00:00:00:00:01', carrier: 'plugged', isHardware: true },
});
const WLAN = link('wlan0', 'wireless');
const HOUSE: Surroundings = {
  links: [link('eth0'), WLAN],
  defaultRoutes: new Set(['wlan0']),
  sshInterface: undefined,
};
const NOTHING_FOUND = { reports: [], finds: [], gateway: undefined, proposal: undefined };
const NO_INTERRUPTION = { signal: new AbortController().signal, hasChanged: () => false, end: unexpected };

/** The output of a call, and its exit status; each change of the machine fails. */
async function call(line: string, changes: Partial<Machine> = {}) {
  const words = ['setup', ...line.split(' ').filter((word) => word !== '')];
  const { machine, written } = aMachine({ surroundings: () => Promise.resolve(HOUSE), ...changes });
  const journal = '/nowhere/smgw-proxy-test/setup.json';
  const status = await setUp(await read(words), machine, NO_INTERRUPTION, journal);
  return { said: written.out + written.error, status };
}

describe('smgw-proxy setup', () => {
  it('says why it needs root, and does nothing', async () => {
    const { said, status } = await call('--lang de', { isRoot: false });
    assert.match(
      said,
      /^Einrichten braucht root: Es ändert das Netzwerk .*\n→ Bitte so: sudo smgw-proxy setup\n$/,
    );
    assert.equal(status, 1);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['--target smgw.local', /^--target: expected an address, such as .*, got "smgw\.local"$/m],
    ['--target https://10.11.120.2', /^--target: expected HOST/m],
    ['--interface eth9', /^--interface: expected .* \(here: eth0\), got "eth9", which does not exist$/m],
    ['--interface wlan0', /got "wlan0", which is wireless$/m],
    ['--lang fr', /^--lang: expected one of de, en, got "fr"$/m],
    ['--yes=no', /^--yes: takes no value/m],
    ['--wide', /^--wide: "smgw-proxy setup" has no such option; it is one of "smgw-proxy discover"$/m],
  ];
  for (const [line, wanted] of wrong) {
    it(`refuses ${line}`, async () => {
      const { said, status } = await call(line);
      assert.match(said, wanted);
      assert.equal(status, 2);
    });
  }

  it('does not touch the way into the home, nor that of an SSH session', async () => {
    const routed = { ...HOUSE, defaultRoutes: new Set(['eth0']) };
    const only = await call('', { surroundings: () => Promise.resolve(routed) });
    assert.match(
      only.said,
      /^eth0 is connected to your home network.* HAN socket\.\n→ First connect .*: sudo nmtui\n→ No Wi-Fi\? .*\n→ Move the cable, then run this again: sudo smgw-proxy setup\n$/,
    );
    const both = { ...routed, defaultRoutes: new Set(['eth0', 'wlan0']) };
    assert.doesNotMatch((await call('', { surroundings: () => Promise.resolve(both) })).said, /nmtui/);
    assert.match(
      (await call('--interface eth0', { surroundings: () => Promise.resolve(routed) })).said,
      /got "eth0", which has a default route/,
    );
    const session = { ...HOUSE, sshInterface: 'eth0' };
    const { said, status } = await call('', { surroundings: () => Promise.resolve(session) });
    assert.match(said, /^You are logged in over eth0, and setup would cut that connection\.$/m);
    assert.equal(status, 1);
  });

  it('asks which of several cables leads to the gateway, or for the one', async () => {
    const [eth0, eth1] = [link('lan8'), link('lan9')];
    const looked: string[] = [];
    const plugged = await call('', {
      surroundings: () => Promise.resolve({ ...HOUSE, links: [eth0, eth1] }),
      search: (what) => {
        looked.push(what.link.name);
        return Promise.resolve({ ...NOTHING_FOUND, link: what.link });
      },
    });
    assert.deepEqual(looked, ['lan8', 'lan9']);
    assert.match(plugged.said, /^lan8 and lan9 each have a cable .*\n→ .* setup --interface lan8\n$/);
    const empty = [eth0, eth1].map((each) => ({ ...each, carrier: 'unplugged' }) as const);
    const { said, status } = await call('--lang de', {
      surroundings: () => Promise.resolve({ ...HOUSE, links: empty }),
    });
    assert.match(said, /^In lan8 und lan9 steckt kein Kabel\.\n→ .*: sudo smgw-proxy setup\n$/);
    assert.equal(status, 1);
  });

  it('has nothing to take back where nothing was set up', async () => {
    assert.deepEqual(await call('--undo'), { said: 'There is nothing to undo.\n', status: 0 });
  });
});

describe('the search of a setup', () => {
  /** The Stop in place of a gateway, when the search ends like this. */
  async function stopped(...reports: readonly StepReport[]): Promise<Stop> {
    const finding: GatewayFinding = {
      ...{ link: link('eth0'), target: undefined, targets: [], replug: false, language: 'en' },
      profiles: { mine: undefined, others: [], way: undefined },
      steps: new Steps('en', () => undefined, NO_PROGRESS),
      observer: { begin: unexpected, end: unexpected, progress: unexpected, listen: unexpected },
      search: ({ link: on }) =>
        Promise.resolve({ link: on, reports, finds: [], gateway: undefined, proposal: undefined }),
      transaction: undefined,
      signal: new AbortController().signal,
    };
    return findGateway(finding).then(unexpected, (error: unknown) => {
      assert.ok(error instanceof Stop);
      return error;
    });
  }

  it('that finds nothing ends with what to do', async () => {
    const { status, lines } = await stopped({ step: 'cable', carrier: 'unplugged', ms: 0 });
    assert.deepEqual([status, lines], [1, [`\n${DISCOVER_TEXTS.en.notFound.join('\n')}`]]);
  });

  it('that finds a home at the end of the cable takes nothing there for the gateway', async () => {
    const offer = {
      ...{ server: '192.168.178.1', serverMac: '02:00:00:00:00:02', offered: '192.168.178.20' },
      ...{ hasRouter: true, hasDns: true },
    };
    const { status, lines } = await stopped({ step: 'dhcp', result: { kind: 'home-network', offer }, ms: 0 });
    assert.deepEqual([status, lines], [1, SETUP_TEXTS.en.homeNetwork]);
  });
});
