// Access by source address: the home by default, and no client from the internet.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startProgram } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { GREETED, RESET } from '../../support/bed.js';
import { LIMIT, PI, TestBed } from '../../support/test-bed.js';

describe('a client from the internet', { skip: notRoot() || missing('ip') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  it('is reset, recorded, and unknown to the gateway', LIMIT, async () => {
    const gateway = await bed.greeter();
    const program = await startProgram([], { wrapper: bed.inside('pi'), listen: ['192.168.0.10:8080'] });
    assert.equal(await bed.visit('outside', PI), RESET);
    const { client } = await program.line(({ outcome }) => outcome === 'denied');
    assert.match(String(client), /^203\.0\.113\.7(?::\d+)?$/);
    assert.equal(await bed.visit('laptop', PI), GREETED);
    const [, ...behindTheFirstLook] = gateway.peers;
    assert.deepEqual(behindTheFirstLook, ['10.11.120.1'], 'only the laptop has got through');
  });

  it('is served with --allow any', LIMIT, async () => {
    await bed.greeter();
    const options = { wrapper: bed.inside('pi'), listen: ['192.168.0.10:8080'] };
    const program = await startProgram(['--allow', 'any'], options);
    assert.equal(await bed.visit('outside', PI), GREETED);
    assert.match(String((await program.connection()).client), /^203\.0\.113\.7:\d+$/);
  });
});
