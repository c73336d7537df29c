// Turn-taking at a target under random requests, departures and limits: what must hold after each of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Turns, type Turn } from '../../../src/forward/admit/turns.js';

type Step =
  /** `isHasty`: it is left as soon as it is granted. */
  | {
      readonly kind: 'request';
      readonly client: string;
      readonly maxQueue: number;
      readonly isHasty: boolean;
    }
  /** One of all that there have been, also those that are over. */
  | { readonly kind: 'leave'; readonly nth: number }
  | { readonly kind: 'limit'; readonly limit: number };

const limit = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(Infinity));
const request = fc.record({
  kind: fc.constant('request' as const),
  client: fc.constantFrom('a', 'b', 'c', 'd'),
  maxQueue: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(100)),
  isHasty: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const leave = fc.record({ kind: fc.constant('leave' as const), nth: fc.nat() });
const change = fc.record({ kind: fc.constant('limit' as const), limit });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: request, weight: 6 },
    { arbitrary: leave, weight: 6 },
    { arbitrary: change, weight: 1 },
  ),
  { maxLength: 120, size: 'max' },
);

/** The events of one connection of a client, each with its number in the order of all events. */
interface Visit {
  readonly client: string;
  readonly isHasty: boolean;
  turn: Turn | undefined;
  state: 'waiting' | 'held' | 'over';
  readonly since: number;
  /** When it was granted or left; Infinity while it waits. */
  until: number;
  wasGranted: boolean;
}

/** Does the steps, and keeps its own books of them. */
class Trial {
  readonly visits: Visit[] = [];
  private readonly turns: Turns;
  private now = 0;

  constructor(private most: number) {
    this.turns = new Turns(most);
  }

  do(step: Step): void {
    if (step.kind === 'request') this.request(step);
    else if (step.kind === 'limit') this.turns.limit = this.most = step.limit;
    else if (this.visits.length > 0) this.leave(this.visits[step.nth % this.visits.length]);
    this.check();
  }

  /** Leaves all that is held, again and again, until nothing is left. */
  end(): void {
    while (this.of('held').length > 0) this.do({ kind: 'leave', nth: this.visits.findIndex(isHeld) });
    assert.equal(this.of('waiting').length, 0, 'a connection was forgotten');
  }

  private request({ client, maxQueue, isHasty }: Step & { kind: 'request' }): void {
    const [held, waiting] = [this.of('held').length, this.of('waiting').length];
    const since = (this.now += 1);
    const visit: Visit = {
      client,
      isHasty,
      turn: undefined,
      state: 'waiting',
      since,
      until: Infinity,
      wasGranted: false,
    };
    visit.turn = this.turns.request(client, maxQueue, () => {
      this.grant(visit);
    });
    assert.equal(visit.turn === undefined, held >= this.most && waiting >= maxQueue);
    if (visit.turn === undefined) return;
    assert.equal(visit.turn.state, held < this.most ? 'held' : 'waiting');
    if (held < this.most) [visit.state, visit.until] = ['held', since];
    this.visits.push(visit);
  }

  private grant(visit: Visit): void {
    assert.equal(visit.state, 'waiting');
    const [first] = this.of('waiting').filter(({ client }) => client === visit.client);
    assert.equal(visit, first, 'a client is not served in the order of its arrival');
    assert.ok(this.of('held').length < this.most, 'more than the limit are held');
    this.now += 1;
    [visit.state, visit.until, visit.wasGranted] = ['held', this.now, true];
    if (visit.isHasty) this.leave(visit);
  }

  private leave(visit: Visit | undefined): void {
    if (visit === undefined) return;
    this.now += 1;
    if (visit.state === 'waiting') visit.until = this.now;
    visit.state = 'over';
    visit.turn?.leave();
  }

  private check(): void {
    const waiting = this.of('waiting').length;
    assert.ok(
      waiting === 0 || this.of('held').length >= this.most,
      'a connection waits though there is room',
    );
    assert.equal(this.turns.queued, waiting);
    for (const { turn, state } of this.visits) assert.equal(turn?.state, state);
  }

  private of(state: Visit['state']): Visit[] {
    return this.visits.filter((visit) => visit.state === state);
  }
}

const isHeld = ({ state }: Visit): boolean => state === 'held';

/** Between two grants to one client, each other client that waited all the time has been granted one. */
function assertFair(visits: readonly Visit[]): void {
  const grants = visits.filter(({ wasGranted }) => wasGranted).toSorted((a, b) => a.until - b.until);
  const clients = [...new Set(visits.map(({ client }) => client))];
  for (const [index, { client, until: to }] of grants.entries()) {
    const before = grants.slice(0, index).findLast((grant) => grant.client === client);
    if (before === undefined) continue;
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
  const moments = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return moments.every((now) => visits.some(({ since, until }) => since <= now && now < until));
}

describe('turns, under random steps', () => {
  it('are never too many, come in order and fairly, and none is lost', () => {
    fc.assert(
      fc.property(limit, steps, (first, all) => {
        const trial = new Trial(first);
        for (const step of all) trial.do(step);
        trial.end();
        assertFair(trial.visits);
      }),
      { numRuns: 500 },
    );
  });
});
