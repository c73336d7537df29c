// The state of a forward for its owner: the headline, and the next things to check.
/** @import { ForwardStatus } from '../status/schema.js' */
/** @import { Outcome } from '../../forward/outcome.js' */

export const HEADLINES = /** @type {const} */ ([
  'reachable',
  'unreachable',
  'certificate-changed',
  'untried',
  'waiting',
  'listen-failed',
]);

/** @typedef {(typeof HEADLINES)[number]} Headline */
/** @typedef {'target-refused' | 'target-timeout' | 'target-unreachable' | 'target-tls-failed' | 'target-certificate-changed' | 'name' | 'self' | 'waiting' | 'listen-failed' | 'port-taken'} Advice */
/** @typedef {'good' | 'cut' | 'failed'} Tone */

/**
 * @param {Pick<ForwardStatus, 'state' | 'target'>} forward
 * @returns {Headline}
 */
export function headlineOf({ state, target }) {
  if (state === 'target-unknown') return 'untried';
  if (state !== 'ready' && state !== 'target-down') return state;
  if (state === 'ready' && target.state === 'up') return 'reachable';
  return target.lastFailure?.outcome === 'target-certificate-changed' ? 'certificate-changed' : 'unreachable';
}

/**
 * The port that another program has, if one is.
 *
 * @param {Pick<ForwardStatus, 'listenFailures'>} forward
 */
export function portTaken({ listenFailures = [] }) {
  return listenFailures.find(({ user }) => user !== null);
}

/** Errno names of a failed name look-up; the outcome alone would send people to the cable. */
const NAME_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'];

/**
 * Which advice fits, if any is needed.
 *
 * @param {Pick<ForwardStatus, 'state' | 'target' | 'listenFailures'>} forward
 * @returns {Advice | undefined}
 */
export function adviceFor(forward) {
  const headline = headlineOf(forward);
  if (portTaken(forward) !== undefined) return 'port-taken';
  if (headline === 'waiting' || headline === 'listen-failed') return headline;
  const failure = forward.target.lastFailure;
  if (headline === 'certificate-changed') return 'target-certificate-changed';
  if (headline !== 'unreachable' || failure === null) return undefined;
  if (failure.code === 'ELOOP') return 'self';
  if (NAME_CODES.includes(failure.code)) return 'name';
  const { outcome } = failure;
  const isKnown =
    outcome === 'target-refused' || outcome === 'target-timeout' || outcome === 'target-tls-failed';
  return isKnown ? outcome : 'target-unreachable';
}

/** @type {ReadonlySet<Outcome>} */
const GOOD = new Set(/** @type {const} */ (['client-closed', 'target-closed', 'client-reset', 'turn-ended']));

/** Ends of a connection that had begun well. @type {ReadonlySet<Outcome>} */
const CUT = new Set(
  /** @type {const} */ (['target-reset', 'idle-timeout', 'half-close-timeout', 'client-gone', 'shutdown']),
);

/**
 * The kind of an end: as it should be, cut short, or not even a beginning.
 *
 * @param {Outcome} outcome
 * @returns {Tone}
 */
export function toneOf(outcome) {
  if (GOOD.has(outcome)) return 'good';
  return CUT.has(outcome) ? 'cut' : 'failed';
}
