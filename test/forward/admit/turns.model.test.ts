// Turn-taking at a target under random steps and simulated time: what must hold after each of them.
import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { Turns, type Slot } from '../../../src/forward/admit/turns.js';
import { TestOccupant, visitor } from '../../support/visitors.js';

const IDLE_MS = 2000;
const LIMIT_MS = 10_000;
const OWN_IDLE_MS = 250;
const PATIENCE_MS = 10_000;
const PAUSE_MS = 500;
const NOTICE_MS = 5000;
const FIRST_ANSWER_MS = 20_000;
/** How far the simulated time goes on at once: what is due is done so much later at most. */
const STEP_MS = 10;

/** The nth of all connections that there have been, also of those that are over. */
interface ToOne {
  readonly kind: 'leave' | 'ask' | 'answer';
  readonly nth: number;
}

type Step =
  /** `isHasty`: it is left as soon as it is granted; `isObedient`: when it is told to give way. */
  | {
      readonly kind: 'request';
      readonly client: string;
      readonly maxQueue: number;
      readonly isHasty: boolean;
      readonly isObedient: boolean;
    }
  | ToOne
  | { readonly kind: 'limit'; readonly limit: number }
  | { readonly kind: 'pass'; readonly ms: number };

const limit = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(Infinity));
const request = fc.record({
  kind: fc.constant('request' as const),
  client: fc.constantFrom('a', 'b', 'c', 'd'),
  maxQueue: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(100)),
  isHasty: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  isObedient: fc.boolean(),
});
const toOne = fc.record({ kind: fc.constantFrom('leave', 'ask', 'answer', 'answer'), nth: fc.nat() });
const change = fc.record({ kind: fc.constant('limit' as const), limit });
const pass = fc.record({
  kind: fc.constant('pass' as const),
  ms: fc.constantFrom(10, 200, 300, 1900, 2100, 6000),
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: request, weight: 6 },
    { arbitrary: toOne, weight: 9 },
    { arbitrary: pass, weight: 4 },
    { arbitrary: change, weight: 1 },
  ),
  { maxLength: 120, size: 'max' },
);

let clock = 0;

/** The events of one connection of a client, and when they happened. */
class Visit extends TestOccupant {
  slot: Slot | undefined;
  state: 'waiting' | 'held' | 'over' = 'waiting';
  readonly since = clock;
  /** When it was granted or left; Infinity while it waits. */
  until = Infinity;
  wasGranted = false;
  isTold = false;
  /** The beginning of its turn, once it was granted. */
  turnSince = NaN;

  constructor(
    private readonly trial: Trial,
    readonly client: string,
    readonly isHasty: boolean,
    readonly isObedient: boolean,
  ) {
    super();
  }

  override giveWay(outcome: string): void {
    assert.equal(outcome, 'turn-ended');
    this.trial.assertDue(this);
    this.isTold = true;
    if (this.isObedient) this.trial.leave(this);
  }
}

/** Does the steps, and keeps its own books of them. */
class Trial {
  readonly visits: Visit[] = [];
  private readonly turns: Turns;
  /** When the last connection of a client that had been answered left its slot. */
  private readonly leftAt = new Map<string, number>();

  constructor(private most: number) {
    this.turns = new Turns(most);
  }

  do(step: Step): void {
    clock += 0.001;
    if (step.kind === 'request') this.request(step);
    else if (step.kind === 'limit') this.turns.limit = this.most = step.limit;
    else if (step.kind === 'pass') this.passAndCheck(step.ms);
    else if (this.visits.length > 0) this.toOne(step.kind, this.visits[step.nth % this.visits.length]);
    this.check();
  }

  /** Leaves all that is held, again and again, until nothing is left. */
  end(): void {
    for (let round = 0; this.of('held').length > 0 || this.of('waiting').length > 0; round += 1) {
      assert.ok(round <= this.visits.length, 'a connection was forgotten');
      for (const visit of this.of('held')) this.leave(visit);
      this.pass(PAUSE_MS + 2 * STEP_MS);
    }
  }

