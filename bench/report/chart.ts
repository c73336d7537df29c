// The results as a picture: smgw-proxy against each peer, and how cost grows with the number of connections. The only file
// that knows vega.
import { View, parse } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describeMachine } from '../machine.js';
import { GROWTH, METRICS, type MetricId } from '../metrics.js';
import type { Figure, Ratio, Results } from '../results.js';
import { SUBJECTS, type Subject } from '../subjects.js';

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
const PEERS: readonly Subject[] = ['pipe', 'haproxy', 'nginx', 'socat', 'systemd-socket-proxyd'];

/** Okabe and Ito's colours, which most colour-blind people can tell apart. */
const COLOURS: Readonly<Partial<Record<Subject, string>>> = {
  'smgw-proxy': '#000000',
  pipe: '#999999',
  haproxy: '#0072b2',
  nginx: '#009e73',
  socat: '#d55e00',
  'systemd-socket-proxyd': '#cc79a7',
};
const DRAWN = Object.keys(COLOURS) as Subject[];

/** Factors beyond it are drawn at the edge. */
const EDGE = 16;

/** How many times better smgw-proxy is, whichever direction is the better one. */
function advantage({ metric: id, to, median }: Ratio): object[] {
  const metric = METRICS.find((each) => each.id === id);
  if (metric === undefined || !SHOWN.includes(id) || !PEERS.includes(to) || median <= 0) return [];
  const times = metric.better === 'higher' ? median : 1 / median;
  return [{ figure: metric.title, peer: SUBJECTS[to], times: Math.min(Math.max(times, 1 / EDGE), EDGE) }];
}

const COLOUR = {
  field: 'peer',
  type: 'nominal',
  scale: { domain: DRAWN.map((id) => SUBJECTS[id]), range: DRAWN.map((id) => COLOURS[id] ?? '') },
  legend: { title: null, orient: 'bottom', columns: 6, symbolSize: 110, symbolStrokeWidth: 0 },
} as const;

function ratioView({ ratios }: Results) {
  return {
    title: 'smgw-proxy against each peer: right of the line it is better',
    width: 560,
    height: { step: 27 },
    data: { values: ratios.flatMap(advantage) },
    encoding: {
      y: {
        field: 'figure',
        type: 'nominal',
        sort: SHOWN.map((id) => METRICS.find((metric) => metric.id === id)?.title ?? id),
        axis: { title: null, grid: true, domain: false, ticks: false, labelLimit: 300 },
      },
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.5, color: '#444444' },
        encoding: { x: { datum: 1 }, y: { value: 0 }, y2: { value: 'height' } },
      },
      {
        mark: { type: 'point', filled: true, size: 120, opacity: 0.9, stroke: '#ffffff', strokeWidth: 1 },
        encoding: {
          x: {
            field: 'times',
            type: 'quantitative',
            scale: { type: 'log', base: 2, domain: [1 / EDGE, EDGE] },
            axis: {
              title: 'times as good',
              values: [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16],
              labelExpr: "datum.value < 1 ? '1/' + (1 / datum.value) : datum.value",
            },
          },
          color: COLOUR,
        },
      },
    ],
  } as const;
}

function growthPoints(figures: readonly Figure[], what: 'rate' | 'cpu'): object[] {
  return GROWTH.flatMap((connections) =>
    figures
      .filter(
        ({ metric, subject }) => metric === `requests-${connections}.${what}` && DRAWN.includes(subject),
      )
      .filter(({ median }) => median !== null)
      .map(({ subject, median }) => ({ connections, peer: SUBJECTS[subject], value: median })),
  );
}

function growthView(figures: readonly Figure[], what: 'rate' | 'cpu', title: string) {
  return {
    title,
    width: 300,
    height: 200,
    data: { values: growthPoints(figures, what) },
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
        scale: { type: 'log' },
        axis: { title: null, format: '~s', tickCount: 6 },
      },
      color: COLOUR,
    },
  } as const;
}

function specification(results: Results): TopLevelSpec {
  const { figures, machine, date } = results;
  return {
    // Opaque, so that the picture can be read on light and on dark pages.
    background: '#ffffff',
    padding: 16,
    title: {
      text: 'smgw-proxy, benchmark',
      subtitle: `${describeMachine(machine)}; ${date.slice(0, 10)}`,
      anchor: 'start',
      offset: 14,
    },
    vconcat: [
      ratioView(results),
      {
        hconcat: [
          growthView(figures, 'cpu', 'CPU per request, µs'),
          growthView(figures, 'rate', 'requests per second'),
        ],
      },
    ],
    config: {
      font: 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif',
      title: {
        fontSize: 14,
        subtitleFontSize: 11,
        subtitleColor: '#555555',
        anchor: 'start',
        fontWeight: 600,
      },
      axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e4e4e4' },
      legend: { labelFontSize: 12 },
      view: { stroke: null },
    },
  };
}

export async function chart(results: Results): Promise<string> {
  const view = new View(parse(compile(specification(results)).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
