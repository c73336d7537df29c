// Asks again while the service tries a gateway whose last result is old: a silent one takes the whole timeout.
import { setTimeout as pause } from 'node:timers/promises';
import type { ForwardStatus, Status } from '../../admin/status/schema.js';
import type { StatusAnswer } from './ask.js';

const AGAIN_MS = 500;
/** A try takes 5 s at most. One without a result after that has found out nothing. */
const LONGEST_MS = 6000;

/** The first answer without such a try. */
export async function settled(ask: () => Promise<StatusAnswer>): Promise<StatusAnswer> {
  for (;;) {
    const answer = await ask();
    if (!answer.ok || !answer.status.forwards.some((each) => isTried(each, answer.status))) return answer;
    await pause(AGAIN_MS);
  }
}

/** The try has begun and has no result yet. */
function isTried({ target }: ForwardStatus, { now }: Pick<Status, 'now'>): boolean {
  const { state, lastTry, lastSuccess, lastFailure } = target;
  if (state !== 'up' || !lastTry || Date.parse(now) - Date.parse(lastTry) > LONGEST_MS) return false;
  // ISO times of one clock compare as texts.
  return [lastSuccess, lastFailure?.at].every((time) => !time || time < lastTry);
}
