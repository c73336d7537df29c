// The traffic of the last hour: one bar a minute, what comes from the gateway above the line, what goes to it below.
/** @import { TrafficMinute } from '../status/schema.js' */
/** @import { Children, Description } from './dom.js' */
/** @import { Column } from './table.js' */
/** @import { View } from './view.js' */
import { linesOf, scaleFor } from './chart-scale.js';
import { byteColumns, numberColumn } from './connections.js';
import { h } from './dom.js';
import { table } from './table.js';
import { when } from './view.js';

const MINUTES = 60;
/** In px. */
const HEIGHT = 200;
/** Room for half a line of text above and below. */
const MARGIN = 10;
/** Even a few bytes show. */
const LEAST = 2;
const SLOT = 100 / MINUTES;

/**
 * Sums, chart, and the values of the chart as a table for those who cannot point at it.
 *
 * @param {View} view
 * @param {readonly TrafficMinute[]} minutes
 * @returns {Children}
 */
export function trafficOf(view, minutes) {
  const { traffic } = view.texts;
  /** @param {'connections' | 'bytesToClient' | 'bytesToTarget'} count */
  const sum = (count) => minutes.reduce((total, minute) => total + minute[count], 0);
  const [from, to] = [view.format.bytes(sum('bytesToClient')), view.format.bytes(sum('bytesToTarget'))];
  const label = traffic.alternative(from, to, view.format.count(sum('connections')));
  const isEmpty = sum('bytesToClient') + sum('bytesToTarget') === 0;
  return [
    isEmpty
      ? h('p', { class: 'none' }, traffic.none)
      : h('div', {}, [
          h('p', { class: 'legend' }, [
            key('from', traffic.fromGateway, from),
            key('to', traffic.toGateway, to),
          ]),
          h('p', { class: 'chart-unit', 'aria-hidden': 'true' }, traffic.perMinute),
          h('div', { class: 'chart', role: 'img', 'aria-label': label }, chart(view, minutes)),
        ]),
    minutesTable(view, minutes),
  ];
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} sum
 */
function key(name, label, sum) {
  return h('span', { class: `key key-${name}` }, [h('span', {}, `${label} `), h('b', {}, sum)]);
}

/**
 * @param {View} view
 * @param {readonly TrafficMinute[]} minutes
 * @returns {Children}
 */
function chart(view, minutes) {
  /** @param {'bytesToClient' | 'bytesToTarget'} count */
  const largest = (count) => Math.max(...minutes.map((minute) => minute[count]));
  const scale = scaleFor(largest('bytesToClient'), largest('bytesToTarget'));
  const perByte = (HEIGHT - 2 * MARGIN) / (scale.up + scale.down);
  const zero = MARGIN + scale.up * perByte;
  const lines = linesOf(scale).map((at) => ({ at, y: Math.round(zero - at * perByte) + 0.5 }));
  const labels = lines.map(({ at, y }) =>
    h('text', { x: '100%', y, dy: '0.32em', 'text-anchor': 'end' }, view.format.bytes(Math.abs(at))),
  );
  const grid = lines.map(({ at, y }) =>
    h('line', { x1: '0', x2: '100%', y1: y, y2: y, class: at === 0 ? 'zero' : 'grid' }),
  );
  const bars = minutes.map((minute, at) => bar(view, minute, MINUTES - minutes.length + at, zero, perByte));
  // Also where there is no minute yet.
  const newest = Date.parse(minutes.at(-1)?.from ?? '');
  const times = [59, 44, 29, 14].map((back) => new Date(newest - back * 60_000).toISOString());
  const size = { height: HEIGHT, 'aria-hidden': 'true' };
  return [
    h('svg', { ...size, class: 'chart-labels' }, labels),
    h('svg', { ...size, class: 'chart-plot' }, [h('g', {}, grid), h('g', {}, bars)]),
    h(
      'div',
      { class: 'chart-times', 'aria-hidden': 'true' },
      times.map((time) => h('span', {}, when(view, time).time)),
    ),
  ];
}

/**
 * @param {View} view
 * @param {TrafficMinute} minute
 * @param {number} place
 * @param {number} zero in px
 * @param {number} perByte in px
 */
function bar(view, { from, bytesToClient, bytesToTarget }, place, zero, perByte) {
  const { texts, format } = view;
  /** @param {number} bytes */
  const height = (bytes) => (bytes === 0 ? 0 : Math.max(LEAST, bytes * perByte));
  const up = height(bytesToClient);
  const across = { x: `${(place + 0.15) * SLOT}%`, width: `${SLOT * 0.7}%`, rx: 1.5 };
  const words = texts.traffic.minute(
    when(view, from).time,
    format.bytes(bytesToClient),
    format.bytes(bytesToTarget),
  );
  return h('g', {}, [
    h('title', {}, words),
    h('rect', { class: 'minute', x: `${place * SLOT}%`, y: 0, width: `${SLOT}%`, height: HEIGHT }),
    h('rect', { class: 'bar-from', ...across, y: zero - up, height: up }),
    h('rect', { class: 'bar-to', ...across, y: zero, height: height(bytesToTarget) }),
  ]);
}

/**
 * The newest minute first; those in which nothing happened are left out.
 *
 * @param {View} view
 * @param {readonly TrafficMinute[]} minutes
 * @returns {Description}
 */
function minutesTable(view, minutes) {
  const { traffic } = view.texts;
  /** @type {readonly Column<TrafficMinute>[]} */
  const columns = [
    { label: traffic.time, cell: ({ from }) => ({ text: when(view, from).time }) },
    ...byteColumns(view),
    numberColumn(traffic.connections, ({ connections }) => view.format.count(connections)),
  ];
  const rows = minutes
    .filter(
      ({ bytesToClient, bytesToTarget, connections }) => bytesToClient + bytesToTarget + connections > 0,
    )
    .toReversed();
  const options = { caption: traffic.title, none: traffic.none, keyOf, columns };
  return h('details', { hidden: rows.length === 0 }, [
    h('summary', {}, traffic.table),
    ...table(view, options, rows),
  ]);
}

/** @param {TrafficMinute} minute */
const keyOf = ({ from }) => from;
