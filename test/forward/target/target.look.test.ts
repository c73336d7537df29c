// The reachability of a target, and the look that refreshes it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import { OUTCOMES, meansDown } from '../../../src/forward/outcome.js';
import { listen, refusedPort } from '../../support/sockets.js';
import { REFUSED, TargetScene } from '../../support/target-scene.js';
import { visitor } from '../../support/visitors.js';

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

describe('what is known of a target', () => {
  it('is nothing before the first try, and then how the last one went', () => {
    const scene = new TargetScene(1);
    const { reachability } = scene.target;
    assert.deepEqual(
      [reachability.state, reachability.since, scene.target.isUp],
      ['unknown', undefined, false],
    );
    scene.target.failed(REFUSED);
    assert.equal(reachability.state, 'down');
    const { lastFailure, since } = reachability;
    assert.deepEqual(lastFailure, { ...REFUSED, at: since });
    scene.connected();
    assert.equal(reachability.state, 'up');
    assert.equal(reachability.since, reachability.lastSuccessAt);
    assert.deepEqual(reachability.lastFailure, lastFailure, 'the last failure is remembered');
  });

  it('is in its state since the first of the tries that went alike', () => {
    const scene = new TargetScene(1);
    const { target } = scene;
    const clock = mock.method(performance, 'now', () => 1000);
    scene.connected();
    clock.mock.mockImplementation(() => 2000);
    scene.connected();
    clock.mock.restore();
    assert.deepEqual([target.reachability.since, target.reachability.lastSuccessAt], [1000, 2000]);
  });

  it('is not changed by failures that say nothing of it', () => {
    const scene = new TargetScene(1);
    const { target } = scene;
    scene.connected();
    for (const outcome of OUTCOMES.filter((each) => !meansDown(each)))
      target.failed({ outcome, code: 'ECODE' });
    assert.equal(target.reachability.state, 'up');
    target.failed(REFUSED);
    assert.equal(target.reachability.state, 'up', 'its only session may be the live one');
    target.failed({ outcome: 'target-timeout', code: 'ETIMEDOUT' });
    assert.deepEqual([target.reachability.state, target.outage], ['down', undefined]);
  });
});

describe('a look at a target', { timeout: 60_000 }, () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.resume()));
  let port = 0;
  before(async () => {
    port = await listen(server);
  });
  beforeEach(() => {
    sockets.length = 0;
  });
  after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });

  it('finds out how it is with a bare connection, once', async () => {
    const { target } = new TargetScene(port);
    target.look();
    target.look();
    const [socket] = (await once(server, 'connection')) as [Socket];
    await once(socket, 'close');
    target.look();
    assert.deepEqual([target.reachability.state, socket.bytesRead, sockets.length], ['up', 0, 1]);
  });

  it('tells its observers that it is down, also without a client', async () => {
    const scene = TargetScene.reached(await refusedPort());
    const clock = mock.method(performance, 'now', () => Number.MAX_SAFE_INTEGER);
    scene.target.look();
    clock.mock.restore();
    await until(() => scene.isDown);
    assert.deepEqual(scene.told, ['reporter target-refused', 'observer target-refused']);
    scene.target.ignore(scene.observer);
  });

  /** Whether a look at that time, by performance.now(), tries the target; it is then waited for. */
  async function looksAt(scene: TargetScene, ms: number): Promise<boolean> {
    const clock = mock.method(performance, 'now', () => ms);
    try {
      scene.target.look();
      const isTrying = scene.isTried;
      await scene.target.tried();
      await until(() => !scene.isTried);
      return isTrying;
    } finally {
      clock.mock.restore();
    }
  }

  it('is repeated after five seconds, also if it was down', async () => {
    const scene = new TargetScene(port);
    const clock = mock.method(performance, 'now', () => 0);
    scene.connected();
    scene.disconnected();
    clock.mock.restore();
    assert.equal(await looksAt(scene, 4999), false);
    assert.equal(await looksAt(scene, 5000), true);
    const later = mock.method(performance, 'now', () => 20_000);
    scene.target.failed(REFUSED);
    later.mock.restore();
    assert.equal(await looksAt(scene, 24_999), false);
    assert.equal(await looksAt(scene, 25_000), true);
    assert.equal(scene.target.reachability.state, 'up');
  });

  it('is left out while a live connection moves bytes, which prove as much', async () => {
    const scene = new TargetScene(port);
    const clock = mock.method(performance, 'now', () => 0);
    scene.connected();
    clock.mock.restore();
    scene.silentMs = 4000;
    assert.equal(await looksAt(scene, 1_000_000), false);
    assert.equal(scene.target.reachability.lastSuccessAt, 996_000);
    scene.silentMs = 9000;
    assert.equal(await looksAt(scene, 1_000_999), false);
    assert.equal(await looksAt(scene, 1_001_000), true);
  });

  it('that proves nothing is not repeated before another five seconds', async () => {
    const scene = new TargetScene(await refusedPort());
    const clock = mock.method(performance, 'now', () => 0);
    scene.connected();
    clock.mock.restore();
    assert.equal(await looksAt(scene, 5000), true, 'refused, because its only session is the live one');
    assert.equal(await looksAt(scene, 9999), false);
    assert.equal(await looksAt(scene, 10_000), true);
    assert.equal(scene.target.reachability.state, 'up');
  });

  it('comes with the end of the last live connection that made a failure doubtful', async () => {
    for (const outcome of ['target-refused', 'target-timeout'] as const) {
      const scene = TargetScene.reached(await refusedPort());
      for (let i = 0; i < 2; i += 1) scene.connected();
      scene.target.failed({ outcome, code: 'ECODE' });
      scene.disconnected();
      assert.equal(scene.isTried, false, 'another one is live');
      scene.disconnected();
      assert.equal(scene.isTried, true);
      await until(() => scene.isDown);
      assert.deepEqual(scene.told, ['reporter target-refused', 'observer target-refused']);
      scene.target.ignore(scene.observer);
    }
    const scene = TargetScene.reached(port);
    scene.connected();
    scene.target.failed(REFUSED);
    scene.connected();
    for (let i = 0; i < 2; i += 1) scene.disconnected();
    assert.equal(scene.isTried, false, 'a later success leaves no doubt');
    scene.connected();
    scene.target.failed(REFUSED);
    scene.target.ignore(scene.observer);
    scene.disconnected();
    assert.equal(scene.isTried, false, 'nothing is looked for without observers');
  });

  it('does not take the turn of a client, and leaves nothing behind without observers', () => {
    const { target } = new TargetScene(port);
    const turn = target.turns.request(visitor('somebody', { maxQueue: 0 }));
    target.look();
    turn?.leave();
    assert.equal(target.turns.request(visitor('somebody', { maxQueue: 0 }))?.state, 'held');
    const other = new TargetScene(port);
    other.target.look();
    other.target.stop();
    assert.equal(other.isTried, false);
  });
});
