// How the return of a target that is down is looked for: how often, with what, and for how long.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it, mock, type TestContext } from 'node:test';
import { startSilentTarget } from '../../support/silent-target.js';
import { closed, listen, refusedPort } from '../../support/sockets.js';
import { REFUSED, TargetScene } from '../../support/target-scene.js';
import { visitor } from '../../support/visitors.js';

/** Something that can be connected to, or not. */
interface Place {
  readonly port: number;
  readonly stop: () => Promise<void> | void;
}

async function refusing(): Promise<Place> {
  return { port: await refusedPort(), stop: () => undefined };
}

async function accepting(): Promise<Place & { readonly server: Server }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.resume()));
  const stop = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: await listen(server), server, stop };
}

/** Runs `body` with a target that is said to be down, and leaves nothing running. */
function withTarget<P extends Place>(
  open: () => Promise<P>,
  body: (scene: TargetScene, place: P, signal: AbortSignal) => Promise<void>,
): (test: TestContext) => Promise<void> {
  return async ({ signal }) => {
    const place = await open();
    const scene = TargetScene.reached(place.port);
    scene.target.failed(REFUSED);
    scene.told.length = 0;
    try {
      await body(scene, place, signal);
    } finally {
      scene.target.ignore(scene.observer);
      await place.stop();
    }
  };
}

/** @param signal of the test: it ends the waiting for what never comes */
async function until(isSo: () => boolean, signal: AbortSignal): Promise<void> {
  while (!isSo()) {
    signal.throwIfAborted();
    await new Promise(setImmediate);
  }
}

/** Lets the event loop do what it has to do. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
}

/** Expects the next try after exactly so many ms, and waits for its end. */
async function triedAfter(scene: TargetScene, ms: number, signal: AbortSignal): Promise<void> {
  mock.timers.tick(ms - 1);
  assert.equal(scene.isTried, false, `tried before ${ms} ms`);
  mock.timers.tick(1);
  assert.equal(scene.isTried, true, `not tried after ${ms} ms`);
  await until(() => !scene.isTried, signal);
}

/** The local ends of connections to the port that have not been answered: SYN_SENT in proc(5), /proc/net/tcp. */
function unanswered(port: number): string[] {
  const remote = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'latin1').matchAll(/: (\S+) \S+:(\S{4}) 02 /g);
  return Array.from(rows).flatMap(([, local = '', to]) => (to === remote ? [local] : []));
}

