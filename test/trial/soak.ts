// npm run soak -- [--minutes 10] [--seed N] [--bytes 8388608] [--wire socket]: the long soak, and its findings.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { memoryText } from './probe.js';
import { runSoak, type SoakResult } from './soak-trial.js';

const MiB = 2 ** 20;
/** More would hide the first ones. */
const MOST_SHOWN = 20;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: `${randomInt(1e9)}` },
    /** The kind of wires: auto or socket. */
    wire: { type: 'string', default: 'auto' },
    /** At most, in one direction of a connection. */
    bytes: { type: 'string', default: `${8 * MiB}` },
  },
});
console.log(
  `soak of ${values.minutes} minutes, --seed ${values.seed} --bytes ${values.bytes} --wire ${values.wire}`,
);
const result = await runSoak({
  seed: Number(values.seed),
  seconds: Number(values.minutes) * 60,
  wire: values.wire,
  clients: 40,
  mostBytes: Number(values.bytes),
  restartAfter: [15, 40],
  progress: console.log,
});
console.log(table(result));
for (const violation of result.violations.slice(0, MOST_SHOWN)) console.log(`VIOLATION ${violation}`);
if (result.violations.length > 0) process.exitCode = 1;

function table({ tally, before, after, ...run }: SoakResult): string {
  const rows = [
    [
      'time',
      `${run.seconds.toFixed(0)} s, ${(tally.records / run.seconds).toFixed(0)} connections per second`,
    ],
    ['connections', `${tally.judged}: ${tally.inOrder} in order, ${tally.cut} cut, ${tally.refused} refused`],
    [
      'records',
      `${tally.records}: ${Array.from(tally.outcomes, ([name, count]) => `${count} ${name}`).join(', ')}`,
    ],
    ['bytes to target', `${tally.bytesToTarget} received in order, ${tally.loggedToTarget} logged for them`],
    ['bytes to client', `${tally.bytesToClient} received in order, ${tally.loggedToClient} logged for them`],
    ['target', `restarted ${run.restarts} times`],
    ['descriptors', `${before.descriptors} before, ${after.descriptors} after`],
    ['memory', `${memoryText(before)} before, ${memoryText(after)} after`],
    ['violations', `${run.violations.length}`],
  ];
  return rows.map(([name, value]) => `${name?.padEnd(16)} ${value}`).join('\n');
}
