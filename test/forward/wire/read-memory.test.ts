// The memory of wires: small until a read fills it, large while much comes, on loan to one wire at a time.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { LARGE_BYTES, ReadMemory, SMALL_BYTES } from '../../../src/forward/wire/read-memory.js';

const lent = new Set<ReadMemory>();

/** So many that have just read all that fits into small memory. */
function lend(count: number): ReadMemory[] {
  return Array.from({ length: count }, () => {
    const memory = new ReadMemory();
    memory.choose(SMALL_BYTES);
    lent.add(memory);
    return memory;
  });
}

function takeBack(memories: Iterable<ReadMemory>): void {
  for (const memory of [...memories]) {
    lent.delete(memory);
    memory.close();
    memory.settle();
  }
}

afterEach(() => {
  takeBack(lent);
});

describe('the memory of a wire', () => {
  it('is small as long as little comes', () => {
    const memory = new ReadMemory();
    memory.choose(SMALL_BYTES - 1);
    assert.equal(memory.next.length, SMALL_BYTES);
    assert.equal(memory.piece(7).length, 7);
  });

  it('is large behind a read that has filled it, until a read brings little', () => {
    const lengths = lend(1).flatMap((memory) =>
      [LARGE_BYTES, 100].map((length) => {
        memory.choose(length);
        return memory.next.length;
      }),
    );
    assert.deepEqual(lengths, [LARGE_BYTES, SMALL_BYTES]);
  });

  it('is not given back before the last piece in it is done with', () => {
    const [memory] = lend(1);
    const piece = memory?.piece(100);
    memory?.choose(100);
    assert.ok(lend(10).every(({ next }) => next.buffer !== piece?.buffer));
    memory?.settle();
    assert.ok(lend(1).every(({ next }) => next.buffer === piece?.buffer));
  });

  it('is large for sixteen at a time, and small enough for many beyond them', () => {
    const memories = lend(1000);
    const sizes = memories.map(({ next }) => next.length);
    assert.deepEqual(sizes.slice(0, 16), Array<number>(16).fill(LARGE_BYTES));
    assert.ok(Math.max(...sizes.slice(16)) <= LARGE_BYTES / 4);
    takeBack(memories.reverse()); // the smaller ones are free now
    assert.ok(lend(16).every(({ next }) => next.length === LARGE_BYTES));
  });

  it('belongs to one at a time', () => {
    const memories = lend(40);
    takeBack(memories.slice(10, 30));
    lend(25);
    assert.equal(new Set([...lent].map(({ next }) => next.buffer)).size, 45);
  });

  it('is used again, and no more than eight pieces of it are kept for that', () => {
    const memories = lend(12);
    const buffers = memories.map(({ next }) => next.buffer);
    takeBack(memories);
    assert.equal(lend(12).filter(({ next }) => buffers.includes(next.buffer)).length, 8);
  });
});
