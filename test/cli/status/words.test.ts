// Times and sizes in words.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ago, size, span } from '../../../src/cli/status/words.js';

describe('a span of time', () => {
  const minute = 60_000;
  const hour = 60 * minute;
  for (const [ms, expected] of [
    [-5, '0 ms'],
    [0.4, '0 ms'],
    [999.9, '999 ms'],
    [1000, '1 s'],
    [1999, '1.9 s'],
    [9999, '9.9 s'],
    [59_999, '59 s'],
    [minute, '1 min'],
    [hour - 1, '59 min'],
    [hour, '1 h'],
    [48 * hour - 1, '47 h 59 min'],
    [48 * hour, '2 d'],
    [100 * 24 * hour + 5 * hour, '100 d 5 h'],
  ] as const) {
    it(`of ${ms} ms is ${expected}`, () => {
      assert.equal(span(ms), expected);
    });
  }

  it('is "just now" below a second, also after a clock was set back', () => {
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:00:00.999Z'), 'just now');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T11:00:00Z'), 'just now');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:00:01Z'), '1 s ago');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:00:04.999Z'), '4 s ago');
  });
});

describe('a size', () => {
  for (const [bytes, expected] of [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [34_310_000, '34 MB'],
    [2 ** 53, '9.0 PB'],
    [1e21, '1000000 PB'],
  ] as const) {
    it(`of ${bytes} bytes is ${expected}`, () => {
      assert.equal(size(bytes), expected);
    });
  }
});
