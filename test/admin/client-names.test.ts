// The names of clients: looked up in the background, one at a time, and only shown if they are host names.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ClientNames } from '../../src/admin/client-names.js';
import { turns } from '../support/sockets.js';

/** Names whose lookups answer when the test says so. */
function scene() {
  const asked: string[] = [];
  const answers: ((name: string | undefined) => void)[] = [];
  const names = new ClientNames((address) => {
    asked.push(address);
    return new Promise((resolve) => answers.push(resolve));
  });
  const answer = async (name?: string): Promise<void> => {
    answers.shift()?.(name);
    await turns(5);
  };
  return { names, asked, answer };
}

describe('the names of clients', () => {
  it('are unknown at first, and looked up one after the other', async () => {
    const { names, asked, answer } = scene();
    assert.deepEqual([names.of('10.0.0.1'), names.of('10.0.0.2'), names.of('10.0.0.1')], [null, null, null]);
    assert.deepEqual(asked, ['10.0.0.1']);
    await answer('homeassistant.fritz.box.');
    assert.deepEqual(asked, ['10.0.0.1', '10.0.0.2']);
    await answer();
    assert.deepEqual([names.of('10.0.0.1'), names.of('10.0.0.2')], ['homeassistant.fritz.box', null]);
    assert.equal(asked.length, 2);
  });

  it('are looked up again after an hour, and known meanwhile', async (t) => {
    const { names, asked, answer } = scene();
    names.of('10.0.0.1');
    await answer('a');
    const real = performance.now.bind(performance);
    t.mock.method(performance, 'now', () => real() + 3_600_000);
    assert.deepEqual([names.of('10.0.0.1'), asked.length], ['a', 2]);
  });

  it('are none where they are no host names, or where the lookup fails', async () => {
    const { names, answer } = scene();
    for (const told of ['<img src=x>', 'a b', '', '\u202egateway', `${'a'.repeat(64)}.local`]) {
      names.of(told);
      await answer(told);
      assert.equal(names.of(told), null, told);
    }
    const failing = new ClientNames(() => Promise.reject(new Error('no process')));
    failing.of('10.0.0.1');
    await turns(5);
    assert.equal(failing.of('10.0.0.1'), null);
  });

  it('are not looked up for this machine itself', () => {
    const { names, asked } = scene();
    assert.deepEqual([names.of('127.0.0.1'), names.of('::1'), asked], [null, null, []]);
  });
});
