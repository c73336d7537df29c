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
    const { target, observer } = new TargetScene(1);
    const { reachability } = target;
    assert.deepEqual([reachability.state, reachability.since], ['unknown', undefined]);
    target.failed(REFUSED);
    assert.equal(reachability.state, 'down');
    const { lastFailure, since } = reachability;
    assert.deepEqual(lastFailure, { ...REFUSED, at: since });
    target.connected();
    assert.equal(reachability.state, 'up');
    assert.equal(reachability.since, reachability.lastSuccessAt);
    assert.deepEqual(reachability.lastFailure, lastFailure, 'the last failure is remembered');
    target.ignore(observer);
  });

  it('is in its state since the first of the tries that went alike', () => {
    const { target } = new TargetScene(1);
    const clock = mock.method(performance, 'now', () => 1000);
    target.connected();
    clock.mock.mockImplementation(() => 2000);
    target.connected();
    clock.mock.restore();
    assert.deepEqual([target.reachability.since, target.reachability.lastSuccessAt], [1000, 2000]);
  });

  it('is not changed by failures that say nothing of it, but is by one beside a live connection', () => {
    const { target } = new TargetScene(1);
    target.connected();
    for (const outcome of OUTCOMES.filter((each) => !meansDown(each)))
      target.failed({ outcome, code: 'ECODE' });
    assert.equal(target.reachability.state, 'up');
    target.failed(REFUSED);
    assert.deepEqual([target.reachability.state, target.outage], ['down', undefined]);
  });
});

describe('a look at a target', { timeout: 60_000 }, () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
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
    const bytes: Buffer[] = [];
    socket.on('data', (piece: Buffer) => bytes.push(piece));
    await once(socket, 'close');
    target.look();
    assert.deepEqual([target.reachability.state, Buffer.concat(bytes).length, sockets.length], ['up', 0, 1]);
  });

  it('tells its observers that it is down, also without a client', async () => {
    const scene = new TargetScene(await refusedPort());
    scene.target.look();
    await until(() => scene.isDown);
    assert.deepEqual(scene.told, ['reporter target-refused', 'observer target-refused']);
    scene.target.ignore(scene.observer);
  });

  it('is repeated after five minutes, after five seconds if it was down, and not while one is connected', async () => {
    const { target, observer } = new TargetScene(port);
    target.ignore(observer);
    const clock = mock.method(performance, 'now', () => 0);
    const looksAt = async (ms: number): Promise<boolean> => {
      clock.mock.mockImplementation(() => ms);
      const { lastTriedAt } = target.reachability;
      target.look();
      const isTrying = target.turns.request(visitor('somebody', { maxQueue: 0 }));
      isTrying?.leave();
      if (isTrying === undefined) await until(() => target.reachability.lastTriedAt !== lastTriedAt);
      return isTrying === undefined;
    };
    try {
      target.connected();
      target.disconnected();
      assert.equal(await looksAt(299_999), false);
      assert.equal(await looksAt(300_000), true);
      target.failed(REFUSED);
      assert.equal(await looksAt(304_999), false);
      assert.equal(await looksAt(305_000), true);
      assert.equal(target.reachability.state, 'up');
      target.connected();
      assert.equal(await looksAt(1_000_000), false);
    } finally {
      clock.mock.restore();
    }
  });

  it('does not take the turn of a client, and leaves nothing behind without observers', () => {
    const { target, observer } = new TargetScene(port);
    const turn = target.turns.request(visitor('somebody', { maxQueue: 0 }));
    target.look();
    turn?.leave();
    assert.equal(target.turns.request(visitor('somebody', { maxQueue: 0 }))?.state, 'held');
    const other = new TargetScene(port);
    other.target.look();
    other.target.ignore(other.observer);
    assert.equal(other.isTried, false);
    target.ignore(observer);
  });
});
