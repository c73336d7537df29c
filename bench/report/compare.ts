// The changes of smgw-proxy since an older run.
import { describeMachine } from '../machine.js';
import { METRICS } from '../metrics.js';
import type { Results } from '../results.js';
import { OWN, SUBJECTS } from '../subjects.js';
import { table } from './table.js';
import { digits, writeValue } from './units.js';

/** Markdown: ratios first, because they survive a change of machine; then this program's own values. */
export function compare(before: Results, after: Results): string {
  const isSame = describeMachine(before.machine) === describeMachine(after.machine);
  return `${[
    `## Compared with the run of ${before.date.slice(0, 10)}`,
    isSame ? 'On the same machine.' : `That was another machine: ${describeMachine(before.machine)}.`,
    ...(before.quick === after.quick ? [] : ['One of the two was --quick, so their windows differ.']),
    ...(sameLoad(before, after) ? [] : ['The load was not made by the same programs.']),
    'smgw-proxy in proportion to the others:',
    table([['ratio', 'before', 'after', 'change'], ...ratioRows(before, after)]),
    'Its own values:',
    table([['value', 'before', 'after', 'change'], ...valueRows(before, after)]),
  ].join('\n\n')}\n`;
}

const sameLoad = (before: Results, after: Results): boolean =>
  JSON.stringify(before.load) === JSON.stringify(after.load);

function ratioRows(before: Results, after: Results): string[][] {
  return after.ratios.flatMap(({ metric, to, median }) => {
    const old = before.ratios.find((each) => each.metric === metric && each.to === to);
    if (old === undefined) return [];
    const title = `${titleOf(metric)}, to ${SUBJECTS[to]}`;
    return [[title, digits(old.median), digits(median), change(old.median, median)]];
  });
}

function valueRows(before: Results, after: Results): string[][] {
  return METRICS.flatMap(({ id, title, unit }) => {
    const [old, now] = [before, after].map(
      ({ figures }) =>
        figures.find(({ metric, subject }) => metric === id && subject === OWN)?.median ?? null,
    );
    if (old === null || old === undefined || now === null || now === undefined) return [];
    return [[title, writeValue(old, unit), writeValue(now, unit), change(old, now)]];
  });
}

const titleOf = (metric: string): string => METRICS.find(({ id }) => id === metric)?.title ?? metric;

/** In percent of the old value, which has to be positive for that. */
function change(old: number, now: number): string {
  if (old <= 0) return '-';
  const percent = Math.round((now / old - 1) * 100);
  return `${percent > 0 ? '+' : ''}${percent} %`;
}
