// smgw-proxy's figures divided by those of each other subject.
import type { Figure, Ratio } from './results.js';
import { roundRatios, summarize } from './statistics.js';

export const OWN = 'smgw-proxy';

export function ratiosOf(figures: readonly Figure[]): Ratio[] {
  return figures.flatMap((other) => {
    const own = figures.find(({ metric, subject }) => metric === other.metric && subject === OWN);
    if (own === undefined || other.subject === OWN) return [];
    const rounds = roundRatios(own.rounds, other.rounds);
    const summary = summarize(rounds);
    return summary === undefined ? [] : [{ metric: other.metric, to: other.subject, rounds, ...summary }];
  });
}
