// `setup --yes --wait`: goes on until it is done or stopped, and tells each change once.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { WAIT_TEXTS } from '../../../../src/cli/setup/wait/texts.js';
import { waitAndSetUp } from '../../../../src/cli/setup/wait/wait.js';
import type { Machine } from '../../../../src/cli/machine.js';
import type { Surroundings } from '../../../../src/machine/choose-link.js';
import type { Link } from '../../../../src/machine/links.js';
import { readStanding, type SetupStanding } from '../../../../src/setup/standing.js';
import { scratchFolder } from '../../../support/deb.js';
import { aMachine, read, unexpected } from '../../support.js';

const TIMES = { lookMs: 1, againMs: 5, afterFailureMs: 5 };
const link = (name: string, kind: Link['kind'] = 'ethernet'): Link => ({
  ...{ name, kind, index: 2, mac: '02:00:00:00:00:01', carrier: 'plugged', isHardware: true },
});
const WLAN = link('wlan0', 'wireless');
const surroundings = (links: readonly Link[], ...routes: readonly string[]): Surroundings => ({
  ...{ links, defaultRoutes: new Set(routes), sshInterface: undefined },
});
const NO_NETWORK = surroundings([link('eth0'), WLAN]);
const TWO_CABLES = surroundings([link('eth0'), link('eth1'), WLAN], 'wlan0');
const INTO_HOME = surroundings([link('eth0'), WLAN], 'eth0', 'wlan0');

/** Enough looks at the same that an attempt is made between changes. */
const often = (what: Surroundings): Surroundings[] => Array.from({ length: 6 }, () => what);

/** A wait on a machine that is `seen` so, one look after the other; it is stopped when there is no more to see. */
async function wait(seen: readonly Surroundings[], words = '--yes --wait --lang de') {
  const RUNTIME_DIRECTORY = scratchFolder();
  const file = path.join(RUNTIME_DIRECTORY, 'standing.json');
  const [stop, commands, looks] = [new AbortController(), [] as string[], [...seen]];
  let last: SetupStanding | undefined;
  const changes: Partial<Machine> = {
    environment: { RUNTIME_DIRECTORY },
    surroundings: () => {
      const next = looks.shift();
      if (next === undefined) stop.abort();
      return Promise.resolve(next ?? seen.at(-1) ?? NO_NETWORK);
    },
    execute: async (command) => {
      commands.push(command.join(' '));
      // At the end the newest standing comes onto the disk, or is there already.
      while (command.includes('stop') && last?.stage !== 'which-cable') last = await standingIn(file);
      return { status: 0, said: '' };
    },
  };
  const { machine, written } = aMachine(changes);
  const given = await read(['setup', ...words.split(' ')]);
  const interruption = { signal: stop.signal, hasChanged: () => false, end: unexpected };
  const status = await waitAndSetUp(given, machine, interruption, '/nowhere/setup.json', TIMES);
  return { status, said: written.out + written.error, commands, last, file };
}

async function standingIn(file: string): Promise<SetupStanding | undefined> {
  const bytes = await readStanding(file);
  return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as SetupStanding);
}

const times = (text: string, part: string): number => text.split(part).length - 1;
const { headlines } = WAIT_TEXTS.de;

describe('a setup that waits', () => {
  it('tells each change once, however often it looks, and nothing else', async () => {
    const { status, said } = await wait([
      ...[NO_NETWORK, TWO_CABLES, INTO_HOME, NO_NETWORK, TWO_CABLES].flatMap(often),
    ]);
    assert.equal(status, 0);
    assert.equal(times(said, headlines.network), 2);
    assert.equal(times(said, headlines['home-network']), 1);
    const command = '→ eth1 führt zum Gateway: sudo smgw-proxy setup --interface eth1 --lang de\n';
    assert.equal(times(said, command), 2);
    assert.equal(times(said, '\n\n'), 5);
  });

  it('shows all of it on the page, and takes the page away with itself', async () => {
    const { commands, last, file } = await wait([NO_NETWORK, TWO_CABLES].flatMap(often));
    assert.deepEqual(commands, [
      'systemctl start smgw-proxy-setup-page.service',
      'systemctl stop smgw-proxy-setup-page.service',
    ]);
    assert.equal(last?.words.en.headline, WAIT_TEXTS.en.headlines['which-cable']);
    assert.equal(existsSync(file), false);
  });

  for (const words of ['--wait', '--yes --wait --undo', '--yes --wait --dry-run'])
    it(`refuses ${words} in one line`, async () => {
      const { status, said } = await wait([], words);
      assert.equal(status, 2);
      assert.match(said, /^--wait: expected it with --yes, and without --dry-run and --undo, got .*$/m);
    });
});
