// The short hostile trial: floods, piles and trickles of connections leave nothing behind and harm no other client.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { WIRES } from '../../src/config/config.js';
import { runHostile } from '../trial/hostile-trial.js';

/** Shorter than `npm run hostile`; only that one measures times, because here other tests run in parallel. */
const SECONDS = 3;

for (const wire of WIRES)
  it(`survives attacks, serves a well-behaved client meanwhile, and frees all resources (--wire ${wire})`, async (t) => {
    const results = await runHostile({
      seconds: SECONDS,
      wire,
      rate: Number.MAX_SAFE_INTEGER,
      progress: (line) => {
        t.diagnostic(line);
      },
    });
    for (const { violations } of results) assert.deepEqual(violations, []);
    for (const { rounds, scene } of results) assert.equal(rounds.length, scene.attacks.length);
  });
