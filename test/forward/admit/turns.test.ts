// Turn-taking at a target, by examples; turns.model.test.ts tries the rest.
import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { Turns, type Slot } from '../../../src/forward/admit/turns.js';
import { TestOccupant, visitor, type VisitorOptions } from '../../support/visitors.js';

/** Lets clients request slots, and notes which of them are granted one after waiting, or lose their place. */
class Scene {
  readonly turns: Turns;
  readonly told: string[] = [];
  readonly occupants = new Map<string, TestOccupant>();

  constructor(limit: number) {
    this.turns = new Turns(limit);
  }

  /** @param name the client, and behind a `-` which of its connections */
  request(name: string, options: VisitorOptions = {}): Slot | undefined {
    const [client = ''] = name.split('-');
    const occupant = new TestOccupant();
    this.occupants.set(name, occupant);
    return this.turns.request(
      visitor(
        client,
        { turnIdle: 2000, turnLimit: 60_000, occupant, ...options },
        () => this.told.push(name),
        () => this.told.push(`${name} displaced`),
      ),
    );
  }

  /** A slot there must be. */
  slot(name: string, options?: VisitorOptions): Slot {
    const slot = this.request(name, options);
    assert.ok(slot);
    return slot;
  }

  answer(name: string): void {
    Object.assign(this.of(name), { restingSince: performance.now(), wasAnswered: true });
  }

  /** @param hasRested for so long that it is a question of its own, such as the next poll */
  ask(name: string, hasRested = false): void {
    this.of(name).restingSince = undefined;
    if (hasRested) this.of(name).resumedAt = performance.now();
  }

  isTold(name: string): boolean {
    return this.of(name).told.length > 0;
  }

  private of(name: string): TestOccupant {
    const occupant = this.occupants.get(name);
    assert.ok(occupant);
    return occupant;
  }
}

let now = 0;
function pass(ms: number): void {
  now += ms;
  mock.timers.tick(ms);
}

before(() => {
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
});
after(() => {
  mock.timers.reset();
  mock.restoreAll();
});

describe('slots', () => {
  it('are held at once as long as there is room, without being granted later', () => {
    const scene = new Scene(2);
    assert.deepEqual(
      ['a', 'a', 'b'].map((client) => scene.slot(client).state),
      ['held', 'held', 'waiting'],
    );
    assert.deepEqual(scene.told, []);
    assert.equal(scene.turns.queued, 1);
  });

  it('have no end without a limit', () => {
    const scene = new Scene(Infinity);
    for (let i = 0; i < 1000; i += 1) assert.equal(scene.request('a', { maxQueue: 0 })?.state, 'held');
  });

  it('go round among clients that are not answered, however many connections one of them has waiting', () => {
    const scene = new Scene(1);
    let held = scene.slot('x');
    const names = ['a-1', 'a-2', 'a-3', 'b-1', 'c-1', 'b-2'];
    const waiting = new Map(names.map((name) => [name, scene.slot(name)]));
    while (scene.turns.queued > 0) {
      held.leave();
      held = waiting.get(scene.told.at(-1) ?? '') ?? held;
    }
    assert.deepEqual(scene.told, ['a-1', 'b-1', 'c-1', 'a-2', 'b-2', 'a-3']);
  });

  it('go on at once when the limit is raised, and not before enough have left when it is lowered', () => {
    const scene = new Scene(1);
    const held = [scene.slot('a')];
    const waiting = ['b', 'c', 'd', 'e'].map((client) => scene.slot(client));
    scene.turns.limit = 3;
    assert.deepEqual(scene.told, ['b', 'c']);
    scene.turns.limit = 1;
    for (const slot of [...held, ...waiting.slice(0, 1)]) slot.leave();
    assert.deepEqual(scene.told, ['b', 'c']);
    waiting[1]?.leave();
    assert.deepEqual(scene.told, ['b', 'c', 'd']);
    scene.turns.limit = Infinity;
    assert.deepEqual(scene.told, ['b', 'c', 'd', 'e']);
  });

  it('may be given up the moment they are granted, and go to the next', () => {
    const scene = new Scene(1);
    const held = scene.slot('x');
    const granted: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      const slot = scene.turns.request(
        visitor(`${i % 7}`, {}, () => {
          granted.push(i);
          slot?.leave();
        }),
      );
    }
    held.leave();
    assert.equal(new Set(granted).size, 300);
    assert.equal(scene.slot('x').state, 'held');
  });
});

