// The rules for one connection of the soak, judged by the reports of its two ends and the log.
import type { Outcome, Side } from '../../src/forward/outcome.js';
import type { ClientReport } from './client.js';
import type { EndReport } from './end.js';
import { HEADER_BYTES } from './pattern.js';
import { FIRST_NAMELESS, type Plan } from './plan.js';
import type { TargetReport } from './soak-target.js';

/** The connection log's record, as far as it is looked at. */
export interface LoggedConnection {
  readonly id: number;
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
  readonly outcome: Outcome;
  /** As in ClientReport. */
  readonly client: string;
  /** Live connections after it. */
  readonly active: number;
}

export interface Evidence {
  readonly plan: Plan;
  readonly client: ClientReport;
  /** Missing when the target did not learn whose connection it was. */
  readonly target: TargetReport | undefined;
  readonly record: LoggedConnection | undefined;
  /** The target was being stopped or started again while it lasted. */
  readonly isDisturbed: boolean;
}

/** A piece the kernel had taken only in part is not counted when a connection is cut, see RelayResult. */
const PIECE_BYTES = 64 * 1024;

/** Everything that is wrong with a connection, in words. */
export function problems(evidence: Evidence): string[] {
  const { client, record } = evidence;
  const found = [
    ...endProblems('client', client),
    ...endProblems('target', evidence.target),
    ...flowProblems(evidence),
    ...meetingProblems(evidence),
    ...(record === undefined ? recordMissing(evidence) : recordProblems(evidence, record)),
  ];
  if (client.isStuck) found.push('it did not end');
  return found;
}

/** The listening port was closed: legitimate while the target is away. */
export function isRefused({ error }: ClientReport): boolean {
  return error === 'ECONNREFUSED';
}

/** Reset before the program had accepted it: its record cannot know whose it was. */
export function mayBeAnonymous({ client, record }: Evidence): boolean {
  return record === undefined && client.cut !== undefined && !isRefused(client);
}

/** Both ends did and saw everything they were to. */
export function isInOrder({ plan, client, target }: Evidence): boolean {
  if (client.cut !== undefined || !client.receivedFin || client.error !== undefined) return false;
  if (target === undefined) return plan.client.size === 0 && client.received === 0;
  return target.cut === undefined && target.receivedFin && target.error === undefined;
}

/** The answer to a client that sent no number ended before its own number had come. */
function isUnknown({ plan, client, target }: Evidence): boolean {
  return target === undefined && plan.client.size === 0 && client.received < HEADER_BYTES;
}

function endProblems(side: Side, end: EndReport | undefined): string[] {
  if (end?.wrongAt === undefined) return [];
  return [`byte ${end.wrongAt} at the ${side} is wrong`];
}

/** Compares the bytes that one end received with those that the other sent. */
function flowProblems({ plan, client, target }: Evidence): string[] {
  if (target === undefined) return [];
  const isNameless = target.plan >= FIRST_NAMELESS;
  return [
    ...directionProblems('client', client, target),
    ...directionProblems('target', target, client),
    ...(client.heard !== undefined && client.heard !== target.plan
      ? ['the client got the bytes of another']
      : []),
    ...(!isNameless && target.plan !== plan.number ? ['the target got the bytes of another'] : []),
  ];
}

function directionProblems(side: Side, from: EndReport, at: EndReport): string[] {
  const found = [];
  if (at.received > from.sent) found.push(`${at.received} bytes came of ${from.sent} the ${side} had sent`);
  if (at.receivedFin && !from.sentFin && from.cut !== 'close')
    found.push(`a FIN came that the ${side} had not sent`);
  if (at.receivedFin && from.sentFin && at.received !== from.sent)
    found.push(`the ${side}'s FIN came after ${at.received} of ${from.sent} bytes`);
  const wasReset = from.cut === 'reset' && !from.sentFin;
  if (wasReset && at.cut === undefined && at.error === undefined) found.push(`the ${side}'s RST was lost`);
  return found;
}