  private pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      clock += STEP_MS;
      mock.timers.tick(STEP_MS);
    }
  }

  private request({ client, maxQueue, isHasty, isObedient }: Step & { kind: 'request' }): void {
    const [held, waiting] = [this.of('held').length, this.of('waiting')];
    const visit = new Visit(this, client, isHasty, isObedient);
    const rules = { maxQueue, turnIdle: IDLE_MS, turnLimit: LIMIT_MS, occupant: visit };
    const ask = visitor(
      client,
      rules,
      () => this.grant(visit),
      () => this.displace(visit),
    );
    const mayDisplace = this.longestLine().length >= this.lineOf(client).length + 2 && maxQueue > 0;
    visit.slot = this.turns.request(ask);
    if (visit.slot !== undefined) this.visits.push(visit);
    else assert.ok(waiting.length >= maxQueue && held + this.pausing >= this.most && !mayDisplace);
    if (visit.slot?.state === 'held') {
      assert.ok(held < this.most, 'more than the limit are held');
      Object.assign(visit, { state: 'held', until: clock, turnSince: visit.slot.turnSince });
    }
  }

  private displace(visit: Visit): void {
    assert.equal(visit.state, 'waiting');
    const own = this.lineOf(visit.client);
    assert.deepEqual([own.at(-1), own.length], [visit, this.longestLine().length]);
    clock += 0.001;
    [visit.state, visit.until] = ['over', clock];
  }

  private lineOf(client: string): Visit[] {
    return this.of('waiting').filter((visit) => visit.client === client);
  }

  private longestLine(): Visit[] {
    const lines = ['a', 'b', 'c', 'd'].map((client) => this.lineOf(client));
    return lines.reduce((longest, line) => (line.length > longest.length ? line : longest));
  }

  private grant(visit: Visit): void {
    assert.equal(visit.state, 'waiting');
    const [first] = this.lineOf(visit.client);
    assert.equal(visit, first, 'a client is not served in the order of its arrival');
    assert.ok(this.of('held').length < this.most, 'more than the limit are held');
    clock += 0.001;
    const { turnSince } = visit.slot ?? visit;
    Object.assign(visit, { state: 'held', until: clock, wasGranted: true, turnSince });
    if (visit.isHasty) this.leave(visit);
  }

  private toOne(kind: ToOne['kind'], visit: Visit | undefined): void {
    if (visit === undefined) return;
    if (kind === 'leave') this.leave(visit);
    else if (visit.state === 'held' && !visit.isTold) {
      visit.restingSince = kind === 'answer' ? clock : undefined;
      visit.wasAnswered ||= kind === 'answer';
    }
  }

  leave(visit: Visit): void {
    clock += 0.001;
    if (visit.state === 'waiting') visit.until = clock;
    if (visit.state === 'held' && visit.wasAnswered) this.leftAt.set(visit.client, clock);
    visit.state = 'over';
    visit.slot?.leave();
  }

  /** That a connection has to go only for one that waits, and not before its time. */
  assertDue(visit: Visit): void {
    const waiting = this.of('waiting');
    const others = waiting.filter(({ client }) => client !== visit.client);
    const own = waiting.length - others.length;
    assert.ok(waiting.length > 0 && !visit.isTold && visit.state === 'held');
    const rest = clock - (visit.restingSince ?? Infinity);
    const since = Math.min(...(others.length > 0 ? others : waiting).map((each) => each.since));
    const isShort = rest >= OWN_IDLE_MS && clock - since >= PATIENCE_MS;
    const isIdle = (others.length > 0 && (rest >= IDLE_MS || isShort)) || (own > 0 && rest >= OWN_IDLE_MS);
    const isOver = clock - since >= NOTICE_MS && this.isBeyondLimit(visit);
    assert.ok(isIdle || isOver, 'a connection had to go before its time');
  }

  private isBeyondLimit({ slot, wasAnswered, until }: Visit): boolean {
    const isUnanswered = !wasAnswered && clock - until >= FIRST_ANSWER_MS;
    return isUnanswered || clock - (slot?.turnSince ?? NaN) >= LIMIT_MS;
  }

  private check(): void {
    const [held, waiting] = [this.of('held'), this.of('waiting')];
    assert.ok(
      waiting.length === 0 || held.length + this.pausing >= this.most,
      'a connection waits though there is room',
    );
    assert.equal(this.turns.queued, waiting.length);
    for (const { slot, state } of this.visits) assert.equal(slot?.state, state);
  }

  private passAndCheck(ms: number): void {
    this.pass(ms);
    const held = this.of('held');
    if (held.length === 1 && this.most === 1 && this.of('waiting').length > 0) this.assertNotOverdue(held[0]);
  }

  private assertNotOverdue(visit: Visit | undefined): void {
    if (visit === undefined || visit.isTold) return;
    const waiting = this.of('waiting');
    const others = waiting.filter(({ client }) => client !== visit.client);
    const late = 2 * STEP_MS;
    const rest = visit.restingSince ?? Infinity;
    const own = waiting.filter(({ client }) => client === visit.client);
    /** Not before the first of these waits. */
    const isPunctual = (due: number, waiters: readonly Visit[]): boolean =>
      clock <= Math.max(due, Math.min(...waiters.map(({ since }) => since))) + late;
    assert.ok(isPunctual(rest + IDLE_MS, others), 'a turn is idle for too long');
    assert.ok(isPunctual(rest + OWN_IDLE_MS, own), 'a client waits for itself');
    const since = Math.min(...waiting.map((each) => each.since));
    const last = Math.max(visit.turnSince + LIMIT_MS, since + NOTICE_MS) + late;
    // Another client begins to wait when the connection's own one already does: then its notice counts.
    const latest =
      others.length > 0 ? Math.max(last, ...others.map((each) => each.since + NOTICE_MS + late)) : last;
    assert.ok(clock <= latest, 'a turn goes on beyond its limit');
  }

  /** At most so many slots are kept for the next connection of a client. */
  private get pausing(): number {
    const holding = new Set(this.of('held').map(({ client }) => client));
    return [...this.leftAt].filter(([client, at]) => clock - at <= PAUSE_MS + STEP_MS && !holding.has(client))
      .length;
  }

  private of(state: Visit['state']): Visit[] {
    return this.visits.filter((visit) => visit.state === state);
  }
}

