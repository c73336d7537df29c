// npm run soak -- [--minutes 10] [--seed N] [--bytes 8388608]: the long soak, and what it found.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runSoak, type SoakResult } from './soak-trial.js';

const MiB = 2 ** 20;
/** More would hide the first ones. */
const MOST_SHOWN = 20;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: `${randomInt(1e9)}` },
    /** At most, in one direction of a connection. */
    bytes: { type: 'string', default: `${8 * MiB}` },
  },
});
console.log(`soak of ${values.minutes} minutes, --seed ${values.seed} --bytes ${values.bytes}`);
const result = await runSoak({
  seed: Number(values.seed),
  seconds: Number(values.minutes) * 60,
  clients: 40,
  mostBytes: Number(values.bytes),
  restartAfter: [15, 40],
  progress: console.log,
});
console.log(table(result));
for (const violation of result.violations.slice(0, MOST_SHOWN)) console.log(`VIOLATION ${violation}`);
if (result.violations.length > 0) process.exitCode = 1;

function table({ tally, memory, before, after, ...run }: SoakResult): string {
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
    [
      'needed memory',
      `${MiBOf(before.neededBytes)} before, ${MiBOf(after.neededBytes)} after, without garbage`,
    ],
    ['resident memory', `${MiBOf(memory.before)} in the second quarter, ${MiBOf(memory.after)} in the last`],
    ['', `${MiBOf(memory.most)} at most; ${verdict(memory)}`],
    ['violations', `${run.violations.length}`],
  ];
  return rows.map(([name, value]) => `${name?.padEnd(16)} ${value}`).join('\n');
}

function verdict({ isLevel, noticed }: SoakResult['memory']): string {
  if (isLevel === undefined) return 'too few connections to say whether it is level';
  return `${isLevel ? 'level' : 'NOT level'}: a leak of ${noticed.toFixed(0)} bytes a connection would show`;
}

function MiBOf(bytes: number): string {
  return `${(bytes / MiB).toFixed(1)} MiB`;
}
