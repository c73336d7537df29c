// The holder of a name in the home, on the test bed: another device, this machine's own service, or none.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startAvahi } from '../../support/avahi.js';
import { launchProgram } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT, TestBed } from '../../support/test-bed.js';

const NAME = 'smgw.local';
const PROCESS = fileURLToPath(new URL('../../support/name-holder-process.js', import.meta.url));

describe('the holder of a name at home', { skip: notRoot() || missing('ip', 'avahi-daemon') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  /** @param waitMs a long time only where an answer ends it */
  const holder = async (waitMs: number): Promise<string> =>
    (await bed.run('pi', process.execPath, PROCESS, NAME, 'wlan0', String(waitMs))).trim();

  it('is the device that answers, over IPv4 or over IPv6 alone', LIMIT, async () => {
    await startAvahi(bed, 'laptop', 'smgw');
    assert.match(await holder(20_000), /^(?:192\.168\.0\.11|fe80::11)$/);
    await bed.run('pi', 'ip', 'address', 'flush', 'dev', 'wlan0', 'scope', 'global');
    assert.equal(await holder(20_000), 'fe80::11');
  });

  it('is not the gateway on its own side, nor a device with another name', LIMIT, async () => {
    await startAvahi(bed, 'gateway', 'smgw');
    await startAvahi(bed, 'laptop', 'printer');
    assert.equal(await holder(500), '');
  });

  it('is not the service of this machine, which has the name already', LIMIT, async () => {
    const words = ['--mdns', NAME];
    const program = await launchProgram(words, { wrapper: bed.inside('pi'), listen: ['8080'] });
    await program.line(({ event }) => event === 'mdns-announced');
    assert.equal(await holder(500), '');
    await program.stop();
  });
});
