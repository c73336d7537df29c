// Timeouts for connections in which nothing moves, with a clock of the test's own and with real sockets.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  InactivityWatch,
  NOTHING_SEEN,
  type WatchedConnection,
} from '../../../src/forward/relay/inactivity.js';
import type { Outcome } from '../../../src/forward/outcome.js';
import type { Relay } from '../../../src/forward/relay/relay.js';
import { withForward } from '../../support/forward.js';
import { receive } from '../../support/sockets.js';

/** The largest read. How much of one a full kernel took cannot be seen. */
const PIECE = 524_288;

/** As much of a relay as the watch looks at. */
class FakeRelay {
  activity = 0;
  isHalfClosed = false;
  cuts: Outcome[] = [];
  expire(outcome: Outcome): void {
    this.cuts.push(outcome);
  }
}

/** Lets time pass for these connections, in looks of the watch. */
function clockFor(...connections: readonly WatchedConnection[]): (ms: number) => void {
  let now = 0;
  const watch = new InactivityWatch({ idleTimeout: 900_000, halfCloseTimeout: 60_000 }, () => now);
  return (ms) => {
    for (const until = now + ms; now < until;) {
      now += watch.tickMs;
      watch.look(connections);
    }
  };
}

function watched(relay?: FakeRelay): WatchedConnection {
  return { relay: relay as unknown as Relay, seen: NOTHING_SEEN };
}

describe('the inactivity watch', () => {
  it('cuts a silent connection after the idle timeout, not before', () => {
    const relay = new FakeRelay();
    const pass = clockFor(watched(relay));
    pass(900_000);
    assert.deepEqual(relay.cuts, []);
    pass(2000);
    assert.equal(relay.cuts[0], 'idle-timeout');
  });

  it('starts again with every movement', () => {
    const relay = new FakeRelay();
    const pass = clockFor(watched(relay));
    for (let i = 0; i < 5; i += 1) {
      pass(800_000);
      relay.activity += 1;
    }
    assert.deepEqual(relay.cuts, []);
  });

  it('uses the half-close timeout once one side has closed', () => {
    const relay = new FakeRelay();
    const pass = clockFor(watched(relay));
    pass(30_000);
    relay.isHalfClosed = true;
    relay.activity += 1;
    pass(60_000);
    assert.deepEqual(relay.cuts, []);
    pass(2000);
    assert.equal(relay.cuts[0], 'half-close-timeout');
  });

  it('leaves a connection alone that has no relay yet', () => {
    const relay = new FakeRelay();
    clockFor(watched(), watched(relay))(902_000);
    assert.equal(relay.cuts[0], 'idle-timeout');
  });

  it('looks a twentieth of the shortest timeout apart, never less than 5 ms or more than 1 s', () => {
    const tickOf = (idleTimeout: number, halfCloseTimeout: number): number =>
      new InactivityWatch({ idleTimeout, halfCloseTimeout }).tickMs;
    assert.deepEqual(
      [tickOf(900_000, 2000), tickOf(0, 10), tickOf(900_000, 0), tickOf(0, 0)],
      [100, 5, 1000, 0],
    );
  });
});

describe('timeouts of real connections', () => {
  it(
    'an idle one is reset on both sides',
    withForward({ idleTimeout: 100 }, async (forward) => {
      const { client, target } = await forward.pair();
      const [atClient, atTarget] = await Promise.all([receive(client), receive(target)]);
      assert.deepEqual([atClient.ending, atTarget.ending], ['RST', 'RST']);
      const record = await forward.record();
      assert.equal(record.outcome, 'idle-timeout');
      assert.ok(record.durationMs >= 100);
    }),
  );

  it('one whose receiver still takes what the kernel holds for it is left alone until it does not', async () => {
    let left = 20;
    const unacknowledged = (): Promise<number> => Promise.resolve((left = Math.max(left - 1, 5)));
    await withForward({ idleTimeout: 100, unacknowledged }, async (forward) => {
      const { client } = await forward.pair();
      await receive(client);
      assert.equal(left, 5);
      assert.equal((await forward.record()).outcome, 'idle-timeout');
    })();
  });

  it(
    'a half-closed one is reset on both sides',
    withForward({ halfCloseTimeout: 100 }, async (forward) => {
      const { client, target } = await forward.pair();
      const atClient = receive(client);
      client.end('question');
      assert.equal((await receive(target)).length, 8);
      assert.equal((await atClient).ending, 'RST');
      const record = await forward.record();
      assert.equal(record.outcome, 'half-close-timeout');
      assert.equal(record.bytesToTarget, 8);
    }),
  );

  it(
    'counts what arrived, but for a part of a piece, when the reader was the one that did nothing',
    withForward({ idleTimeout: 300 }, async (forward) => {
      const { client, target } = await forward.pair();
      client.write(Buffer.alloc(64 * 1024 * 1024));
      const record = await forward.record();
      assert.equal(record.outcome, 'idle-timeout');
      const { length, ending } = await receive(target);
      assert.equal(ending, 'RST');
      assert.ok(record.bytesToTarget <= length && length - record.bytesToTarget < PIECE);
    }),
  );

  it(
    'gives the other side the whole half-close timeout, however long both were silent before',
    withForward({ halfCloseTimeout: 200 }, async (forward) => {
      const silent = await forward.pair();
      const clock = await forward.pair();
      clock.client.end();
      await forward.record(); // 200 ms have passed
      silent.client.end();
      const { outcome, durationMs } = await forward.record(2);
      assert.equal(outcome, 'half-close-timeout');
      assert.ok(durationMs >= 400, `${durationMs} ms`);
    }),
  );
});
