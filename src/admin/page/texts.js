// The words of the page by language.
import { texts as de } from './texts.de.js';
import { texts as en } from './texts.en.js';

/** @typedef {typeof en} Texts what every language has: the shape of the English ones */

/** @type {Readonly<Record<import('./language.js').Language, Texts>>} */
export const TEXTS = { en, de };

/**
 * A sentence that stands alone begins with a capital; the name of the program stays as it is.
 *
 * @param {string} text
 */
export function capitalised(text) {
  return text.startsWith('smgw-proxy') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
