// When a connection has to end because another one waits for its slot. Pure, and the only place with these times.

/** Times in ms, 0 = off. */
export interface TurnRules {
  /** How long nothing may move after an answer. */
  readonly turnIdle: number;
  /** How long a turn may last. */
  readonly turnLimit: number;
}

/** A connection that holds a slot. Times are those of performance.now(). */
export interface Occupancy {
  readonly rules: TurnRules;
  /** When its turn began, and when it got its slot. */
  readonly turnSince: number;
  readonly since: number;
  /** Since when nothing has moved after an answer of the target; undefined while there is a question, or no answer yet. */
  readonly restingSince: number | undefined;
  /** Whether the target has ever answered. */
  readonly wasAnswered: boolean;
}

/** Since when connections of its own client and of other clients have been waiting; undefined if none is. */
export interface Waits {
  readonly own: number | undefined;
  readonly others: number | undefined;
}

/** `within`: the turn goes on with the next connection of the same client; `turn`: it is over. */
export interface End {
  readonly at: number;
  readonly ending: 'within' | 'turn';
}

/** The next connection of the same client would wait for itself, where a client uses two at a time. */
const OWN_IDLE_MS = 250;
/** A turn between two connections: a client that closes after each answer opens the next one at once. */
const PAUSE_MS = 500;
/** After this wait, in ms, a short rest is enough: a client that asks each second is never idle for longer. */
const PATIENCE_MS = 10_000;
/** The rest of a turn beyond its limit when another connection begins to wait, in ms: time for an answer. */
const NOTICE_MS = 5000;
/** How long the first answer may take, in ms: half a question must not keep a turn to its limit. */
const FIRST_ANSWER_MS = 20_000;

/** The next moment at which the connection may have to end; Infinity if none. One that does not rest may rest by then. */
export function endOf(occupancy: Occupancy, waits: Waits, now: number): End {
  const { rules, restingSince = now } = occupancy;
  const idle = orNever(rules.turnIdle);
  const ends: End[] = [{ at: limitOf(occupancy, waits), ending: 'turn' }];
  if (waits.others !== undefined) {
    const patient = Math.max(restingSince + OWN_IDLE_MS, waits.others + PATIENCE_MS);
    ends.push({ at: Math.min(restingSince + idle, patient), ending: 'turn' });
  }
  if (waits.own !== undefined)
    ends.push({ at: restingSince + Math.min(OWN_IDLE_MS, idle), ending: 'within' });
  return ends.reduce((first, end) => (end.at < first.at ? end : first));
}

/** When the turn is over in any case; Infinity while nothing waits. */
export function limitOf({ rules, turnSince, since, wasAnswered }: Occupancy, { own, others }: Waits): number {
  const waitedSince = others ?? own ?? Infinity;
  const limit = turnSince + orNever(rules.turnLimit);
  const last = wasAnswered ? limit : Math.min(limit, since + FIRST_ANSWER_MS);
  return Math.max(last, waitedSince + NOTICE_MS);
}

/** How long a turn goes on after its last connection, for the next one of its client. */
export function pauseOf({ turnIdle }: TurnRules): number {
  return Math.min(PAUSE_MS, turnIdle);
}

function orNever(time: number): number {
  return time === 0 ? Infinity : time;
}
