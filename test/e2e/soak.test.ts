// The short soak: random connections, and exact counts of bytes, records and descriptors.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { it } from 'node:test';
import { WIRES } from '../../src/config/config.js';
import { runSoak } from '../trial/soak-trial.js';

/** Short and light, because other tests run in parallel; `npm run soak` is longer and harder. */
const SHORT = { seconds: 8, clients: 16, mostBytes: 2 ** 20, restartAfter: [4, 5] } as const;

for (const wire of WIRES)
  it(`carries, ends and logs thousands of random connections correctly while the target comes and goes (--wire ${wire})`, async (t) => {
    const seed = randomInt(1e9);
    t.diagnostic(`npm run soak -- --seed ${seed} --bytes ${SHORT.mostBytes} makes the same connections`);
    const progress = (line: string): void => {
      t.diagnostic(line);
    };
    const { violations, tally, restarts } = await runSoak({ ...SHORT, wire, seed, progress });
    assert.deepEqual(violations, []);
    assert.ok(tally.inOrder > 0 && tally.cut > 0 && restarts > 0);
    t.diagnostic(`${tally.records} connections, ${restarts} restarts of the target`);
  });
