// The rule for a reading: a connection that read, one that stayed without an answer, or neither. It stands here only.
import type { ConnectionRecord } from './record.js';
import type { LiveConnection } from './view.js';

/** How long the target must have left a request unanswered before that is worth a word, in ms; answers take seconds. */
export const UNANSWERED_MS = 3000;

/**
 * Answers that prove a log-in. The first one may only ask for a password (401), and with a wrong one nothing follows.
 */
export const LOGIN_ANSWERS = 2;

export type Visit = 'read' | 'unanswered';

/** The facts of a connection that has ended. */
export type VisitFacts = Pick<
  ConnectionRecord,
  'answers' | 'awaitedMs' | 'firstByteMs' | 'outcome' | 'unansweredMs'
>;

/** Undefined for a probe, a handshake alone and a refusal. A target without a single byte answers no handshake either. */
export function visitOf({
  answers,
  awaitedMs,
  firstByteMs,
  outcome,
  unansweredMs,
}: VisitFacts): Visit | undefined {
  const waitedMs = firstByteMs === undefined ? Math.max(awaitedMs, unansweredMs) : awaitedMs;
  if (waitedMs >= UNANSWERED_MS && outcome !== 'shutdown') return 'unanswered';
  return answers > 0 ? 'read' : undefined;
}

/** Whether a connection that is still live has read already. */
export function hasRead({ answers, isAwaiting }: Pick<LiveConnection, 'answers' | 'isAwaiting'>): boolean {
  return answers >= (isAwaiting ? LOGIN_ANSWERS : 1);
}
