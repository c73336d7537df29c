// The results as a Markdown page: goals and ratios first, this machine's values after them.
import { describeMachine } from '../machine.js';
import { METRICS, type Metric } from '../metrics.js';
import { NOT_ASKED_FOR, type Figure, type GoalResult, type Results } from '../results.js';
import { FULL, QUICK } from '../settings.js';
import { OWN, SUBJECTS, type Subject } from '../subjects.js';
import { table } from './table.js';
import { digits, writeValue } from './units.js';

const METHOD = `Everything ran on loopback. Per workload and round every forwarder had its turn, in another order each time, and each
turn had a process of its own (socat forks). Where a forwarder can log connections (smgw-proxy, HAProxy, nginx) it did,
into a file. CPU is user and system time of the forwarder alone, with all that it forked. Cold is the first
${FULL.coldMs / 1000} s under load (--quick: ${QUICK.coldMs / 1000} s). All else is measured after ${FULL.warmUpMs / 1000} s more (--quick: ${QUICK.warmUpMs / 1000} s). Bulk is one
connection. wrk has its answers of 50 bytes from nginx; requests of Node.js have 100 bytes, answers 200. With one
connection that asks, all processes share one processor, so that it is not measured how long it takes to wake another
one. How many connections idle for CPU is below, as far as descriptors reach. A poll is a TLS connection to the simulated gateway, the Digest login, one reading and close, 20 of them a second.
Memory per connection is growth of the proportional set size (smaps_rollup) after one request and answer on each; other
memory is the resident set (VmRSS). Wake-ups are voluntary context switches of all threads. Bare Node.js is
\`node -e 'setInterval(() => {}, 1e9)'\`, and for the start \`node -e 0\` until its end.`;

export function markdown(results: Results): string {
  return `${[
    '# Benchmark of smgw-proxy',
    `${describeMachine(results.machine)}; ${peers(results)}.`,
    `${results.date.slice(0, 10)}, ${results.seconds.toFixed(0)} s${results.quick ? ', --quick: windows too short for a judgement' : ''}.`,
    '## Goals',
    table(goalRows(results.goals)),
    '## smgw-proxy in proportion to the others',
    `Median of the rounds' ratios (smallest - largest). Bold: smgw-proxy is better. 2.00 means twice as much.`,
    table(ratioRows(results)),
    '## Values of this machine',
    'Medians. They say little about another machine.',
    table(valueRows(results)),
    ...leftOut(results),
    '## How it was measured',
    makers(results),
    METHOD,
  ].join('\n\n')}\n`;
}

function peers({ forwarders }: Results): string {
  return forwarders.map(({ id, version }) => `${SUBJECTS[id]} ${version}`).join(', ');
}

/** Which program made which load. */
function makers({ load }: Results): string {
  const names = [...new Set(load.map(({ generator }) => generator))];
  const of = (name: string): string =>
    load
      .filter(({ generator }) => generator === name)
      .map(({ workload }) => workload)
      .join(', ');
  return names.map((name) => `- Load by ${name}: ${of(name)}`).join('\n');
}

function goalRows(goals: readonly GoalResult[]): string[][] {
  const header = ['figure', 'goal', 'measured', 'reached'];
  return [header, ...goals.map((goal) => [goal.title, goal.goal, measured(goal), verdict(goal)])];
}

function measured({ value, unit }: GoalResult): string {
  if (value === null) return '-';
  return unit === null ? `${digits(value)} ×` : writeValue(value, unit);
}

function verdict({ reached }: GoalResult): string {
  if (reached === null) return 'not measured';
  return reached ? 'yes' : '**no**';
}

const arrow = ({ better }: Metric): string => (better === 'higher' ? '↑' : '↓');
const LEGEND = '(↑ more is better, ↓ less)';

function ratioRows({ ratios }: Results): string[][] {
  const others = subjectsOf(ratios.map(({ to }) => to));
  const rows = METRICS.map((metric) => [
    `${metric.title} ${arrow(metric)}`,
    ...others.map((other) => {
      const ratio = ratios.find(({ metric: id, to }) => id === metric.id && to === other);
      if (ratio === undefined) return '';
      const isBetter = metric.better === 'higher' ? ratio.median > 1 : ratio.median < 1;
      const median = isBetter ? `**${digits(ratio.median)}**` : digits(ratio.median);
      const isSingle = ratio.rounds.length < 2;
      return isSingle ? median : `${median} (${digits(ratio.min)} - ${digits(ratio.max)})`;
    }),
  ]);
  return [[LEGEND, ...others.map((other) => SUBJECTS[other])], ...rows.filter(hasValue)];
}

/** Rows of a part that was left out would only be in the way. */
const hasValue = ([, ...cells]: readonly string[]): boolean =>
  cells.some((cell) => cell !== '' && cell !== '-');

/** In the usual order. */
function subjectsOf(named: readonly Subject[]): Subject[] {
  return (Object.keys(SUBJECTS) as Subject[]).filter((subject) => named.includes(subject));
}

function valueRows({ figures }: Results): string[][] {
  const subjects = subjectsOf(figures.map(({ subject }) => subject));
  const rows = METRICS.map((metric) => [
    `${metric.title} ${arrow(metric)}`,
    ...subjects.map((subject) => {
      const figure = figures.find((each) => each.metric === metric.id && each.subject === subject);
      return figure === undefined ? '' : writeFigure(figure, metric);
    }),
  ]);
  return [
    [LEGEND, ...subjects.map((subject) => (subject === OWN ? `**${OWN}**` : SUBJECTS[subject]))],
    ...rows.filter(hasValue),
  ];
}

function writeFigure({ median }: Figure, { unit }: Metric): string {
  return median === null ? '-' : writeValue(median, unit);
}

function leftOut({ missing, figures }: Results): string[] {
  const absent = missing.map(({ id, reason }) => `- ${SUBJECTS[id]}: ${reason}`);
  const reasons = new Map<string, string[]>();
  for (const { metric, subject, reason } of figures) {
    if (reason === undefined || reason === NOT_ASKED_FOR) continue;
    const key = `${SUBJECTS[subject]}: ${reason}`;
    const title = METRICS.find(({ id }) => id === metric)?.title ?? metric;
    reasons.set(key, [...(reasons.get(key) ?? []), title]);
  }
  const lines = [...absent, ...Array.from(reasons, ([key, titles]) => `- ${key} (${titles.join('; ')})`)];
  return lines.length === 0 ? [] : ['## Left out', lines.join('\n')];
}
