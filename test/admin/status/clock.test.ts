// Moments as times of day: the same in every answer, unless the machine's clock is set.
import assert from 'node:assert/strict';
import { afterEach, describe, it, mock } from 'node:test';
import { TimeOfDay } from '../../../src/admin/status/clock.js';

describe('the clock', () => {
  afterEach(() => {
    mock.restoreAll();
  });

  it('gives a moment the same time in every answer', () => {
    const before = new TimeOfDay().iso(1234.5);
    for (let n = 0; n < 1000; n += 1) assert.equal(new TimeOfDay().iso(1234.5), before);
    assert.ok(Math.abs(Date.parse(new TimeOfDay().iso(performance.now())) - Date.now()) <= 1000);
  });

  it('follows when the time of day is set', () => {
    const hour = 3_600_000;
    const real = Date.now.bind(Date);
    const before = Date.parse(new TimeOfDay().iso(0));
    mock.method(Date, 'now', () => real() + hour);
    const moved = Date.parse(new TimeOfDay().iso(0)) - before;
    assert.ok(Math.abs(moved - hour) < 1000, `${moved}`);
    mock.restoreAll();
    assert.ok(Math.abs(Date.parse(new TimeOfDay().iso(0)) - before) < 1000);
  });
});
