// Judges failed connects: some do not say that the target is gone, only that it has no place left.
import type { Outcome } from '../outcome.js';
import type { Outage } from './reachability.js';

/** A target that has sent something within this time, in ms, was there when a try failed: those take seconds. */
const HEARD_WITHIN_MS = 3000;

/** These come from the target itself, which may only have no place left. */
const REFUSALS: ReadonlySet<Outcome> = new Set<Outcome>(['target-refused', 'target-tls-failed']);
/** These are true however well live connections do. */
export const DESPITE_LIVE: ReadonlySet<Outcome> = new Set<Outcome>([
  'target-unreachable',
  'target-certificate-changed',
]);

/** Facts beside the failure. */
interface OtherEvidence {
  /** Other machines may have connections to it. */
  readonly isPassive: boolean;
  /** How many connections of ours are live, and how long ago the target has sent something on one, in ms. */
  readonly live: number;
  readonly heardMs: number;
}

/** Connections outlast a refusal, which comes from the target itself, and a failure that their bytes disprove. */
export function isContradicted({ outcome }: Outage, { isPassive, live, heardMs }: OtherEvidence): boolean {
  if (outcome === 'target-certificate-changed') return false;
  if (REFUSALS.has(outcome)) return isPassive || live > 0;
  return live > 0 && heardMs < HEARD_WITHIN_MS;
}
