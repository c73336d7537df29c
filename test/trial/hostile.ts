// npm run hostile -- [--seconds 60] [--rate N]: attacks on the program, and what a well-behaved client notices of them.
import { parseArgs } from 'node:util';
import { runHostile } from './hostile-trial.js';
import { roundsTable, victimTable } from './hostile-table.js';
import { shareMachine } from './machine.js';

/** More would hide the first ones. */
const MOST_SHOWN = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    /** Connections per second; as many as possible if it is not given. A channel between processes has no Infinity. */
    rate: { type: 'string', default: `${Number.MAX_SAFE_INTEGER}` },
  },
});
const { wrapper, description } = shareMachine();
console.log(description);
const results = await runHostile({
  seconds: Number(values.seconds),
  rate: Number(values.rate),
  wrapper,
  progress: (line) => {
    console.error(line);
  },
});
console.log(roundsTable(results.flatMap(({ rounds }) => rounds)));
for (const result of results) {
  console.log(victimTable(result));
  for (const violation of result.violations.slice(0, MOST_SHOWN)) console.log(`VIOLATION ${violation}`);
  if (result.violations.length > 0) process.exitCode = 1;
}
