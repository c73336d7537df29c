// Holds smgw-proxy's figures against those of each other subject, and against the goals.
import { GOALS, type Goal } from './goals.js';
import { metricOf } from './metrics.js';
import { writeValue } from './report/units.js';
import type { Figure, GoalResult, Ratio } from './results.js';
import { roundRatios, summarize } from './statistics.js';
import { OWN, SUBJECTS } from './subjects.js';

export function ratiosOf(figures: readonly Figure[]): Ratio[] {
  return figures.flatMap((other) => {
    const own = figures.find(({ metric, subject }) => metric === other.metric && subject === OWN);
    if (own === undefined || other.subject === OWN) return [];
    const rounds = roundRatios(own.rounds, other.rounds);
    const summary = summarize(rounds);
    return summary === undefined ? [] : [{ metric: other.metric, to: other.subject, rounds, ...summary }];
  });
}

export function judge(figures: readonly Figure[], ratios: readonly Ratio[]): GoalResult[] {
  return GOALS.map((goal) => {
    const value = goal.to === undefined ? ownValue(goal, figures) : worstRatio(goal, goal.to, ratios);
    return {
      title: metricOf(goal.metric).title,
      goal: describe(goal),
      unit: goal.to === undefined ? metricOf(goal.metric).unit : null,
      value,
      reached:
        value === null ? null : value >= (goal.atLeast ?? -Infinity) && value <= (goal.atMost ?? Infinity),
    };
  });
}

function ownValue({ metric }: Goal, figures: readonly Figure[]): number | null {
  return figures.find((each) => each.metric === metric && each.subject === OWN)?.median ?? null;
}

/** Of those that were measured, the one that is hardest to beat. */
function worstRatio(goal: Goal, to: readonly string[], ratios: readonly Ratio[]): number | null {
  const medians = ratios
    .filter((ratio) => ratio.metric === goal.metric && to.includes(ratio.to))
    .map(({ median }) => median);
  if (medians.length === 0) return null;
  return goal.atLeast === undefined ? Math.max(...medians) : Math.min(...medians);
}

function describe({ metric, to, atLeast, atMost }: Goal): string {
  const bound = `${atLeast === undefined ? '≤' : '≥'} `;
  const limit = atLeast ?? atMost ?? NaN;
  if (to === undefined) return bound + writeValue(limit, metricOf(metric).unit);
  const names = to.map((subject) => SUBJECTS[subject]);
  return `${bound}${limit} × ${names.length > 1 ? `better of ${names.join(' and ')}` : names.join('')}`;
}
