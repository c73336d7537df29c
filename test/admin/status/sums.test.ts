// Sums by the minute: compared with a list of everything that was added.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MINUTE_MS, Sums } from '../../../src/admin/status/sums.js';
import { MINUTES } from '../../../src/admin/status/sizes.js';

const minuteOf = (at: number): number => Math.floor(at / MINUTE_MS);

describe('the sums of the last hour', () => {
  it('has the sum of each of its 60 minutes', () => {
    const steps = fc.array(
      fc.record({
        pause: fc.oneof(fc.nat(MINUTE_MS), fc.nat(70 * MINUTE_MS)),
        amount: fc.nat(1000),
      }),
    );
    fc.assert(
      fc.property(steps, fc.nat(70 * MINUTE_MS), (all, rest) => {
        const hour = new Sums(MINUTES, MINUTE_MS);
        const added: { at: number; amount: number }[] = [];
        let now = 0;
        for (const { pause, amount } of all) {
          now += pause;
          hour.add(amount, now);
          added.push({ at: now, amount });
        }
        now += rest;
        const expected = Array.from({ length: MINUTES }, (_, index) => {
          const minute = minuteOf(now) - MINUTES + 1 + index;
          const own = added.filter(({ at }) => minuteOf(at) === minute);
          return own.reduce((sum, { amount }) => sum + amount, 0);
        });
        assert.deepEqual(hour.values(now), expected);
        assert.equal(
          hour.total(now),
          expected.reduce((sum, each) => sum + each, 0),
        );
      }),
    );
  });
});
