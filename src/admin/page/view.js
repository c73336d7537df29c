// What every part of the page needs to say something: the words, the way of writing numbers, and the time.
/** @import { Format } from './format.js' */
/** @import { ServiceClock } from './clock.js' */
/** @import { Texts } from './texts.js' */

/**
 * @typedef {object} View
 * @property {Texts} texts
 * @property {Format} format
 * @property {ServiceClock} clock
 * @property {Set<string>} unfolded the captions of the tables that show all their rows
 * @property {() => void} redraw to be called when `unfolded` has changed
 */

/**
 * A time of the service in words, and in full for those who want to know exactly.
 *
 * @param {View} view
 * @param {string} time
 */
export function when({ format, clock }, time) {
  const local = clock.local(time);
  return {
    ago: format.ago(clock.age(time)),
    moment: format.moment(local),
    time: format.time.format(local),
    title: format.full.format(local),
  };
}
