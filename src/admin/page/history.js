// The last 24 hours and 7 days: in which hours the meter was read, was not, or the gateway was away.
/** @import { HistoryHour } from '../status/schema.js' */
/** @import { Children } from './dom.js' */
/** @import { View } from './view.js' */
import { h } from './dom.js';
import { when } from './view.js';

/** @typedef {'read' | 'notRead' | 'unreachable'} HourState */

const STATES = /** @type {const} */ (['read', 'notRead', 'unreachable']);
/** Of the height of a strip: each state has its own, so that it shows without its colour. */
const HEIGHTS = { read: 1, notRead: 0.5, unreachable: 0.2 };
const DAY = 24;
const WEEK = 7 * DAY;
/** In px. */
const HEIGHT = 28;
const HOUR_MS = 3_600_000;

/**
 * @param {View} view
 * @param {readonly HistoryHour[]} history
 * @returns {Children}
 */
export function historyOf(view, history) {
  // The hour that has just begun may still be read.
  const newest = history.at(-1);
  const hours = newest !== undefined && stateOf(newest) === 'notRead' ? history.slice(0, -1) : history;
  if (hours.length === 0) return [];
  return [DAY, WEEK].map((span) => strip(view, hours.slice(-span), span));
}

/** The worst of all forwards. @param {HistoryHour} hour @returns {HourState} */
function stateOf({ unreachable, notRead }) {
  if (unreachable > 0) return 'unreachable';
  return notRead > 0 ? 'notRead' : 'read';
}

/**
 * @param {View} view
 * @param {readonly HistoryHour[]} hours
 * @param {number} span
 */
function strip(view, hours, span) {
  const { history } = view.texts;
  const title = span === DAY ? history.day : history.week;
  const since =
    hours.length < span && hours[0] ? ` (${history.since(when(view, hours[0].from).moment)})` : '';
  const counts = STATES.map((state) => {
    const its = hours.filter((hour) => stateOf(hour) === state);
    // The newest hour is not over yet.
    const lasted = its.reduce((sum, { from }) => sum + Math.min(HOUR_MS, view.clock.age(from)), 0);
    return { state, words: `${history.states[state]}: ${view.format.duration(lasted)}`, count: its.length };
  });
  const shown = counts.filter(({ count }) => count > 0);
  const label = `${title}${since}: ${shown.map(({ words }) => words).join(', ')}`;
  const bars = hours.map((hour, at) => bar(view, hour, span - hours.length + at, span));
  return h('div', { key: String(span), class: 'history' }, [
    h('h3', {}, title + since),
    h('div', { role: 'img', 'aria-label': label }, [
      h('svg', { height: HEIGHT, 'aria-hidden': 'true' }, [
        h('line', { x1: '0', x2: '100%', y1: HEIGHT - 0.5, y2: HEIGHT - 0.5, class: 'grid' }),
        h('g', {}, bars),
      ]),
    ]),
    h(
      'p',
      { class: 'legend' },
      shown.map(({ state, words }) => h('span', { key: state, class: `key key-${state}` }, words)),
    ),
  ]);
}

/**
 * @param {View} view
 * @param {HistoryHour} hour
 * @param {number} place
 * @param {number} span
 */
function bar(view, hour, place, span) {
  const state = stateOf(hour);
  const height = HEIGHTS[state] * HEIGHT;
  const slot = 100 / span;
  const size = { x: `${place * slot}%`, width: `${slot * 0.86}%`, y: HEIGHT - height, height };
  return h('g', {}, [
    h('title', {}, `${when(view, hour.from).moment}: ${view.texts.history.states[state]}`),
    h('rect', { class: `hour-${state}`, ...size }),
  ]);
}