describe('a turn', () => {
  it('lasts as long as nobody else waits, whatever its connection does', () => {
    const scene = new Scene(1);
    scene.slot('a');
    scene.answer('a');
    pass(600_000);
    assert.equal(scene.isTold('a'), false);
  });

  it('ends when its connection has been idle after an answer, counted from the answer', () => {
    const scene = new Scene(1);
    const slot = scene.slot('a');
    scene.answer('a');
    pass(1500);
    scene.slot('b');
    pass(499);
    assert.equal(scene.isTold('a'), false);
    pass(1);
    assert.equal(scene.isTold('a'), true);
    assert.deepEqual(scene.told, [], 'its slot is not free before it is left');
    slot.leave();
    assert.deepEqual(scene.told, ['b']);
  });

  it('goes on while a question is open, until its limit', () => {
    const scene = new Scene(1);
    scene.slot('a');
    scene.answer('a');
    scene.slot('b');
    scene.ask('a');
    pass(59_999);
    assert.equal(scene.isTold('a'), false);
    pass(1);
    assert.equal(scene.isTold('a'), true);
  });

  it('ends at a short rest when another client has waited for ten seconds', () => {
    const scene = new Scene(1);
    scene.slot('a');
    scene.slot('b');
    for (let ms = 0; ms < 9500; ms += 500) {
      scene.answer('a');
      pass(240);
      scene.ask('a');
      pass(260);
    }
    assert.equal(scene.isTold('a'), false);
    scene.answer('a');
    pass(499);
    assert.equal(scene.isTold('a'), false);
    pass(1);
    assert.equal(scene.isTold('a'), true);
  });

  it('beyond its limit has five seconds from the moment that another client waits', () => {
    const scene = new Scene(1);
    scene.slot('a');
    scene.answer('a');
    scene.ask('a');
    pass(100_000);
    scene.slot('b');
    pass(4999);
    assert.equal(scene.isTold('a'), false);
    pass(1);
    assert.equal(scene.isTold('a'), true);
  });

  it('begins anew with the next poll on a kept connection, or on the one after it', () => {
    const scene = new Scene(1);
    const kept = scene.slot('a');
    scene.answer('a');
    pass(900_000);
    scene.ask('a', true);
    scene.slot('b');
    pass(59_999);
    assert.equal(scene.isTold('a'), false);
    kept.leave();
    scene.slot('a-2');
    pass(1);
    assert.equal(scene.isTold('a-2'), true);
  });

  it('ends after 20 s without a first byte of the target: half a question is none', () => {
    const scene = new Scene(1);
    scene.slot('a');
    scene.slot('b');
    pass(19_999);
    assert.equal(scene.isTold('a'), false);
    pass(1);
    assert.equal(scene.isTold('a'), true);
  });

  it('goes to the next connection of its own client sooner, and from there on', () => {
    const scene = new Scene(1);
    const first = scene.slot('a-1');
    scene.slot('b');
    scene.answer('a-1');
    scene.slot('a-2');
    pass(249);
    assert.equal(scene.isTold('a-1'), false);
    pass(1);
    assert.equal(scene.isTold('a-1'), true);
    first.leave();
    assert.deepEqual(scene.told, ['a-2']);
  });

  it('is kept for half a second between two connections of its client', () => {
    const scene = new Scene(1);
    for (const name of ['a-1', 'a-2', 'a-3']) {
      const slot = scene.slot(name);
      assert.equal(slot.state, 'held', name);
      if (name === 'a-1') scene.slot('b');
      scene.answer(name);
      slot.leave();
      pass(499);
    }
    assert.deepEqual(scene.told, []);
    pass(1);
    assert.deepEqual(scene.told, ['b']);
  });

  it('ends at any moment, also within a request, in favour of the connection that waits', () => {
    // So that it ends, once each, before and behind everything that the request asks the clock for.
    const clock = mock.method(performance, 'now', () => (now += 0.1));
    try {
      for (let before = 0; before < 3; before += 0.05) {
        const scene = new Scene(1);
        const slot = scene.slot('a');
        scene.slot('b');
        scene.answer('a');
        slot.leave();
        now += 500 - before;
        scene.slot('c');
        pass(600);
        assert.deepEqual(scene.told, ['b'], `${before}`);
      }
    } finally {
      clock.mock.mockImplementation(() => now);
    }
  });

  it('is not kept for a client that was not answered, nor beyond its limit', () => {
    const scene = new Scene(1);
    const silent = scene.slot('a');
    scene.slot('b');
    silent.leave();
    assert.deepEqual(scene.told, ['b']);
    const late = new Scene(1);
    const slot = late.slot('a');
    late.slot('b');
    late.answer('a');
    late.ask('a');
    pass(60_000);
    slot.leave();
    assert.deepEqual(late.told, ['b']);
  });

  it('ends for one waiting connection with the connection that has been idle longest', () => {
    const scene = new Scene(2);
    scene.slot('a');
    scene.slot('b');
    scene.answer('b');
    pass(100);
    scene.answer('a');
    scene.slot('c');
    pass(5000);
    assert.deepEqual([scene.isTold('a'), scene.isTold('b')], [false, true]);
  });

  it('names its holder', () => {
    const scene = new Scene(2);
    assert.equal(scene.turns.holder, undefined);
    scene.slot('a');
    pass(1000);
    scene.slot('b');
    pass(500);
    assert.deepEqual(scene.turns.holder, { client: 'a', turnMs: 1500 });
  });
});

describe('the queue', () => {
  it('has room for a client with fewer waiting connections, in place of the last of the client with most', () => {
    const scene = new Scene(1);
    const maxQueue = 4;
    scene.slot('x');
    for (const name of ['a-1', 'a-2', 'a-3', 'a-4']) scene.slot(name, { maxQueue });
    assert.equal(scene.request('a-5', { maxQueue }), undefined);
    scene.slot('b-1', { maxQueue });
    scene.slot('b-2', { maxQueue });
    assert.equal(scene.request('b-3', { maxQueue }), undefined, 'a would have fewer than b');
    assert.deepEqual(scene.told, ['a-4 displaced', 'a-3 displaced']);
    assert.equal(scene.turns.queued, 4);
  });

  it('may be closed altogether', () => {
    const scene = new Scene(1);
    scene.slot('x');
    assert.equal(scene.request('a', { maxQueue: 0 }), undefined);
  });
});
