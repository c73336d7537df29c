// The shapes of the states: each differs from the others without its colour.
/** @import { Headline } from './forward-state.js' */
import { h } from './dom.js';

/** On a square of 64: the body, and the mark on it. @type {Readonly<Record<Headline, readonly [string, string]>>} */
const SHAPES = {
  // A disc with a tick.
  reachable: ['M32 4a28 28 0 1 1 0 56a28 28 0 1 1 0-56z', 'M20 33l8.5 8.5L45 24'],
  // An octagon with a cross.
  unreachable: ['M21 4h22l17 17v22L43 60H21L4 43V21z', 'M22.5 22.500l19 19M41.5 22.500l-19 19'],
  // A shield with an exclamation mark.
  'certificate-changed': ['M32 4l24 8v19c0 14-10 24-24 29C18 55 8 45 8 31V12z', 'M32 18v17M32 46h.01'],
  // A diamond with three dots.
  untried: [
    'M28.5 5.500a5 5 0 0 1 7 0l23 23a5 5 0 0 1 0 7l-23 23a5 5 0 0 1-7 0l-23-23a5 5 0 0 1 0-7z',
    'M20 32h.01M32 32h.01M44 32h.01',
  ],
  // A square with the hands of a clock.
  waiting: [
    'M16 5h32a11 11 0 0 1 11 11v32a11 11 0 0 1-11 11H16A11 11 0 0 1 5 48V16A11 11 0 0 1 16 5z',
    'M32 18v15l9.5 7',
  ],
  // A triangle with an exclamation mark.
  'listen-failed': [
    'M27.600 7.500a5 5 0 0 1 8.800 0l24 43a5 5 0 0 1-4.400 7.500H8a5 5 0 0 1-4.400-7.500z',
    'M32 22v15M32 47h.01',
  ],
};

/** @param {Headline} headline */
export function icon(headline) {
  const [body, mark] = SHAPES[headline];
  return h('svg', { viewBox: '0 0 64 64', 'aria-hidden': 'true', focusable: 'false' }, [
    h('path', { class: 'icon-body', d: body }),
    h('path', { class: 'icon-mark', d: mark }),
  ]);
}
