// Turn-taking at a target, by examples; turns.model.test.ts tries the rest.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Turns, type Turn } from '../../../src/forward/admit/turns.js';

/** More than ever wait. */
const ENDLESS = 1000;

/** Lets clients request turns, and notes which of them are granted one after waiting. */
class Scene {
  readonly turns: Turns;
  readonly granted: string[] = [];

  constructor(limit: number) {
    this.turns = new Turns(limit);
  }

  /** @param name the client, and behind a `-` which of its connections */
  request(name: string, maxQueue = ENDLESS): Turn | undefined {
    const [client = ''] = name.split('-');
    return this.turns.request(client, maxQueue, () => this.granted.push(name));
  }

  /** A turn there must be. */
  turn(name: string): Turn {
    const turn = this.request(name);
    assert.ok(turn);
    return turn;
  }
}

describe('turns', () => {
  it('are held at once as long as there is room, without being granted later', () => {
    const scene = new Scene(2);
    assert.deepEqual(
      ['a', 'a', 'b'].map((client) => scene.turn(client).state),
      ['held', 'held', 'waiting'],
    );
    assert.deepEqual(scene.granted, []);
    assert.equal(scene.turns.queued, 1);
  });

  it('have no end without a limit', () => {
    const scene = new Scene(Infinity);
    for (let i = 0; i < ENDLESS; i += 1) assert.equal(scene.request('a', 0)?.state, 'held');
  });

  it('go round among the clients, however many connections one of them has waiting', () => {
    const scene = new Scene(1);
    let held = scene.turn('x');
    const names = ['a-1', 'a-2', 'a-3', 'b-1', 'c-1', 'b-2'];
    const waiting = new Map(names.map((name) => [name, scene.turn(name)]));
    while (scene.turns.queued > 0) {
      held.leave();
      held = waiting.get(scene.granted.at(-1) ?? '') ?? held;
    }
    assert.deepEqual(scene.granted, ['a-1', 'b-1', 'c-1', 'a-2', 'b-2', 'a-3']);
  });

  it('go on at once when the limit is raised, and not before enough have left when it is lowered', () => {
    const scene = new Scene(1);
    const held = [scene.turn('a')];
    const waiting = ['b', 'c', 'd', 'e'].map((client) => scene.turn(client));
    scene.turns.limit = 3;
    assert.deepEqual(scene.granted, ['b', 'c']);
    scene.turns.limit = 1;
    for (const turn of [...held, ...waiting.slice(0, 1)]) turn.leave();
    assert.deepEqual(scene.granted, ['b', 'c']);
    waiting[1]?.leave();
    assert.deepEqual(scene.granted, ['b', 'c', 'd']);
    scene.turns.limit = Infinity;
    assert.deepEqual(scene.granted, ['b', 'c', 'd', 'e']);
  });

  it('may be given up the moment they are granted, and go to the next', () => {
    const scene = new Scene(1);
    const held = scene.turn('x');
    const granted: number[] = [];
    for (let i = 0; i < 300; i += 1) {
      const turn = scene.turns.request(`${i % 7}`, ENDLESS, () => {
        granted.push(i);
        turn?.leave();
      });
    }
    held.leave();
    assert.equal(new Set(granted).size, 300);
    assert.equal(scene.turn('x').state, 'held');
  });
});
