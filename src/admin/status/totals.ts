// The totals of forwards: of their connections that have ended, and of live ones.
import type { ForwardView } from '../../forward/view.js';
import type { StatusTotals } from './schema.js';
import { sum, type Statistics } from './statistics.js';

/** @param views of all forwards by these names, retired ones among them */
export function totalsOf(
  names: readonly string[],
  views: readonly ForwardView[],
  statistics: Statistics,
): StatusTotals {
  const ended = names.map((name) => statistics.forward(name));
  const outcomes: Record<string, number> = {};
  for (const [outcome, count] of ended.flatMap((each) => Object.entries(each.outcomes)))
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  return {
    connections: ended.reduce((total, { connections }) => total + connections, 0),
    outcomes,
    ...sum([...ended, ...views.map(({ carried }) => carried)]),
    active: views.reduce((total, { active }) => total + active, 0),
    queued: views.reduce((total, { queued }) => total + queued, 0),
  };
}
