// The lower part of the chart: how cost grows with the number of connections.
import { GROWTH } from '../metrics.js';
import type { Figure } from '../results.js';
import { SUBJECTS } from '../subjects.js';
import { COLOUR, DRAWN, type Part } from './colours.js';

type What = 'rate' | 'cpu';

function points(figures: readonly Figure[], what: What): object[] {
  return GROWTH.flatMap((connections) =>
    figures
      .filter(({ metric }) => metric === `requests-${connections}.${what}`)
      .filter(({ subject, median }) => DRAWN.includes(subject) && median !== null)
      .map(({ subject, median }) => ({ connections, peer: SUBJECTS[subject], value: median })),
  );
}

/** Round numbers that are about equally far apart on a logarithmic axis. */
const GRID = [1, 10, 100, 1000, 10_000, 100_000].flatMap((power) => [power, 2 * power, 5 * power]);

function view(figures: readonly Figure[], what: What, title: string): Part {
  return {
    title,
    width: 232,
    height: 200,
    data: { values: points(figures, what) },
    mark: { type: 'line', point: { size: 45 }, strokeWidth: 2 },
    encoding: {
      x: {
        field: 'connections',
        type: 'quantitative',
        scale: { type: 'log', domain: [1, 1000] },
        axis: { title: 'connections', values: [...GROWTH], format: ',d' },
      },
      y: {
        field: 'value',
        type: 'quantitative',
        scale: { type: 'log', nice: false, padding: 8 },
        axis: { title: null, format: '~s', values: GRID },
      },
      color: COLOUR,
    },
  };
}

export function growthView(figures: readonly Figure[]): Part {
  return {
    spacing: 16,
    hconcat: [view(figures, 'cpu', 'CPU per request, µs'), view(figures, 'rate', 'requests per second')],
  };
}
