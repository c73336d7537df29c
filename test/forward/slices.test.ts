// Long work in slices: other work goes on in between.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Slices } from '../../src/forward/slices.js';

/** Works for so long, in ms. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

describe('Work in slices', () => {
  it('lets other work go on when it has taken long, and yields its results in order', async () => {
    let others = 0;
    const otherWork = (): void => {
      others += 1;
      if (others < 2) setImmediate(otherWork);
    };
    setImmediate(otherWork);
    const seen: number[] = [];
    const results = await new Slices().map(['a', 'b', 'c'], (text) => {
      seen.push(others);
      work(10);
      return text;
    });
    assert.deepEqual(
      [results, seen],
      [
        ['a', 'b', 'c'],
        [0, 1, 2],
      ],
    );
  });
});
