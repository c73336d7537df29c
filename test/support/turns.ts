// Numbers the turns of the event loop, with a clock on which one part of some work takes a whole slice.
import { mock } from 'node:test';

/** Longer than a slice of work may take, in ms. */
const STEP_MS = 5;

/**
 * Does some work, which gets a function that tells the number of the turn. Each look at the clock is STEP_MS later than
 * the one before, so that the speed of the machine does not count.
 */
export async function inTurns<T>(work: (turn: () => number) => Promise<T>): Promise<T> {
  let [now, turn, isDone] = [performance.now(), 0, false];
  const clock = mock.method(performance, 'now', () => (now += STEP_MS));
  const next = (): void => {
    turn += 1;
    if (!isDone) setImmediate(next);
  };
  next();
  try {
    return await work(() => turn);
  } finally {
    isDone = true;
    clock.mock.restore();
  }
}
