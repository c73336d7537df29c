// A slow receiver, told from one that has stopped, by what the kernel says is on its way.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SlowReceivers } from '../../../src/forward/relay/slow-receivers.js';
import type { Wire } from '../../../src/forward/wire/wire.js';

/** Looks once for each amount that is on its way to the first of two wires; how often each look found a stall. */
async function looks(...amounts: readonly number[]): Promise<{ stalls: number[]; steps: number }> {
  const [first, second] = [1, 2].map(
    (port) => ({ ends: { local: { host: '', port }, remote: undefined } }) as Wire,
  );
  let amount = 0;
  const receivers = new SlowReceivers([first, second] as Wire[], ({ local }) =>
    Promise.resolve(local?.port === 1 ? amount : 0),
  );
  const stalls: number[] = [];
  for (const each of amounts) {
    amount = each;
    let count = 0;
    const stalled = (): void => {
      count += 1;
    };
    receivers.look(stalled);
    // While one look is under way another does nothing.
    receivers.look(stalled);
    await new Promise(setImmediate);
    stalls.push(count);
  }
  return { stalls, steps: receivers.steps };
}

describe('Receivers for whom nothing moves in this process', () => {
  it('have stalled when nothing is on its way to them', async () => {
    assert.deepEqual(await looks(0), { stalls: [1], steps: 0 });
  });

  it('are slow as long as each look finds less than the one before', async () => {
    assert.deepEqual(await looks(300, 200, 100), { stalls: [0, 0, 0], steps: 2 });
  });

  it('have stalled when two looks find the same', async () => {
    assert.deepEqual(await looks(300, 200, 200), { stalls: [0, 0, 1], steps: 1 });
  });
});
