// German local time on the pages of the simulated PPC gateway: winter, summer and the hours between them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLocal, parseLocal } from '../../../src/simulator/ppc/local-time.js';

const TIMES: readonly (readonly [string, string])[] = [
  ['2026-01-15 00:00:00', '2026-01-14T23:00:00Z'],
  ['2026-07-15 00:00:00', '2026-07-14T22:00:00Z'],
  ['2026-03-29 01:59:59', '2026-03-29T00:59:59Z'],
  ['2026-03-29 03:00:00', '2026-03-29T01:00:00Z'],
  ['2026-10-25 02:30:00', '2026-10-25T00:30:00Z'],
  ['2026-10-25 03:00:00', '2026-10-25T02:00:00Z'],
];

describe('Local time', () => {
  for (const [text, utc] of TIMES)
    it(`${text} is ${utc}`, () => {
      assert.equal(formatLocal(Date.parse(utc)), text);
      assert.equal(parseLocal(text), Date.parse(utc));
    });

  it('is the same text in the hour that autumn has twice', () => {
    assert.equal(formatLocal(Date.parse('2026-10-25T01:30:00Z')), '2026-10-25 02:30:00');
  });

  it('is none for other forms and for times that do not exist', () => {
    for (const text of [
      '',
      '2026-05-15',
      '2026-05-15T00:00:00',
      '2026-02-30 00:00:00',
      '2026-03-29 02:30:00',
    ])
      assert.equal(parseLocal(text), undefined);
  });
});
