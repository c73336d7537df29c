// The verdict on a forward for its owner: the headline, its rank, and the next things to check.
/** @import { ForwardStatus } from '../status/schema.js' */
/** @import { Outcome } from '../../forward/outcome.js' */

/** The more urgent, the further ahead. */
export const VERDICTS = /** @type {const} */ ([
  'port-taken',
  'listen-failed',
  'certificate-changed',
  'target-down',
  'unanswered',
  'waiting',
  'not-read',
  'target-unknown',
  'not-read-yet',
  'read',
]);

/** @typedef {(typeof VERDICTS)[number] | 'lost'} Headline the verdict, or that there is no contact */
/** @typedef {'target-refused' | 'target-timeout' | 'target-unreachable' | 'target-tls-failed' | 'certificate-changed' | 'name' | 'self' | 'source' | 'way' | 'ambiguous' | 'way-unknown' | 'waiting' | 'listen-failed' | 'port-taken' | 'unanswered' | 'not-read'} Advice */
/** @typedef {'good' | 'cut' | 'failed'} Tone */

/** @type {ReadonlySet<ForwardStatus['verdict']>} */
const WELL = new Set(/** @type {const} */ (['read', 'not-read-yet', 'target-unknown']));

/** Whether its owner has something to do. @param {Pick<ForwardStatus, 'verdict'>} forward */
export function needsAttention({ verdict }) {
  return !WELL.has(verdict);
}

/** Those that need attention first, otherwise as configured. @param {readonly ForwardStatus[]} forwards */
export function ranked(forwards) {
  /** @param {ForwardStatus} forward */
  const rank = ({ verdict }) => VERDICTS.indexOf(verdict);
  return forwards.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * The port that another program has, if one is.
 *
 * @param {Pick<ForwardStatus, 'listenFailures'>} forward
 */
export function portTaken({ listenFailures = [] }) {
  return listenFailures.find(({ user }) => user !== null);
}

/** The advice for a way that must not be taken. @type {Readonly<Record<string, Advice>>} */
const ADVICE_BY_CODE = {
  ELOOP: 'self',
  ENODEV: 'source',
  EXDEV: 'way',
  ENOTUNIQ: 'ambiguous',
  ENOSYS: 'way-unknown',
};

/** Errno names of a failed name look-up; the outcome alone would send people to the cable. */
const NAME_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'];

/**
 * Which advice fits, if any is needed.
 *
 * @param {Pick<ForwardStatus, 'verdict' | 'target'>} forward
 * @returns {Advice | undefined}
 */
export function adviceFor({ verdict, target }) {
  if (verdict === 'target-down') return adviceForTarget(target);
  return verdict === 'read' || verdict === 'not-read-yet' || verdict === 'target-unknown'
    ? undefined
    : verdict;
}

/**
 * @param {ForwardStatus['target']} target
 * @returns {Advice | undefined}
 */
function adviceForTarget({ lastFailure: failure }) {
  if (failure === null) return undefined;
  const advice = Object.hasOwn(ADVICE_BY_CODE, failure.code) ? ADVICE_BY_CODE[failure.code] : undefined;
  if (advice !== undefined) return advice;
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
