// Memory on loan: each buffer has one owner, their size is bounded, and what is given back is used again.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { borrow, giveBack, LARGE_BYTES } from '../../../src/forward/relay/read-buffers.js';

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
    takeBack([...lent].reverse()); // small ones are free now
    assert.ok(lend(16).every(({ length }) => length === LARGE_BYTES));
  });

  it('is used again, and no more than eight buffers are kept for that', () => {
    const buffers = lend(12);
    takeBack(buffers);
    assert.equal(lend(12).filter((buffer) => buffers.includes(buffer)).length, 8);
  });
});
