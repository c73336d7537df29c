// Timeouts for connections in which nothing moves, with a clock of the test's own and with real sockets.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { InactivityWatch, type WatchedConnection } from '../../../src/forward/relay/inactivity.js';
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

/** Runs `body` with a watch whose clock only moves when told to. */
function withClock(body: (watch: InactivityWatch, pass: (ms: number) => void) => void): () => void {
  return () => {
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      let now = 0;
      const watch = new InactivityWatch({ idleTimeout: 900_000, halfCloseTimeout: 60_000 }, () => now);
      body(watch, (ms) => {
        for (let passed = 0; passed < ms; passed += 1000) {
          now += 1000;
          mock.timers.tick(1000);
        }
      });
    } finally {
      mock.timers.reset();
    }
  };
}

function watched(relay: FakeRelay): WatchedConnection {
  return { relay: relay as unknown as Relay };
}

describe('the inactivity watch', () => {
  it(
    'cuts a silent connection after the idle timeout, not before',
    withClock((watch, pass) => {
      const relay = new FakeRelay();
      watch.add(watched(relay));
      pass(900_000);
      assert.deepEqual(relay.cuts, []);
      pass(2000);
      assert.equal(relay.cuts[0], 'idle-timeout');
    }),
  );

  it(
    'starts again with every movement',
    withClock((watch, pass) => {
      const relay = new FakeRelay();
      watch.add(watched(relay));
      for (let i = 0; i < 5; i += 1) {
        pass(800_000);
        relay.activity += 1;
      }
      assert.deepEqual(relay.cuts, []);
    }),
  );

  it(
    'uses the half-close timeout once one side has closed',
    withClock((watch, pass) => {
      const relay = new FakeRelay();
      watch.add(watched(relay));
      pass(30_000);
      relay.isHalfClosed = true;
      relay.activity += 1;
      pass(60_000);
      assert.deepEqual(relay.cuts, []);
      pass(2000);
      assert.equal(relay.cuts[0], 'half-close-timeout');
    }),
  );

  it(
    'goes on after it had nothing to watch',
    withClock((watch, pass) => {
      const first = watched(new FakeRelay());
      watch.add(first);
      watch.delete(first);
      const relay = new FakeRelay();
      watch.add(watched(relay));
      pass(902_000);
      assert.equal(relay.cuts[0], 'idle-timeout');
    }),
  );

  it(
    'leaves a connection alone that has no relay yet or has gone',
    withClock((watch, pass) => {
      const gone = new FakeRelay();
      const connection = watched(gone);
      watch.add({ relay: undefined });
      watch.add(connection);
      watch.delete(connection);
      pass(1_000_000);
      assert.deepEqual(gone.cuts, []);
    }),
  );
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
