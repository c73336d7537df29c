// Who has which colour in the chart.
import type { TopLevelSpec } from 'vega-lite';
import { SUBJECTS, type Subject } from '../subjects.js';

/** A part of the picture. */
export type Part = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];
type Unit = Extract<Part, { layer?: never; mark: unknown }>;
export type Position = NonNullable<NonNullable<Unit['encoding']>['x']>;
type Colour = NonNullable<NonNullable<Unit['encoding']>['color']>;

/** Okabe and Ito's, which most colour-blind people can tell apart. */
const COLOURS: Readonly<Partial<Record<Subject, string>>> = {
  'smgw-proxy': '#000000',
  pipe: '#999999',
  haproxy: '#0072b2',
  nginx: '#009e73',
  socat: '#d55e00',
  'systemd-socket-proxyd': '#cc79a7',
};

/** Who is drawn at all. */
export const DRAWN = Object.keys(COLOURS) as Subject[];

export const COLOUR = {
  field: 'peer',
  type: 'nominal',
  scale: { domain: DRAWN.map((id) => SUBJECTS[id]), range: Object.values(COLOURS) },
  legend: {
    title: null,
    orient: 'bottom',
    columns: 3,
    labelLimit: 240,
    rowPadding: 4,
    symbolSize: 110,
    symbolStrokeWidth: 0,
  },
} satisfies Colour;