/** Between two turns of one client, each other client that waited all the time has been granted one. */
function assertFair(visits: readonly Visit[]): void {
  const grants = visits.filter(({ wasGranted }) => wasGranted).toSorted((a, b) => a.until - b.until);
  const clients = [...new Set(visits.map(({ client }) => client))];
  for (const [index, { client, until: to, turnSince }] of grants.entries()) {
    const before = grants.slice(0, index).findLast((grant) => grant.client === client);
    if (before === undefined || before.turnSince === turnSince) continue;
    const from = before.until;
    for (const other of clients.filter((each) => each !== client)) {
      const own = visits.filter((visit) => visit.client === other);
      if (!isCovered(own, from, to)) continue;
      const wasServed = own.some(({ wasGranted, until }) => wasGranted && from < until && until < to);
      assert.ok(wasServed, `${client} was served twice and ${other} waited`);
    }
  }
}

/** Whether at each moment of a time at least one of the visits is waiting. */
function isCovered(visits: readonly Visit[], from: number, to: number): boolean {
  for (let now = from; now < to;) {
    const next = Math.max(
      ...visits.filter(({ since, until }) => since <= now && now < until).map(({ until }) => until),
    );
    if (next === -Infinity) return false;
    now = next;
  }
  return true;
}

describe('turns, under random steps', () => {
  before(() => {
    mock.method(performance, 'now', () => clock);
  });
  after(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it('are never too many, come in order and fairly, end when they are due, and none is lost', () => {
    fc.assert(
      fc.property(limit, steps, (first, all) => {
        // Not those of a run that failed.
        mock.timers.reset();
        mock.timers.enable({ apis: ['setTimeout'] });
        const trial = new Trial(first);
        for (const step of all) trial.do(step);
        trial.end();
        assertFair(trial.visits);
      }),
      { numRuns: 300 },
    );
  });
});
