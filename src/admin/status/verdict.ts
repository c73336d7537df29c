// The state of a forward, and the verdict on it: is the meter being read? The only place that decides it.
import type { ForwardView, LiveConnection } from '../../forward/view.js';
import type { VainVisits } from './in-vain.js';
import type { ForwardState, ForwardVerdict } from './schema.js';
import { laterRead, type ForwardCounts, type LastRead } from './statistics.js';
import { HOUR_MS } from './sums.js';

/** A port that cannot be opened is this machine's trouble, and comes before the target's. */
export function stateOf({ listenState, reachability }: ForwardView): ForwardState {
  if (listenState === 'failed') return 'listen-failed';
  if (listenState === 'waiting') return 'waiting';
  if (reachability.state === 'unknown') return 'target-unknown';
  return reachability.state === 'down' ? 'target-down' : 'ready';
}

export interface Standing {
  readonly state: ForwardState;
  readonly verdict: ForwardVerdict;
  readonly lastRead: LastRead | undefined;
  readonly unanswered: VainVisits | undefined;
}

/** @param live connections of that forward, of its retired namesakes as well */
export function standingOf(
  view: ForwardView,
  counts: ForwardCounts,
  live: readonly LiveConnection[],
  now: number,
): Standing {
  const lastRead = live.reduce((latest, each) => laterRead(latest, each, now), counts.lastRead);
  const unanswered = counts.inVain.newest(live, now);
  const state = stateOf(view);
  return { state, verdict: verdictOf(view, state, lastRead, unanswered, now), lastRead, unanswered };
}

/** Troubles that stop all clients come before those of one. */
function verdictOf(
  view: ForwardView,
  state: ForwardState,
  lastRead: LastRead | undefined,
  unanswered: VainVisits | undefined,
  now: number,
): ForwardVerdict {
  if (view.listenFailures.some(({ user }) => user !== undefined)) return 'port-taken';
  if (state === 'target-down' && view.reachability.hasOtherCertificate) return 'certificate-changed';
  if (state !== 'ready') return state;
  if (unanswered !== undefined) return 'unanswered';
  if (lastRead !== undefined && now - lastRead.at < HOUR_MS) return 'read';
  // An hour in which there was nothing to read from is not held against the clients.
  const since = Math.max(0, view.reachability.since ?? 0);
  return now - since < HOUR_MS ? 'not-read-yet' : 'not-read';
}
