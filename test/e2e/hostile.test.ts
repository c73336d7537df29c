// The hostile trial in short: floods, piles and trickles leave nothing behind and hurt no other client.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runHostile } from '../trial/hostile-trial.js';

/** `npm run hostile` takes longer, and its times are worth something: here other tests run beside it. */
const SECONDS = 4;

it('lives through attacks, goes on serving a well-behaved client, and gives everything back', async (t) => {
  const results = await runHostile({
    seconds: SECONDS,
    rate: Number.MAX_SAFE_INTEGER,
    progress: (line) => {
      t.diagnostic(line);
    },
  });
  for (const { violations } of results) assert.deepEqual(violations, []);
  for (const { rounds, scene } of results) assert.equal(rounds.length, scene.attacks.length);
});
