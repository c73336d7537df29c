// Forwards to one address behind two links: a mistake only where no source tells the gateways apart.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../../src/config/load.js';
import { problemLine } from '../../src/config/problem.js';
import { sharedSubnets } from '../../src/service/shared-subnets.js';
import { network } from '../support/own-network.js';

const ONE = [network('eth1', '10.11.120.1/24'), network('wlan0', '192.168.0.10/24')];
const TWO = [...ONE, network('eth2', '10.11.120.3/24')];

async function lines(forwards: readonly string[], networks = TWO): Promise<string[]> {
  const yaml = `forwards:\n${forwards.map((each, index) => `  - {listen: ${index + 1}, ${each}}\n`).join('')}`;
  const input = {
    flags: new Map([['config', ['c']]]),
    environment: {},
    readFile: () => Promise.resolve(Buffer.from(yaml)),
  };
  const loaded = await loadConfig(input);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return sharedSubnets(loaded, () => networks).map((each) => problemLine(each, 'en'));
}

describe('two forwards to one address', () => {
  it('over links with one subnet need a source each, and both places are told', async () => {
    const found = await lines(['target: 10.11.120.2', 'target: 10.11.120.2']);
    assert.deepEqual(found, [
      'c, line 2, target: expected a source in each forward to it, such as eth1, got none for 10.11.120.2:443, which is behind eth1 and eth2 and also the target of forward forward-2 (c, line 3, target)',
      'c, line 3, target: expected a source in each forward to it, such as eth1, got none for 10.11.120.2:443, which is behind eth1 and eth2 and also the target of forward forward-1 (c, line 2, target)',
    ]);
  });

  it('are none over one link, with a source each, or at two addresses', async () => {
    const same = ['target: 10.11.120.2', 'target: 10.11.120.2'];
    assert.deepEqual(await lines(same, ONE), []);
    assert.deepEqual(await lines(same.map((each, index) => `${each}, source: eth${index + 1}`)), []);
    assert.deepEqual(await lines(['target: 10.11.120.2', 'target: 10.11.120.4']), []);
  });

  it('are a mistake where only the other one has a source', async () => {
    const [line, ...more] = await lines(['target: 10.11.120.2', 'target: 10.11.120.2, source: eth2']);
    assert.match(line ?? '', /^c, line 2, target: .*forward-2/);
    assert.deepEqual(more, []);
  });
});
