// The short soak: random connections, and exact counts of bytes, records and descriptors.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { it } from 'node:test';
import { runSoak } from '../trial/soak-trial.js';

/** Short and light, because other tests run in parallel; `npm run soak` is longer and harder. */
const SHORT = { seconds: 18, clients: 16, mostBytes: 2 ** 20, restartAfter: [5, 6] } as const;

it('carries, ends and logs thousands of random connections correctly while the target comes and goes', async (t) => {
  const seed = randomInt(1e9);
  t.diagnostic(`npm run soak -- --seed ${seed} --bytes ${SHORT.mostBytes} makes the same connections`);
  const progress = (line: string): void => {
    t.diagnostic(line);
  };
  const { violations, tally, restarts } = await runSoak({ ...SHORT, seed, progress });
  assert.deepEqual(violations, []);
  assert.ok(tally.inOrder > 0 && tally.cut > 0 && restarts > 0);
  t.diagnostic(`${tally.records} connections, ${restarts} restarts of the target`);
});
