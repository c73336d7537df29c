// The rows of /status: what a row of an ended connection says besides its record.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TimeOfDay } from '../../../src/admin/status/clock.js';
import { endedRow } from '../../../src/admin/status/rows.js';
import { connectionRecord } from '../../support/record.js';

describe('the row of a connection that has ended', () => {
  const own = { client: '192.168.0.10:1', local: '192.168.0.10:443' };
  for (const [what, record, ownProbe] of [
    ['a look of this machine', { ...own, answers: 0 }, true],
    ['a reading of this machine', { ...own, answers: 1 }, undefined],
    ['a look of another one', { answers: 0 }, undefined],
  ] as const) {
    it(`tells that ${what} is ${ownProbe ? 'its own' : 'none of its own'}`, () => {
      const row = endedRow({ record: connectionRecord(record), at: 5 }, new TimeOfDay());
      assert.equal(row.ownProbe, ownProbe);
    });
  }
});
