// The words, the number format and the clock that every part of the page uses.
/** @import { Format } from './format.js' */
/** @import { ServiceClock } from './clock.js' */
/** @import { Texts } from './texts.js' */

/**
 * @typedef {object} View
 * @property {Texts} texts
 * @property {Format} format
 * @property {ServiceClock} clock
 * @property {Set<string>} unfolded the captions of the tables that show all their rows
 * @property {ReadonlyMap<string, string>} names of devices, by their addresses
 * @property {string | undefined} copied the text that has just been copied
 * @property {string} search the text to find forwards by; empty for all
 * @property {(text: string) => Promise<void>} copy
 * @property {() => void} redraw to be called when `unfolded` or `search` has changed
 */

/**
 * A time of the service in words, and in full as a title.
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
