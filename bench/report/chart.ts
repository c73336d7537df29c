// The chart of smgw-proxy against each peer, with the goals, drawn without a browser. The only file that knows vega.
import { View, parse } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { GOALS, type Goal } from '../goals.js';
import { describeMachine } from '../machine.js';
import { METRICS, metricOf, type MetricId } from '../metrics.js';
import type { Ratio, Results } from '../results.js';
import { SUBJECTS, type Subject } from '../subjects.js';

type Layered = Extract<TopLevelSpec, { layer: unknown; mark?: never }>;
type Encoding = Required<NonNullable<Extract<Layered['layer'][number], { mark: unknown }>['encoding']>>;

/** Okabe and Ito's, which most colour-blind people can tell apart. Other subjects are not drawn. */
const COLOURS: Readonly<Partial<Record<Subject, string>>> = {
  'socket-wire': '#e69f00',
  pipe: '#999999',
  haproxy: '#0072b2',
  nginx: '#009e73',
  socat: '#d55e00',
  'systemd-socket-proxyd': '#cc79a7',
};
const DRAWN = Object.keys(COLOURS) as Subject[];

const SHOWN: readonly MetricId[] = [
  'to-client.cpu',
  'to-target.cpu',
  'requests-32.cpu',
  'new.cpu',
  'new.cold-cpu',
  'polls.cpu',
  'to-client.speed',
  'to-target.speed',
  'requests-32.rate',
  'new.rate',
  'requests-1.latency',
  'idle-5000.memory',
];

/** Factors beyond it are drawn at the edge. */
const EDGE = 16;
const GRID = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

/** How many times better smgw-proxy is, for metrics of both directions. */
function timesBetter(metric: MetricId, ratio: number): number {
  const times = metricOf(metric).better === 'higher' ? ratio : 1 / ratio;
  return Math.min(Math.max(times, 1 / EDGE), EDGE);
}

function point({ metric, to, median }: Ratio): object[] {
  if (!SHOWN.includes(metric) || !DRAWN.includes(to) || median <= 0) return [];
  return [{ figure: metricOf(metric).title, peer: SUBJECTS[to], times: timesBetter(metric, median) }];
}

/** Only goals against the fast ones. */
function goalMark({ metric, to = [], atLeast, atMost }: Goal): object[] {
  const limit = atLeast ?? atMost;
  if (!SHOWN.includes(metric) || !to.includes('haproxy') || limit === undefined) return [];
  return [{ figure: metricOf(metric).title, times: timesBetter(metric, limit) }];
}

/** A logarithmic axis of factors. */
const X: Encoding['x'] = {
  field: 'times',
  type: 'quantitative',
  scale: { type: 'log', base: 2, domain: [1 / EDGE, EDGE] },
  axis: {
    title: 'how many times better',
    values: GRID,
    labelExpr: "datum.value < 1 ? '1/' + (1 / datum.value) : datum.value",
  },
};

const Y: Encoding['y'] = {
  field: 'figure',
  type: 'nominal',
  sort: METRICS.filter(({ id }) => SHOWN.includes(id)).map(({ title }) => title),
  axis: { title: null, grid: true, domain: false, ticks: false, labelLimit: 400 },
};

const COLOUR: Encoding['color'] = {
  field: 'peer',
  type: 'nominal',
  scale: { domain: DRAWN.map((id) => SUBJECTS[id]), range: Object.values(COLOURS) },
  legend: { title: null, orient: 'bottom', columns: 3, labelLimit: 240, rowPadding: 4, symbolSize: 110 },
};

const LOOK: NonNullable<TopLevelSpec['config']> = {
  font: 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif',
  title: { fontSize: 14, subtitleFontSize: 11, subtitleColor: '#555555', anchor: 'start', offset: 14 },
  axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e4e4e4' },
  legend: { labelFontSize: 12, columnPadding: 18 },
  view: { stroke: null },
};

function specification({ ratios, machine, date, quick }: Results): Layered {
  return {
    // Opaque, so that the picture can be read on light and on dark pages.
    background: '#ffffff',
    padding: 16,
    title: {
      text: 'smgw-proxy against each peer: right of the line it is better',
      subtitle: [
        'Short strokes are the goals against HAProxy and nginx.',
        `${describeMachine(machine)}; ${date.slice(0, 10)}${quick ? '; quick' : ''}`,
      ],
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
    config: LOOK,
  };
}

export async function chart(results: Results): Promise<string> {
  const view = new View(parse(compile(specification(results)).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
