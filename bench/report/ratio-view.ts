// The upper part of the chart: smgw-proxy against each peer, with the goals.
import { GOALS, type Goal } from '../goals.js';
import { METRICS, metricOf, type MetricId } from '../metrics.js';
import type { Ratio } from '../results.js';
import { SUBJECTS } from '../subjects.js';
import { COLOUR, DRAWN, type Part, type Position } from './colours.js';

const SHOWN: readonly MetricId[] = [
  'to-client.speed',
  'to-client.cpu',
  'to-target.speed',
  'to-target.cpu',
  'requests-32.rate',
  'requests-32.cpu',
  'requests-1.added',
  'new.rate',
  'new.cpu',
  'idle-5000.memory',
];

/** Factors beyond it are drawn at the edge. */
const EDGE = 16;
const GRID = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

/** How many times better smgw-proxy is, whichever direction is the better one. */
function timesBetter(metric: MetricId, ratio: number): number {
  const times = metricOf(metric).better === 'higher' ? ratio : 1 / ratio;
  return Math.min(Math.max(times, 1 / EDGE), EDGE);
}

function point({ metric, to, median }: Ratio): object[] {
  if (!SHOWN.includes(metric) || !DRAWN.includes(to) || median <= 0) return [];
  return [{ figure: metricOf(metric).title, peer: SUBJECTS[to], times: timesBetter(metric, median) }];
}

/** Those against the fast ones. */
function goalMark({ metric, to = [], atLeast, atMost }: Goal): object[] {
  const limit = atLeast ?? atMost;
  if (!SHOWN.includes(metric) || !to.includes('haproxy') || limit === undefined) return [];
  return [{ figure: metricOf(metric).title, times: timesBetter(metric, limit) }];
}

/** A logarithmic axis of factors. */
const X: Position = {
  field: 'times',
  type: 'quantitative',
  scale: { type: 'log', base: 2, domain: [1 / EDGE, EDGE] },
  axis: {
    title: 'how many times better',
    values: GRID,
    labelExpr: "datum.value < 1 ? '1/' + (1 / datum.value) : datum.value",
  },
};

const Y: Position = {
  field: 'figure',
  type: 'nominal',
  sort: METRICS.filter(({ id }) => SHOWN.includes(id)).map(({ title }) => title),
  axis: { title: null, grid: true, domain: false, ticks: false, labelLimit: 400 },
};

export function ratioView(ratios: readonly Ratio[]): Part {
  return {
    title: {
      text: 'smgw-proxy against each peer: right of the line it is better',
      subtitle: 'Short strokes are the goals against HAProxy and nginx.',
    },
    width: 520,
    height: { step: 27 },
    encoding: { y: Y },
    layer: [
      {
        data: { values: [{}] },
        mark: { type: 'rule', strokeWidth: 1.5, color: '#444444' },
        encoding: { x: { datum: 1 }, y: { value: 0 }, y2: { value: 'height' } },
      },
      {
        data: { values: GOALS.flatMap(goalMark) },
        mark: { type: 'tick', size: 20, thickness: 3, color: '#444444' },
        encoding: { x: X },
      },
      {
        data: { values: ratios.flatMap(point) },
        mark: { type: 'point', filled: true, size: 120, opacity: 0.9, stroke: '#ffffff', strokeWidth: 1 },
        encoding: { x: X, color: COLOUR },
      },
    ],
  };
}
