// The number of targets that are looked for, counted once a second.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { soughtAmong } from '../../../src/forward/target/sought.js';

describe('What is counted seldom', () => {
  it('is counted when it is first asked for, and again when a second has passed', () => {
    let time = 5000;
    const clock = mock.method(performance, 'now', () => time);
    const targets = new Map([
      ['up', { isUp: true }],
      ['down', { isUp: false }],
    ]);
    const counted = soughtAmong(targets);
    const seen = [0, 999, 1].map((passed) => {
      time += passed;
      const count = counted();
      targets.set(`down at ${time}`, { isUp: false });
      return count;
    });
    assert.deepEqual(seen, [1, 1, 3]);
    clock.mock.restore();
  });
});
