// From the cable to the reading, for the gateway of each maker: discover, `setup --yes`, and Home Assistant's own requests.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MAKERS, type SimulatedMaker } from '../../../src/simulator/identity.js';
import type { Registers } from '../../clients/pool.js';
import { assertRight } from '../../clients/right.js';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { apt, Installed } from '../../support/installed.js';

const READER = fileURLToPath(new URL('../../clients/read-process.js', import.meta.url));
const NAMES = { theben: 'Theben', emh: 'EMH', ppc: 'PPC' } as const;
/** EMH shows the values of the moment. */
const GRIDS: Partial<Record<SimulatedMaker, number>> = { emh: 1 };

describe('a gateway on the cable of a real Debian', { skip: noDebian() }, () => {
  const deb = noDebian() === false ? makeDeb(scratchFolder()) : '';
  let pi: Installed;

  beforeEach(() => {
    pi = new Installed();
  });

  afterEach(() => pi.stop(), DEBIAN_LIMIT);

  /** One poll, from Home Assistant's own host. */
  async function assertReads(maker: SimulatedMaker, port: number): Promise<void> {
    const from = Date.now();
    const words = [process.execPath, READER, maker, '192.168.0.12', '192.168.0.10', String(port)];
    const registers = JSON.parse(await pi.bed.run('homeassistant', ...words)) as Registers;
    assertRight([{ name: maker, from, until: Date.now(), registers }], { [maker]: 1 }, GRIDS[maker]);
  }

  for (const maker of MAKERS)
    it(`is found, set up and read: ${NAMES[maker]}`, DEBIAN_LIMIT, async () => {
      await pi.bed.up();
      await pi.root.start();
      await pi.bed.simulateGateway(maker);
      await pi.root.copy(deb, '/root/smgw-proxy.deb');
      await apt(pi.root, 'install', '/root/smgw-proxy.deb');
      const found = await pi.root.tryShell('LANG=de_DE.UTF-8 smgw-proxy discover');
      assert.match(found, /^Gefunden: .* 10\.11\.120\.2,/m);
      const said = await pi.root.shell('LANG=de_DE.UTF-8 smgw-proxy setup --yes 2>&1');
      assert.match(said, new RegExp(`für ein Gateway von ${NAMES[maker]}$`, 'm'));
      assert.match(said, /^Alles in Ordnung\.$/m);
      for (const port of [443, 8080]) await assertReads(maker, port);
    });
});
