// The traffic of the last hour: one bar a minute, what comes from the gateway above the line, what goes to it below.
/** @import { TrafficMinute } from '../status/schema.js' */
/** @import { View } from './view.js' */
import { linesOf, scaleFor } from './chart-scale.js';
import { KeyedList, html, setAttributes, setHidden, setText, svg } from './dom.js';
import { when } from './view.js';

const MINUTES = 60;
/** In px. */
const HEIGHT = 200;
/** Room for half a line of text above and below. */
const MARGIN = 10;
/** What has been carried shows, however little. */
const LEAST = 2;
const SLOT = 100 / MINUTES;

/** @typedef {{ readonly zero: number, readonly y: (bytes: number) => number }} Plot */
/** @typedef {{ readonly minute: TrafficMinute, readonly place: number, readonly plot: Plot }} Bar */

export class Chart {
  /**
   * @param {View} view
   * @param {Element} parent
   */
  constructor(view, parent) {
    const { traffic } = view.texts;
    this.view = view;
    this.sums = { from: html('b'), to: html('b') };
    const legend = html(
      'p',
      { class: 'legend' },
      html('span', { class: 'key key-from' }, traffic.fromGateway, ' ', this.sums.from),
      html('span', { class: 'key key-to' }, traffic.toGateway, ' ', this.sums.to),
    );
    const options = { height: HEIGHT, 'aria-hidden': 'true' };
    const lines = svg('g');
    const bars = svg('g');
    const labels = svg('svg', { ...options, class: 'chart-labels' });
    this.plotted = svg('svg', { ...options, class: 'chart-plot', width: '100%' }, lines, bars);
    const times = html('div', { class: 'chart-times', 'aria-hidden': 'true' });
    this.picture = html('div', { class: 'chart', role: 'img' }, labels, this.plotted, times);
    this.none = html('p', { class: 'chart-none' }, traffic.none);
    const unit = html('p', { class: 'chart-unit', 'aria-hidden': 'true' }, traffic.perMinute);
    this.something = html('div', {}, legend, unit, this.picture);
    parent.append(this.something, this.none);
    /** @type {KeyedList<Line>} */
    this.lines = new KeyedList(lines, ({ at }) => String(at), lineRow);
    /** @type {KeyedList<Line>} */
    this.labels = new KeyedList(labels, ({ at }) => String(at), labelRow);
    /** @type {KeyedList<Bar>} */
    this.bars = new KeyedList(
      bars,
      ({ place }) => String(place),
      () => barRow(view),
    );
    /** @type {KeyedList<Time>} */
    this.times = new KeyedList(times, ({ at }) => String(at), timeRow);
  }

  /** @param {readonly TrafficMinute[]} traffic */
  show(traffic) {
    const { texts, format } = this.view;
    const from = sum(traffic, 'bytesToClient');
    const to = sum(traffic, 'bytesToTarget');
    setText(this.sums.from, format.bytes(from));
    setText(this.sums.to, format.bytes(to));
    const connections = format.count(sum(traffic, 'connections'));
    const alternative = texts.traffic.alternative(format.bytes(from), format.bytes(to), connections);
    setAttributes(this.picture, { 'aria-label': alternative });
    setHidden(this.something, from + to === 0);
    setHidden(this.none, from + to > 0);
    this.#draw(traffic);
  }

  /** @param {readonly TrafficMinute[]} traffic */
  #draw(traffic) {
    const scale = scaleFor(largest(traffic, 'bytesToClient'), largest(traffic, 'bytesToTarget'));
    const perByte = (HEIGHT - 2 * MARGIN) / (scale.up + scale.down);
    const zero = MARGIN + scale.up * perByte;
    const plot = { zero, y: (/** @type {number} */ bytes) => zero - bytes * perByte };
    const lines = linesOf(scale).map((at) => ({
      at,
      y: Math.round(plot.y(at)) + 0.5,
      text: this.view.format.bytes(Math.abs(at)),
    }));
    this.lines.show(lines);
    this.labels.show(lines);
    const first = MINUTES - traffic.length;
    this.bars.show(traffic.map((minute, at) => ({ minute, place: first + at, plot })));
    this.times.show([0, 15, 30, 45].flatMap((place) => this.#timeAt(traffic, place)));
  }

  /**
   * The time at a place of the axis, also where there is no minute yet.
   *
   * @param {readonly TrafficMinute[]} traffic
   * @param {number} place
   */
  #timeAt(traffic, place) {
    const last = traffic.at(-1);
    if (last === undefined) return [];
    const from = new Date(Date.parse(last.from) - (MINUTES - 1 - place) * 60_000).toISOString();
    return [{ at: place, text: when(this.view, from).time }];
  }
}

/** @typedef {{ readonly at: number, readonly y: number, readonly text: string }} Line */

function lineRow() {
  const node = svg('line', { x1: '0', x2: '100%' });
  /** @param {Line} line */
  const update = ({ at, y }) => {
    setAttributes(node, { y1: y, y2: y, class: at === 0 ? 'zero' : 'grid' });
  };
  return { node, update };
}

function labelRow() {
  const node = svg('text', { x: '100%', dy: '0.32em', 'text-anchor': 'end' });
  /** @param {Line} line */
  const update = ({ y, text }) => {
    setAttributes(node, { y });
    setText(node, text);
  };
  return { node, update };
}

/** @typedef {{ readonly at: number, readonly text: string }} Time */

function timeRow() {
  const node = html('span');
  /** @param {Time} time */
  const update = ({ text }) => {
    setText(node, text);
  };
  return { node, update };
}

/** @param {View} view */
function barRow(view) {
  const title = svg('title');
  const area = svg('rect', { class: 'minute', y: 0, height: HEIGHT, width: `${SLOT}%` });
  const from = svg('rect', { class: 'bar-from', rx: 1.5, width: `${SLOT * 0.7}%` });
  const to = svg('rect', { class: 'bar-to', rx: 1.5, width: `${SLOT * 0.7}%` });
  /** @param {Bar} bar */
  const update = ({ minute, place, plot }) => {
    const { bytesToClient, bytesToTarget } = minute;
    const { format, texts } = view;
    setAttributes(area, { x: `${place * SLOT}%` });
    const x = `${(place + 0.15) * SLOT}%`;
    const up = bytesToClient === 0 ? 0 : Math.max(LEAST, plot.zero - plot.y(bytesToClient));
    const down = bytesToTarget === 0 ? 0 : Math.max(LEAST, plot.y(-bytesToTarget) - plot.zero);
    setAttributes(from, { x, y: plot.zero - up, height: up });
    setAttributes(to, { x, y: plot.zero, height: down });
    const { time } = when(view, minute.from);
    setText(title, texts.traffic.minute(time, format.bytes(bytesToClient), format.bytes(bytesToTarget)));
  };
  return { node: svg('g', {}, title, area, from, to), update };
}

/** @typedef {'connections' | 'bytesToClient' | 'bytesToTarget'} Count */

/** @param {readonly TrafficMinute[]} traffic @param {Count} count */
function sum(traffic, count) {
  return traffic.reduce((total, minute) => total + minute[count], 0);
}

/** @param {readonly TrafficMinute[]} traffic @param {Count} count */
function largest(traffic, count) {
  return Math.max(0, ...traffic.map((minute) => minute[count]));
}
