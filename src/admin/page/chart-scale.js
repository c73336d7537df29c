// The scale of the traffic chart: round steps on both sides of zero.

/** About how many lines the busier side of zero gets. */
const LINES = 3;

/**
 * @typedef {object} Scale
 * @property {number} step between two lines, in bytes: 1, 2 or 5 times a power of ten
 * @property {number} up how far the scale goes above zero, in bytes: whole quarters of a step
 * @property {number} down and below
 */

/**
 * The same scale for both directions, so that their bars can be compared.
 *
 * @param {number} up the largest value above zero
 * @param {number} down the largest below, as a positive number
 * @returns {Scale}
 */
export function scaleFor(up, down) {
  const step = niceStep(Math.max(up, down, 1) / LINES);
  const rounded = (/** @type {number} */ value) => Math.max(1, Math.ceil((4 * value) / step)) * (step / 4);
  return { step, up: rounded(up), down: rounded(down) };
}

/** The least of 1, 2, 5, 10 … that is not less than `value`; whole bytes. @param {number} value */
function niceStep(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const factor = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return factor * power;
}

/** Where the lines are, from the top, in bytes; below zero negative. @param {Scale} scale */
export function linesOf({ step, up, down }) {
  const lines = [];
  for (let at = Math.floor(up / step); at >= -Math.floor(down / step); at -= 1) lines.push(at * step);
  return lines;
}
