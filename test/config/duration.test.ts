// Durations: units, bounds, and the formatter.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { durationText, formatDuration, MAX_DURATION_MS, parseDuration } from '../../src/config/duration.js';

describe('a duration', () => {
  const accepted: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['0s', 0],
    ['500ms', 500],
    ['5s', 5_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['576h', MAX_DURATION_MS],
  ];
  for (const [text, milliseconds] of accepted) {
    it(`reads ${text}`, () => {
      assert.deepEqual(parseDuration(text), { ok: true, value: milliseconds });
    });
  }

  const refused = [
    '',
    '5',
    '00',
    '5 s',
    ' 5s',
    '5S',
    '1.5s',
    '-5s',
    '+5s',
    '05s',
    '5d',
    's',
    '1h30m',
    '577h',
    '1e3s',
  ];
  for (const text of [...refused, `${'9'.repeat(400)}ms`]) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(parseDuration(text).ok, false);
    });
  }

  it('names the units when one is missing', () => {
    const result = parseDuration('5');
    assert.match(result.ok ? '' : result.expected.en, /unit: ms, s, m or h/);
  });

  it('stays below the longest timer', () => {
    assert.ok(MAX_DURATION_MS < 2 ** 31);
  });

  it('is written in the shortest exact form', () => {
    const forms = [0, 1, 1_500, 60_000, 90_000, 5_400_000, 86_400_000].map(formatDuration);
    assert.deepEqual(forms, ['0', '1ms', '1500ms', '1m', '90s', '90m', '24h']);
  });

  it('reads its own output', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_DURATION_MS }), (value) => {
        assert.deepEqual(parseDuration(formatDuration(value)), { ok: true, value });
      }),
    );
  });
});

describe('a duration for people', () => {
  const minute = 60_000;
  const hour = 60 * minute;
  const day = 24 * hour;
  for (const [ms, expected] of [
    [-5, '0 ms'],
    [0.4, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1240, '1.2 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 min'],
    [hour - 501, '59 min 59 s'],
    [hour - 500, '1 h'],
    [day - 1, '1 d'],
    [2 * day - hour, '1 d 23 h'],
    [100 * day + 5 * hour, '100 d 5 h'],
  ] as const) {
    it(`of ${ms} ms is ${expected}`, () => {
      assert.equal(durationText(ms), expected);
    });
  }

  it('has the decimal point of the language', () => {
    assert.deepEqual([durationText(1240, ','), durationText(4000, ',')], ['1,2 s', '4 s']);
  });
});