describe('a target that is down', { timeout: 60_000 }, () => {
  const LIMIT = { timeout: 10_000 };
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(Math, 'random', () => 0.5);
  });
  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  it(
    'is tried after 1, 2, 4, 5 and 5 seconds, anew each time it goes down',
    LIMIT,
    withTarget(refusing, async (scene, _place, signal) => {
      for (let time = 0; time < 2; time += 1) {
        for (const ms of [1000, 2000, 4000, 5000, 5000]) await triedAfter(scene, ms, signal);
        scene.connected();
        scene.disconnected();
        assert.deepEqual(scene.told.splice(0), ['reporter up', 'observer up']);
        mock.timers.tick(60_000);
        assert.equal(scene.isTried, false, 'tried though it is up');
        scene.target.failed(REFUSED);
        scene.told.length = 0;
      }
    }),
  );

  it(
    'is tried up to a quarter sooner or later, so that the tries of many targets spread out',
    LIMIT,
    withTarget(refusing, async (scene, _place, signal) => {
      // Of two numbers, the first is the time until this try, the second decides on the time until the next one.
      for (const [ms, random] of [
        [1000, 0],
        [2000 * 0.75, 0],
        [4000 * 0.75, 1],
        [5000 * 1.25, 1],
      ] as const) {
        mock.method(Math, 'random', () => random);
        await triedAfter(scene, ms, signal);
      }
    }),
  );

  it(
    'is tried less often where many targets are looked for',
    LIMIT,
    withTarget(refusing, async (scene, _place, signal) => {
      scene.soughtTargets = 400;
      for (const ms of [1000, 2000, 4000, 8000, 8000]) await triedAfter(scene, ms, signal);
    }),
  );

  it(
    'is up when a try succeeds, which takes a turn and sends not a byte',
    LIMIT,
    withTarget(accepting, async (scene, { server }, signal) => {
      mock.timers.tick(1000);
      assert.equal(scene.isTried, true);
      const [socket] = (await once(server, 'connection', { signal })) as [Socket];
      await until(() => !scene.isDown, signal);
      assert.deepEqual(scene.told, ['reporter up', 'observer up']);
      await closed(socket);
      await until(() => !scene.isTried, signal);
      assert.equal(socket.bytesRead, 0);
    }),
  );

  it(
    'counts the connection of a try until the target has closed it as well',
    LIMIT,
    withTarget(accepting, async (scene, { server }, signal) => {
      mock.timers.tick(1000);
      const [socket] = (await once(server, 'connection', { signal })) as [Socket];
      socket.allowHalfOpen = true;
      await until(() => !scene.isDown, signal);
      await settle();
      assert.equal(scene.isTried, true);
      socket.end();
      await until(() => !scene.isTried, signal);
    }),
  );

  it(
    'is up for the connection that has waited for the turn of the try',
    LIMIT,
    withTarget(accepting, async ({ target }, _place, signal) => {
      mock.timers.tick(1000);
      const found: unknown[] = [];
      const turn = target.turns.request(visitor('client', {}, () => found.push(target.outage)));
      assert.equal(turn?.state, 'waiting');
      await until(() => found.length > 0, signal);
      assert.deepEqual(found, [undefined]);
    }),
  );

  it(
    'gives the turn of a failed try to the connection that has waited for it',
    LIMIT,
    withTarget(refusing, async ({ target }, _place, signal) => {
      mock.timers.tick(1000);
      const found: unknown[] = [];
      const turn = target.turns.request(visitor('client', {}, () => found.push(target.outage)));
      await until(() => turn?.state === 'held', signal);
      assert.deepEqual(found, [REFUSED]);
    }),
  );

  it(
    'is not tried while others have all its turns, but goes on being looked for',
    LIMIT,
    withTarget(refusing, async (scene, _place, signal) => {
      const turn = scene.target.turns.request(visitor('client', { maxQueue: 0 }));
      // One timer after the other: the mock gives one that is set during a tick the time of its end.
      for (const ms of [1000, 2000]) mock.timers.tick(ms);
      turn?.leave();
      assert.equal(scene.isTried, false);
      await triedAfter(scene, 4000, signal);
    }),
  );

  it(
    'is tried afresh when a try has found no answer, one try at a time, as long as it has observers',
    LIMIT,
    withTarget(
      () => startSilentTarget(),
      async (scene, { port }) => {
        const tries: string[][] = [];
        for (const ms of [1000, 2000, 4000]) {
          mock.timers.tick(ms);
          await settle();
          tries.push(unanswered(port));
          assert.equal(scene.isTried, true);
        }
        assert.deepEqual(
          tries.map((each) => each.length),
          [1, 1, 1],
        );
        assert.equal(new Set(tries.flat()).size, 3);
        scene.target.ignore(scene.observer);
        assert.equal(scene.isTried, false);
        mock.timers.tick(60_000);
        await settle();
        assert.deepEqual([unanswered(port), scene.isTried], [[], false]);
      },
    ),
  );

  it(
    'is not tried any longer when a connection has got through meanwhile',
    LIMIT,
    withTarget(
      () => startSilentTarget(),
      async (scene, { port }) => {
        mock.timers.tick(1000);
        await settle();
        assert.equal(unanswered(port).length, 1);
        scene.connected();
        await settle();
        assert.deepEqual([unanswered(port), scene.isTried], [[], false]);
        mock.timers.tick(60_000);
        assert.equal(scene.isTried, false);
      },
    ),
  );
});
