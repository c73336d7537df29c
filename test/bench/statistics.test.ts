// The benchmark's statistics.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantile, roundRatios, summarize } from '../../bench/statistics.js';

describe('quantile', () => {
  it('is the value at its place, or between two', () => {
    assert.equal(quantile([1, 2, 3], 0.5), 2);
    assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
    assert.equal(quantile(Float64Array.of(0, 100), 0.99), 99);
  });
  it('is not a number without values', () => {
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });
});

describe('summarize', () => {
  it('sorts by number, not by text', () => {
    assert.deepEqual(summarize([10, 9, 100]), { median: 10, min: 9, max: 100 });
  });
  it('says nothing about nothing', () => {
    assert.equal(summarize([]), undefined);
  });
});

describe('roundRatios', () => {
  it('divides round by round', () => {
    assert.deepEqual(roundRatios([2, 9], [1, 3]), [2, 3]);
  });
  it('leaves out a round in which there is nothing to divide by', () => {
    assert.deepEqual(roundRatios([2, 9, 4], [0, 3, -1]), [3]);
  });
  it('does not compare different numbers of rounds', () => {
    assert.deepEqual(roundRatios([2, 9], [1]), []);
  });
});
