// The hostile trial in short: floods, piles and trickles leave nothing behind and hurt nobody else.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runHostile } from '../trial/hostile-trial.js';
import { roundsTable } from '../trial/hostile-table.js';

/** `npm run hostile` takes longer, and its times are worth something: here other tests run beside it. */
const SECONDS = 4;

it('lives through attacks, goes on serving a well-behaved client, and gives everything back', async (t) => {
  const results = await runHostile({
    seconds: SECONDS,
    rate: Number.MAX_SAFE_INTEGER,
    wrapper: [],
    progress: () => undefined,
  });
  for (const { rounds, violations } of results) {
    assert.deepEqual(violations, []);
    for (const line of roundsTable(rounds).split('\n')) t.diagnostic(line);
  }
});
