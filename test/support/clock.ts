// A clock that the test sets, in place of performance.now().
import { afterEach, beforeEach, mock } from 'node:test';

/** Stands at 0 at the beginning of each test of the suite in which it is made. */
export function testClock(): { now: number } {
  const clock = { now: 0 };
  beforeEach(() => {
    clock.now = 0;
    mock.method(performance, 'now', () => clock.now);
  });
  afterEach(() => {
    mock.restoreAll();
  });
  return clock;
}