/** Whether the connection had to come about and to be complete. */
function meetingProblems(evidence: Evidence): string[] {
  if (isInOrder(evidence)) return sizeProblems(evidence);
  if (mayBeIncomplete(evidence)) return [];
  const { client, target } = evidence;
  const errors = `client ${client.error ?? 'no error'}, target ${target?.error ?? 'no error'}`;
  return [
    target === undefined ? `it never met the target (${errors})` : `it was cut by neither end (${errors})`,
  ];
}

function mayBeIncomplete(evidence: Evidence): boolean {
  const { client, target, isDisturbed } = evidence;
  if (client.cut !== undefined || target?.cut !== undefined || isUnknown(evidence)) return true;
  return target === undefined && isDisturbed && client.error !== undefined && !client.receivedFin;
}

function sizeProblems({ plan, client, target }: Evidence): string[] {
  if (client.sent === plan.client.size && (target === undefined || target.received === client.sent))
    return [];
  return [`it ended after ${client.sent} of ${plan.client.size} bytes to target`];
}

function recordMissing({ client, isDisturbed }: Evidence): string[] {
  if (isRefused(client)) return isDisturbed ? [] : ['the port was closed although the target was there'];
  if (client.cut !== undefined) return []; // see mayBeAnonymous()
  // The kernel resets what waits at a listening port that is closed.
  return isDisturbed && client.received === 0 ? [] : ['it has no record in the log'];
}

function recordProblems(evidence: Evidence, record: LoggedConnection): string[] {
  const { client, target } = evidence;
  const expected = outcomes(evidence);
  const found = expected.includes(record.outcome)
    ? []
    : [`its outcome is ${record.outcome}, not ${expected.join(' or ')}`];
  // A client cut before the target knew it may have been answered as one of those without a number.
  const mayBeAnswered = client.cut !== undefined || isUnknown(evidence);
  const answered = target?.sent ?? (mayBeAnswered ? Infinity : 0);
  const exact = isInOrder(evidence);
  found.push(
    ...countProblems('bytesToTarget', record.bytesToTarget, target?.received ?? 0, client.sent, exact),
  );
  found.push(...countProblems('bytesToClient', record.bytesToClient, client.received, answered, exact));
  return found;
}

function countProblems(
  name: string,
  counted: number,
  received: number,
  sent: number,
  exact: boolean,
): string[] {
  const least = exact ? received : received - PIECE_BYTES;
  if (counted >= least && counted <= (exact ? received : sent)) return [];
  return [`${name} is ${counted}, but ${sent} bytes were sent and ${received} received`];
}

/** The outcomes that fit: for ends that come close together, either may be noticed first. */
function outcomes(evidence: Evidence): Outcome[] {
  const { plan, client, target, isDisturbed } = evidence;
  if (isInOrder(evidence)) {
    if (plan.lastToClose !== 'client') return plan.lastToClose === 'target' ? ['client-closed'] : [...CLOSED];
    return ['target-closed'];
  }
  const possible = [...endOutcomes('client', client), ...endOutcomes('target', target)];
  if (isDisturbed && target === undefined) possible.push('target-refused');
  const resets = possible.filter((outcome) => !CLOSED.includes(outcome));
  const isOnlyReset = [client, target].some((end) => end?.cut === 'reset' && !end.sentFin);
  return isOnlyReset && resets.length === 1 ? resets : possible;
}

const CLOSED: readonly Outcome[] = ['client-closed', 'target-closed'];

/** A target that did not know whose connection it was may have ended it in any way. */
function endOutcomes(side: Side, end: EndReport | undefined): Outcome[] {
  const closed = end === undefined || end.sentFin || end.cut === 'close';
  const cut = end === undefined || end.cut !== undefined;
  return [...(closed ? [`${side}-closed` as const] : []), ...(cut ? [`${side}-reset` as const] : [])];
}
