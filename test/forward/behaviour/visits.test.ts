// Turns at a target with one session, over real sockets: what takes one, what ends it, and how clients learn of that.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import {
  describeOverWires,
  fate,
  queued,
  queuedIn,
  withForward,
  type Pair,
  type TestForward,
} from '../../support/forward.js';
import { closed, read, receive } from '../../support/sockets.js';

/** A turn is over as soon as its connection rests. */
const QUICK = { maxTargetConnections: 1, maxQueue: 64, turnIdle: 1 };
const OTHER = '127.0.0.2';

const asks = (client: Socket): boolean => client.write('ask');

/** A connection that has asked, and whose target has answered. */
async function answered(forward: TestForward, from?: string): Promise<Pair> {
  const [target, client] = await Promise.all([forward.accepted(), forward.client(asks, from)]);
  await read(target, 3);
  target.write('answer');
  await read(client, 6);
  return { client, target };
}

/** The next connection at the target, with the other one closed before it comes. */
async function acceptedAfter(forward: TestForward, before: Socket): Promise<Socket> {
  const target = await forward.accepted();
  assert.ok(before.readableEnded || before.destroyed, 'two connections at a time');
  return target;
}

describeOverWires('a connection that has sent nothing', () => {
  it(
    'takes no turn, however many there are',
    withForward(QUICK, async (forward) => {
      for (let i = 0; i < 10; i += 1) await forward.client();
      const { client, target } = await answered(forward, OTHER);
      client.end();
      target.end();
      assert.equal((await forward.record()).outcome, 'client-closed');
      assert.equal(queuedIn(forward), 0);
    }),
  );

  it(
    'asks at any time later',
    withForward(QUICK, async (forward) => {
      const early = await forward.client();
      const { client, target } = await answered(forward, OTHER);
      client.end();
      target.end();
      const next = forward.accepted();
      early.write('now');
      assert.equal((await read(await next, 3)).toString(), 'now');
    }),
  );

  it(
    'is a probe when it leaves, and ended after the idle timeout when it stays',
    withForward({ ...QUICK, idleTimeout: 30 }, async (forward) => {
      (await forward.client()).end();
      assert.equal((await forward.record(1)).outcome, 'client-closed');
      (await forward.client()).resetAndDestroy();
      assert.equal((await forward.record(2)).outcome, 'client-reset');
      assert.equal((await receive(await forward.client())).ending, 'RST');
      const { outcome, connectMs } = await forward.record(3);
      assert.deepEqual([outcome, connectMs], ['idle-timeout', undefined]);
    }),
  );
});

describeOverWires('a turn', () => {
  it(
    'ends with FIN both ways when its connection is idle after an answer and another client waits',
    withForward(QUICK, async (forward) => {
      const { client, target } = await answered(forward);
      const [ending, atTarget] = [receive(client), receive(target)];
      const next = acceptedAfter(forward, target);
      await forward.client(asks, OTHER);
      assert.equal((await atTarget).ending, 'FIN');
      assert.equal((await ending).ending, 'FIN');
      target.end();
      await next;
      const { outcome, bytesToTarget, bytesToClient } = await forward.record();
      assert.deepEqual([outcome, bytesToTarget, bytesToClient], ['turn-ended', 3, 6]);
    }),
  );

  it(
    'is not ended by its own client, or by a connection that has sent nothing, while its question is open',
    withForward(QUICK, async (forward) => {
      const { client, target } = await answered(forward);
      client.write('again');
      await read(target, 5);
      await forward.client(undefined, OTHER);
      await forward.client(asks);
      await queued(forward, 1);
      target.write('slow');
      assert.equal((await read(client, 4)).toString(), 'slow');
    }),
  );

  it(
    'goes on with the next connection of its client, also if the first answer is never read',
    withForward({ ...QUICK, turnIdle: 60_000 }, async (forward) => {
      const [target, first] = await Promise.all([forward.accepted(), forward.client(asks)]);
      first.pause();
      await read(target, 3);
      const next = acceptedAfter(forward, target);
      const second = await forward.client(asks);
      await queued(forward, 1);
      target.on('end', () => target.end()).resume();
      target.write('401');
      const served = await next;
      served.write('200');
      assert.equal((await read(second, 3)).toString(), '200');
      assert.equal((await read(first, 3)).toString(), '401', 'the first answer is still there');
    }),
  );

  it(
    'waits for the FIN of the target, and resets one that keeps its end open',
    withForward(QUICK, async (forward) => {
      const { client, target } = await answered(forward);
      const next = forward.accepted();
      await forward.client(asks, OTHER);
      assert.equal((await receive(client)).ending, 'FIN');
      await next;
      // It learns of the RST when it writes.
      await closed(target.end('x'));
      assert.equal((await forward.record()).outcome, 'turn-ended');
    }),
  );

  it(
    'that is refused to a waiting connection has a holder with a name',
    withForward({ ...QUICK, turnIdle: 60_000, queueTimeout: 30 }, async (forward) => {
      await answered(forward);
      assert.equal((await fate(forward, 'x', OTHER)).ending, 'RST');
      const { outcome, holder } = await forward.record();
      assert.equal(outcome, 'queue-timeout');
      assert.equal(holder?.client, '127.0.0.1');
      assert.ok(holder.turnMs >= 29);
    }),
  );

  it(
    'belongs to waiting clients alone: a client that has given up behind its ClientHello is not served',
    withForward({ ...QUICK, turnIdle: 60_000 }, async (forward) => {
      const { client, target } = await answered(forward);
      const hello = Buffer.alloc(300);
      hello.set([22, 3, 1]);
      (await forward.client(undefined, OTHER)).end(hello);
      assert.equal((await forward.record()).outcome, 'client-gone');
      client.end();
      target.end();
      assert.equal((await forward.record(2)).outcome, 'client-closed');
    }),
  );
});

describeOverWires('a process with all its places taken', () => {
  it(
    'closes the longest idle connection of the client with the most for a client that has none',
    withForward({ limits: { connections: 3 } }, async (forward) => {
      const busy = await answered(forward, OTHER);
      const resting = await answered(forward, OTHER);
      busy.client.write('ask');
      await read(busy.target, 3);
      const other = await answered(forward, '127.0.0.3');
      const [atClient, atTarget] = [receive(resting.client), receive(resting.target)];
      const newcomer = answered(forward, '127.0.0.4');
      assert.deepEqual([(await atClient).ending, (await atTarget).ending], ['FIN', 'FIN']);
      resting.target.end();
      await newcomer;
      const { outcome, code } = await forward.record();
      assert.deepEqual([outcome, code], ['over-limit', 'max-connections']);
      for (const { client, target } of [busy, other]) {
        target.write('still');
        assert.equal((await read(client, 5)).toString(), 'still');
      }
      assert.equal(forward.admission.active, 3);
    }),
  );

  it(
    'resets one that has sent nothing, and refuses a client that has one already',
    withForward({ limits: { connections: 2 } }, async (forward) => {
      const { client } = await forward.pair();
      const ending = receive(client);
      await forward.pair();
      assert.equal((await fate(forward, 'x')).ending, 'RST');
      const { outcome } = await forward.record();
      assert.equal(outcome, 'over-limit');
      await answered(forward, OTHER);
      assert.equal((await ending).ending, 'RST');
    }),
  );
});
