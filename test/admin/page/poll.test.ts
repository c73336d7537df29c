// Asking again and again: when, how often, and what becomes of questions without an answer.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, it, mock, afterEach } from 'node:test';
import { pageModule } from '../../support/page-module.js';

interface Listener {
  answered(status: unknown): void;
  lost(): void;
  slowed(): void;
}

type Fetch = (url: string, options: { readonly signal: AbortSignal }) => Promise<Response>;

const { Poll, INTERVAL_MS, PATIENCE_MS, SLOWEST_MS, TIMEOUT_MS } = await pageModule<{
  readonly Poll: new (url: string, listener: Listener, fetch: Fetch) => { start(): void; stop(): void };
  readonly INTERVAL_MS: number;
  readonly PATIENCE_MS: number;
  readonly SLOWEST_MS: number;
  readonly TIMEOUT_MS: number;
}>('poll.js');

let passed = 0;

beforeEach(() => {
  passed = 0;
  mock.method(performance, 'now', () => passed);
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

/** Lets time pass, and what happens in it come to rest. */
async function pass(ms: number): Promise<void> {
  passed += ms;
  mock.timers.tick(ms);
  await turn();
}

const fine = (): Promise<Response> => Promise.resolve(Response.json({ version: '1' }));
const plain = (status: number) => (): Promise<Response> => Promise.resolve(new Response('no', { status }));
const silent: Fetch = (_url, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });

/** A poll that has begun; `answer` may be changed. */
async function scene(first: Fetch = fine) {
  const told: string[] = [];
  const asked: AbortSignal[] = [];
  const state = { answer: first };
  const poll = new Poll(
    'status',
    {
      answered: (status) => told.push(`answered ${JSON.stringify(status)}`),
      lost: () => told.push('lost'),
      slowed: () => told.push('slowed'),
    },
    (url, options) => {
      asked.push(options.signal);
      return state.answer(url, options);
    },
  );
  poll.start();
  await turn();
  return { told, asked, state, poll };
}

describe('the poll of the status page', () => {
  it('asks at once, and then every two seconds', async () => {
    const { told, asked, poll } = await scene();
    assert.deepEqual(told, ['answered {"version":"1"}']);
    poll.start();
    await pass(INTERVAL_MS - 100);
    assert.equal(asked.length, 1, 'a second start changes nothing');
    await pass(100);
    await pass(INTERVAL_MS);
    assert.deepEqual([asked.length, told.length], [3, 3]);
    poll.stop();
  });

  it('never has two questions out, and gives one up after a while', async () => {
    const { told, asked, poll } = await scene(silent);
    await pass(TIMEOUT_MS - 1);
    assert.deepEqual([asked.length, told.length], [1, 0]);
    await pass(1);
    assert.equal(asked[0]?.aborted, true);
    assert.deepEqual(told, ['lost']);
    await pass(INTERVAL_MS);
    assert.equal(asked.length, 2);
    poll.stop();
  });

  it('counts contact as lost five seconds after the last answer at the latest, though one may still come', async () => {
    const { told, state, poll } = await scene();
    state.answer = silent;
    await pass(INTERVAL_MS);
    await pass(PATIENCE_MS - INTERVAL_MS);
    assert.deepEqual(told.slice(1), ['lost']);
    assert.ok(PATIENCE_MS < 5000 && PATIENCE_MS < INTERVAL_MS + TIMEOUT_MS);
    poll.stop();
  });

  const FAILURES: readonly (readonly [string, Fetch])[] = [
    ['an error', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['another status than 200', () => Promise.resolve(Response.json({}, { status: 503 }))],
    ['something that is not JSON', plain(200)],
  ];
  for (const [name, failure] of FAILURES)
    it(`takes ${name} for lost contact, and recovers by itself`, async () => {
      const { told, state, poll } = await scene(failure);
      await pass(INTERVAL_MS);
      assert.deepEqual(told, ['lost', 'lost']);
      state.answer = fine;
      await pass(INTERVAL_MS);
      assert.equal(told.at(-1), 'answered {"version":"1"}');
      await pass(PATIENCE_MS - INTERVAL_MS);
      assert.equal(told.filter((word) => word === 'lost').length, 2, 'and does not remember the old loss');
      poll.stop();
    });

  it('asks ever more rarely when told that it is too often, and as before when answered', async () => {
    const { told, asked, state, poll } = await scene(plain(429));
    for (const pause of [2, 4, 8].map((times) => times * INTERVAL_MS)) {
      const before = asked.length;
      await pass(pause - 100);
      assert.equal(asked.length, before);
      await pass(100);
      assert.equal(asked.length, before + 1);
    }
    await pass(SLOWEST_MS);
    assert.deepEqual(new Set(told), new Set(['slowed']), 'that is no lost contact');
    state.answer = fine;
    await pass(SLOWEST_MS);
    const before = asked.length;
    await pass(INTERVAL_MS);
    assert.equal(asked.length, before + 1);
    poll.stop();
  });

  it('neither asks nor tells anything while it rests, and asks at once when it goes on', async () => {
    const { told, asked, state, poll } = await scene();
    state.answer = silent;
    await pass(INTERVAL_MS);
    poll.stop();
    assert.equal(asked[1]?.aborted, true);
    await pass(10 * PATIENCE_MS);
    assert.deepEqual([asked.length, told.length], [2, 1]);
    state.answer = fine;
    poll.start();
    await turn();
    assert.deepEqual([asked.length, told.length], [3, 2]);
    poll.stop();
  });
});
