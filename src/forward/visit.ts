// What a connection came to for its client: a reading, a request without an answer, or neither. The only place that says so.
import type { ConnectionRecord } from './record.js';
import type { LiveConnection } from './view.js';

/** How long the target must have left a request unanswered before that is worth a word, in ms; answers take seconds. */
const UNANSWERED_MS = 3000;

/**
 * Answers that prove a log-in. The first one may only ask for a password (401), and with a wrong one nothing follows.
 */
export const LOGIN_ANSWERS = 2;

export type Visit = 'read' | 'unanswered';

/** Undefined for a probe, a handshake alone and a refusal. */
export function visitOf({
  answers,
  outcome,
  unansweredMs,
}: Pick<ConnectionRecord, 'answers' | 'outcome' | 'unansweredMs'>): Visit | undefined {
  if (unansweredMs >= UNANSWERED_MS && outcome !== 'shutdown') return 'unanswered';
  return answers > 0 ? 'read' : undefined;
}

/** Whether a connection that is still live has read already. */
export function hasRead({ answers, isAwaiting }: Pick<LiveConnection, 'answers' | 'isAwaiting'>): boolean {
  return answers >= (isAwaiting ? LOGIN_ANSWERS : 1);
}
