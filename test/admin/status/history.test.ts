// The hours of a week: read, not read, or the gateway away.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { History } from '../../../src/admin/status/history.js';
import { HOURS } from '../../../src/admin/status/sizes.js';
import { HOUR_MS } from '../../../src/admin/status/sums.js';

describe('the history of a forward', () => {
  it('tells for each hour the best that happened in it', () => {
    const history = new History();
    history.unreachable(0.2 * HOUR_MS);
    history.read(0.8 * HOUR_MS);
    history.unreachable(1.5 * HOUR_MS);
    assert.deepEqual(history.hours(2.5 * HOUR_MS).slice(-4), ['notRead', 'read', 'unreachable', 'notRead']);
    assert.equal(history.hours(2.5 * HOUR_MS).length, HOURS);
  });

  it('forgets what is older than a week', () => {
    const history = new History();
    history.read(0);
    assert.equal(history.hours((HOURS - 0.5) * HOUR_MS)[0], 'read');
    assert.ok(!history.hours(HOURS * HOUR_MS).includes('read'));
  });
});
