// Times and sizes in words.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusTexts } from '../../../src/cli/status/texts.js';
import { ago, size } from '../../../src/cli/status/words.js';

const ENGLISH = await statusTexts('en');

describe('how long ago something was', () => {
  it('is "just now" below a second, also after a clock was set back', () => {
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:00:00.999Z', ENGLISH), 'just now');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T11:00:00Z', ENGLISH), 'just now');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:00:01Z', ENGLISH), '1 s ago');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:00:04.999Z', ENGLISH), '4 s ago');
    assert.equal(ago('2026-11-25T12:00:00Z', '2026-11-25T12:04:59Z', ENGLISH), '4 min ago');
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
      assert.equal(size(bytes, ENGLISH), expected);
    });
  }
});
