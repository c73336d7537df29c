// A service whose home network goes away is not ready, and says why, until it is back.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { GREETED } from '../../support/bed.js';
import { LIMIT, PI, TestBed } from '../../support/test-bed.js';

const ADMIN = '127.0.0.1:8081';
const LOOK_INTERVAL_MS = 100;

describe('a service at every address', { skip: notRoot() || missing('ip', 'curl') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  /** Until the admin server answers so. */
  async function answers(path: string, wanted: RegExp): Promise<void> {
    for (;;) {
      const body = await bed.run('pi', 'curl', '-s', `http://${ADMIN}/${path}`);
      if (wanted.test(body)) return;
      await pause(LOOK_INTERVAL_MS);
    }
  }

  const wifi = (state: 'up' | 'down'): Promise<string> => bed.run('pi', 'ip', 'link', 'set', 'wlan0', state);

  it('waits for the network while its Wi-Fi is away', LIMIT, async () => {
    await bed.greeter();
    await startProgram(['--admin', ADMIN], { wrapper: bed.inside('pi'), listen: ['8080'] });
    assert.equal(await bed.visit('laptop', PI), GREETED);
    await answers('readyz', /"ready":true/);
    await wifi('down');
    await answers('readyz', /"reason":"waiting"/);
    await answers('status', /"ready":false.*"verdict":"waiting"/);
    await wifi('up');
    await answers('readyz', /"ready":true/);
  });

  it('is ready without a second network, where clients and gateway are in the same one', LIMIT, async () => {
    await bed.greeter();
    await bed.change('remove-wlan0');
    await startProgram(['--admin', ADMIN], { wrapper: bed.inside('pi'), listen: ['8080'] });
    await answers('readyz', /"ready":true/);
  });
});
