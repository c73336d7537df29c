// Memory on loan: nobody has another's, it is bounded, and what is given back is used again rather than thrown away.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { borrow, giveBack, LARGE_BYTES } from '../../../src/forward/relay/read-buffers.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const lent = new Set<Buffer>();

function lend(count: number): Buffer[] {
  const buffers = Array.from({ length: count }, borrow);
  for (const buffer of buffers) lent.add(buffer);
  return buffers;
}

function takeBack(buffers: Iterable<Buffer>): void {
  for (const buffer of [...buffers]) {
    lent.delete(buffer);
    giveBack(buffer);
  }
}

afterEach(() => {
  takeBack(lent);
});

/** In a function of its own, so that nothing of this is left in the caller's. */
function watch(registry: FinalizationRegistry<undefined>): void {
  lend(12).forEach((buffer) => {
    registry.register(buffer, undefined);
  });
  takeBack(lent);
}

describe('memory on loan', () => {
  it('belongs to one at a time', () => {
    const buffers = lend(40);
    takeBack(buffers.slice(10, 30));
    lend(25);
    assert.equal(lent.size, 45);
  });

  it('is large for sixteen at a time, and small enough for many beyond them', () => {
    const sizes = lend(1000).map(({ length }) => length);
    assert.deepEqual(sizes.slice(0, 16), Array<number>(16).fill(LARGE_BYTES));
    assert.ok(Math.max(...sizes.slice(16)) <= LARGE_BYTES / 4);
  });

  it('is used again', () => {
    const buffers = lend(12);
    takeBack(buffers);
    assert.deepEqual(new Set(lend(12)), new Set(buffers));
  });

  it("is the garbage collector's when nothing is on loan any more, but for two", async () => {
    let collected = 0;
    const registry = new FinalizationRegistry(() => (collected += 1));
    watch(registry);
    while (collected < 10) {
      collectGarbage();
      await new Promise(setImmediate);
    }
    assert.equal(lend(12).length, 12);
    assert.equal(collected, 10);
  });
});
