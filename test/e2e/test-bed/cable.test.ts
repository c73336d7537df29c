// The cable between Pi and gateway: pulled, and plugged in again.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { GREETED, LIMIT, PI, RESET, TestBed } from '../../support/test-bed.js';

describe('without the cable to the gateway', { skip: notRoot() || missing('ip') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  it('a client is reset, then the port refuses until the cable is back', LIMIT, async (t) => {
    await bed.greeter();
    const options = { wrapper: bed.inside('pi'), listen: ['192.168.0.10:8080'] };
    const program = await startProgram(['--connect-timeout', '2s'], options);
    assert.equal(await bed.visit('laptop', PI), GREETED);

    await bed.change('pull');
    const untilRefused = await bed.visitUntil('ECONNREFUSED', 'laptop', PI);
    assert.deepEqual(new Set(untilRefused), new Set([RESET]), 'never a connection that says nothing');
    const { outcome, durationMs } = await program.connection(2);
    assert.match(String(outcome), /^target-(timeout|unreachable)$/);
    t.diagnostic(`reset after ${String(durationMs)} ms: ${String(outcome)}`);
    for (let i = 0; i < 20; i += 1) {
      assert.equal(await bed.visit('homeassistant', PI), 'ECONNREFUSED');
      await pause(50);
    }

    const from = performance.now();
    await bed.change('plug');
    const untilServed = await bed.visitUntil(GREETED, 'laptop', PI);
    t.diagnostic(`served ${Math.round(performance.now() - from)} ms after the cable was plugged in`);
    assert.ok(
      untilServed.every((result) => result === 'ECONNREFUSED'),
      untilServed.join(),
    );
  });
});
