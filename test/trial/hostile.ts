// npm run hostile -- [--seconds 60] [--rate N] [--wire socket]: attacks on the program, and what a well-behaved client notices of them.
import { parseArgs } from 'node:util';
import { table } from '../../bench/report/table.js';
import { median } from '../../bench/statistics.js';
import type { Measure } from './bystander.js';
import { runHostile } from './hostile-trial.js';
import { memoryText } from './probe.js';
import type { Round, VictimResult } from './victim.js';

const HEADINGS = ['attack', 'conn/s', 'load', 'new', 'new, direct', 'kept', 'kept, direct'];
const COLUMNS: readonly Measure[] = ['newProxied', 'newDirect', 'keptProxied', 'keptDirect'];
const NOTES = `Medians of the well-behaved client in ms, before → during the attack; new: connect, ask, answer; kept: ask, answer.
direct: straight to the target, slower only for the CPU time that this machine lacks. load: the program's share of one
CPU; near 100 % a new connection waits in the kernel behind the attacker's.`;
/** More would hide the first ones. */
const MOST_SHOWN = 20;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    /** The kind of wires: auto or socket. */
    wire: { type: 'string', default: 'auto' },
    /** Connections per second. A channel between processes has no Infinity. */
    rate: { type: 'string', default: `${Number.MAX_SAFE_INTEGER}` },
  },
});
const results = await runHostile({
  seconds: Number(values.seconds),
  wire: values.wire,
  rate: Number(values.rate),
  progress: console.error,
});
console.log(table([HEADINGS, ...results.flatMap(({ rounds }) => rounds).map(roundRow)]));
console.log(NOTES);
for (const result of results) {
  console.log(summary(result));
  for (const violation of result.violations.slice(0, MOST_SHOWN)) console.log(`VIOLATION ${violation}`);
  if (result.violations.length > 0) process.exitCode = 1;
}

function roundRow({ attack, rate, load, quiet, attacked }: Round): string[] {
  const change = (measure: Measure): string => {
    const [before, during] = [median(quiet.times[measure]), median(attacked.times[measure])];
    return `${before.toFixed(2)} → ${during.toFixed(2)} (×${(during / before).toFixed(1)})`;
  };
  return [attack, rate.toFixed(0), `${(load * 100).toFixed(0)} %`, ...COLUMNS.map(change)];
}

function summary(result: VictimResult): string {
  const logged = Array.from(result.outcomes, ([name, count]) => `${count} ${name}`).join(', ');
  return [
    `options: ${result.scene.args.join(' ') || 'the defaults'}`,
    `accepted: ${result.connections}; logged of those with bytes or trouble: ${logged}; ${result.linesLost} lines lost`,
    `memory: ${memoryText(result.before)} before, ${memoryText(result.after)} after`,
    `violations: ${result.violations.length}`,
  ].join('\n');
}
