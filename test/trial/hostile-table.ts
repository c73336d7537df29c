// What the hostile trial found, as tables.
import type { BystanderResult, Measure } from './bystander.js';
import { median } from './memory.js';
import type { Round, VictimResult } from './victim.js';

const HEADINGS = [
  'attack',
  'conn/s',
  'load',
  'starved',
  'new, proxied',
  'new, direct',
  'kept, proxied',
  'kept, direct',
];
const COLUMNS = ['newProxied', 'newDirect', 'keptProxied', 'keptDirect'] as const satisfies Measure[];
/** What a well-behaved client may notice of an attack: its median time less than doubled. */
const GOAL = 2;

/** A row for each attack: medians in ms, undisturbed → under attack. */
export function roundsTable(rounds: readonly Round[]): string {
  const rows = rounds.map((round) => [
    round.attack,
    round.rate.toFixed(0),
    percent(round.load),
    percent(round.starved),
    ...COLUMNS.map((measure) => change(round.quiet, round.attacked, measure)),
  ]);
  const notes = [
    'conn/s: connections the attacker began. load: the share of one CPU the program used; near 100 % it could not keep',
    'up, and a new connection waited in the kernel behind the attackers. starved: how long its main thread could have',
    'gone on but other processes, or its own threads that read files and collect garbage, had the CPU.',
    'The rest: medians of the well-behaved client in ms, before → during the attack; new: connect, ask, answer;',
    'kept: ask, answer. Straight to the target it pays for the attack only with the CPU time that this machine lacks.',
    ...rounds.filter((round) => ratio(round, 'newProxied') >= GOAL).map(missed),
  ];
  return [...aligned([HEADINGS, ...rows]), ...notes].join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function missed(round: Round): string {
  const figures = `${ratio(round, 'newProxied').toFixed(1)} times, direct ${ratio(round, 'newDirect').toFixed(1)} times`;
  return `Not below ${GOAL} times the undisturbed median: ${round.attack} (${figures}).`;
}

function ratio({ quiet, attacked }: Round, measure: Measure): number {
  return median(attacked.times[measure]) / median(quiet.times[measure]);
}

function change(quiet: BystanderResult, attacked: BystanderResult, measure: Measure): string {
  const [before, during] = [median(quiet.times[measure]), median(attacked.times[measure])];
  return `${before.toFixed(2)} → ${during.toFixed(2)} (×${(during / before).toFixed(1)})`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

export function victimTable({
  scene,
  connections,
  outcomes,
  before,
  after,
  ...result
}: VictimResult): string {
  const logged = Array.from(outcomes, ([name, count]) => `${count} ${name}`).join(', ');
  const most = MiB(result.mostResidentBytes);
  const rows = [
    ['options', scene.args.join(' ') || 'the defaults'],
    ['accepted', `${connections} connections; logged of those with bytes or trouble: ${logged}`],
    ['log', `${result.linesLost} lines given up`],
    ['needs', `${MiB(before.neededBytes)} before, ${MiB(after.neededBytes)} after, garbage not counted`],
    ['resident', `${MiB(before.residentBytes)} before, ${MiB(after.residentBytes)} after, ${most} at most`],
    ['violations', `${result.violations.length}`],
  ];
  return rows.map(([name, value]) => `${name?.padEnd(11)} ${value}`).join('\n');
}

function MiB(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
