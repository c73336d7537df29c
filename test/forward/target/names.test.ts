// The addresses of target names: how often they are looked up, and what is used without an answer.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Names, type FoundAddresses } from '../../../src/forward/target/names.js';
import { turns } from '../../support/sockets.js';

type Settle = (answer: string[] | string) => void;

/** Names whose lookups are answered by the test, with addresses or a code, and the clock at 0. */
class Scene {
  readonly lookups: { readonly name: string; readonly settle: Settle }[] = [];
  readonly told: string[] = [];
  private readonly names = new Names((name) => {
    return new Promise((resolve, reject) => {
      const settle: Settle = (answer) => {
        if (typeof answer === 'string') reject(Object.assign(new Error(), { code: answer }));
        else resolve(answer);
      };
      this.lookups.push({ name, settle });
    });
  });

  find(name: string, as = name): () => void {
    return this.names.find(name, (found) => this.told.push(`${as}: ${textOf(found)}`));
  }

  /** Answers the last lookup. */
  async answer(answer: string[] | string): Promise<void> {
    this.lookups.at(-1)?.settle(answer);
    await turns(2);
  }

  /** The answers since the last call. */
  async news(): Promise<string[]> {
    await turns(2);
    return this.told.splice(0);
  }
}

const textOf = (found: FoundAddresses): string => (found.ok ? found.addresses.join(' ') : found.code);

describe('the addresses of a name', () => {
  let now: number;
  let scene: Scene;
  beforeEach(() => {
    now = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => now);
    scene = new Scene();
  });
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it('are looked up once for all that ask meanwhile, and told to none that has given up', async () => {
    scene.find('a', 'first');
    scene.find('a', 'second')();
    scene.find('a', 'third');
    assert.equal(scene.lookups.length, 1);
    await scene.answer(['10.0.0.1', '10.0.0.2']);
    assert.deepEqual(await scene.news(), ['first: 10.0.0.1 10.0.0.2', 'third: 10.0.0.1 10.0.0.2']);
  });

  it('are told to none that another one gives up when it is told', async () => {
    let giveUp = (): void => undefined;
    const names = new Names(() => Promise.resolve(['10.0.0.1']));
    names.find('a', () => giveUp());
    giveUp = names.find('a', () => assert.fail('called back'));
    await turns(2);
  });

  it('are fresh for ten seconds, and never told within the call', async () => {
    scene.find('a');
    await scene.answer(['10.0.0.1']);
    now = 9999;
    scene.find('a');
    assert.deepEqual([scene.told.length, scene.lookups.length], [1, 1]);
    assert.deepEqual(await scene.news(), ['a: 10.0.0.1', 'a: 10.0.0.1']);
    now = 10_000;
    scene.find('a');
    await scene.answer(['10.0.0.2']);
    assert.deepEqual(await scene.news(), ['a: 10.0.0.2']);
  });

  it('do not wait for those of another name', async () => {
    scene.find('silent');
    scene.find('b');
    await scene.answer(['10.0.0.1']);
    assert.deepEqual(await scene.news(), ['b: 10.0.0.1']);
  });

  for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
    it(`are not there when the lookup fails with ${code}; it is repeated after a second`, async () => {
      scene.find('a');
      await scene.answer(code);
      now = 999;
      scene.find('a');
      assert.deepEqual([await scene.news(), scene.lookups.length], [[`a: ${code}`, `a: ${code}`], 1]);
      now = 1000;
      scene.find('a');
      await scene.answer(['10.0.0.1']);
      assert.deepEqual(await scene.news(), ['a: 10.0.0.1']);
    });

    it(`are the last known ones when a new lookup fails with ${code}`, async () => {
      scene.find('a');
      await scene.answer(['10.0.0.1']);
      now = 10_000;
      scene.find('a');
      await scene.answer(code);
      assert.deepEqual(await scene.news(), ['a: 10.0.0.1', 'a: 10.0.0.1']);
    });
  }

  it('are looked up ever more rarely while that fails, and as at first after a success', async () => {
    for (let time = 0; time < 2; time += 1) {
      scene.find('a');
      await scene.answer('ENOTFOUND');
      for (const ms of [1000, 2000, 4000, 8000, 10_000, 10_000]) {
        const before = scene.lookups.length;
        now += ms - 1;
        scene.find('a');
        assert.equal(scene.lookups.length, before, `looked up before ${ms} ms`);
        now += 1;
        scene.find('a');
        assert.equal(scene.lookups.length, before + 1, `not looked up after ${ms} ms`);
        await scene.answer('ENOTFOUND');
      }
      now += 10_000;
      scene.find('a');
      await scene.answer(['10.0.0.1']);
      now += 10_000;
    }
  });

  it('are waited for four seconds the first time; the late answer is for those that ask later', async () => {
    scene.find('a');
    mock.timers.tick(3999);
    assert.deepEqual(await scene.news(), []);
    mock.timers.tick(1);
    assert.deepEqual(await scene.news(), ['a: EAI_AGAIN']);
    scene.find('a');
    assert.deepEqual([await scene.news(), scene.lookups.length], [['a: EAI_AGAIN'], 1]);
    await scene.answer(['10.0.0.1']);
    scene.find('a');
    assert.deepEqual(await scene.news(), ['a: 10.0.0.1']);
  });

  it('are waited for half a second while older ones are known, or while there was no answer the last time', async () => {
    scene.find('a');
    await scene.answer('EAI_AGAIN');
    for (const expected of ['EAI_AGAIN', '10.0.0.1']) {
      await scene.news();
      now += 10_000;
      scene.find('a');
      mock.timers.tick(499);
      assert.deepEqual(await scene.news(), []);
      mock.timers.tick(1);
      assert.deepEqual(await scene.news(), [`a: ${expected}`]);
      await scene.answer(['10.0.0.1']);
    }
  });
});
