// How connections end: FIN and RST are passed on as what they are, after all bytes, and the record says who did it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Side } from '../../src/forward/outcome.js';
import { bytesIn, DIRECTIONS, ends, withForward } from '../support/forward.js';
import { closed, MiB, read, receive, send, sentSha256 } from '../support/sockets.js';

for (const direction of DIRECTIONS) {
  const [near, far]: [Side, Side] = direction === 'toTarget' ? ['client', 'target'] : ['target', 'client'];

  describe(`ends of the ${near}`, () => {
    it(
      `passes the FIN on and still carries what the ${far} sends, in a half-open connection`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const question = receive(receiver);
        sender.end('question');
        assert.equal((await question).ending, 'FIN');
        const answer = receive(sender);
        await send(receiver, MiB);
        receiver.end();
        assert.deepEqual(await answer, { length: MiB, ending: 'FIN', sha256: sentSha256(MiB) });
        assert.equal((await forward.record()).outcome, `${near}-closed`);
      }),
    );

    it(
      `passes an RST on as RST`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const received = receive(receiver);
        sender.resetAndDestroy();
        assert.equal((await received).ending, 'RST');
        const record = await forward.record();
        assert.equal(record.outcome, `${near}-reset`);
        assert.equal(record.code, 'ECONNRESET');
      }),
    );

    it(
      `passes an RST on only after the bytes before it, and counts what arrived`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        sender.write('last words');
        assert.equal((await read(receiver, 4)).toString(), 'last');
        const rest = receive(receiver);
        sender.resetAndDestroy();
        assert.deepEqual(await rest.then(({ length, ending }) => ({ length, ending })), {
          length: 6,
          ending: 'RST',
        });
        assert.equal(bytesIn(await forward.record(), direction), 10);
      }),
    );

    it(
      `counts exactly what the ${far} received when the ${near} cuts in the middle of 64 MiB`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const sending = send(sender, 64 * MiB);
        await read(receiver, 8 * MiB);
        const rest = receive(receiver);
        sender.resetAndDestroy();
        const { length, ending } = await rest;
        await sending;
        assert.equal(ending, 'RST');
        const record = await forward.record();
        assert.equal(bytesIn(record, direction), 8 * MiB + length);
        assert.equal(record.outcome, `${near}-reset`);
      }),
    );

    it(
      `counts at least what the ${far} had received when the ${far} cuts in the middle of 64 MiB`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const seen = receive(sender);
        const sending = send(sender, 64 * MiB);
        await read(receiver, 8 * MiB);
        receiver.resetAndDestroy();
        assert.equal((await seen).ending, 'RST');
        await sending;
        const record = await forward.record();
        assert.ok(bytesIn(record, direction) >= 8 * MiB && bytesIn(record, direction) < 64 * MiB);
        assert.equal(record.outcome, `${far}-reset`);
      }),
    );

    it(
      `says ${near}-closed when the ${near} closes first and resets what comes after`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const received = receive(receiver);
        sender.end();
        assert.equal((await received).ending, 'FIN');
        sender.resetAndDestroy();
        await closed(sender);
        // Node does not look at a socket whose FIN it has read; what is written to it brings the RST to light.
        await send(receiver, MiB);
        assert.equal((await forward.record()).outcome, `${near}-closed`);
      }),
    );

    it(
      `says ${far}-reset when the ${near} has closed and the ${far} cuts its answer`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const [question, answer] = [receive(receiver), receive(sender)];
        sender.end();
        await question;
        receiver.write('half an ans');
        receiver.resetAndDestroy();
        assert.equal((await answer).ending, 'RST');
        assert.equal((await forward.record()).outcome, `${far}-reset`);
      }),
    );
  });
}

describe('records', () => {
  it(
    'number connections, name both addresses and count who is still there',
    withForward({}, async (forward) => {
      const first = await forward.pair();
      const second = await forward.pair();
      const { localPort } = second.client;
      first.client.end();
      first.target.end();
      const record = await forward.record();
      assert.equal(record.id, 1);
      assert.equal(record.active, 1);
      second.client.end();
      second.target.end();
      const last = await forward.record(2);
      assert.equal(last.client, `127.0.0.1:${localPort ?? 0}`);
      assert.equal(last.local, `127.0.0.1:${forward.port}`);
      assert.match(last.target, /^127\.0\.0\.1:\d+$/);
      assert.equal(last.active, 0);
      assert.equal(last.forward, 'test');
    }),
  );

  it(
    'have no first byte when none came, and one when it did',
    withForward({}, async (forward) => {
      const silent = await forward.pair();
      silent.client.end('hello?');
      silent.target.resume().end();
      const record = await forward.record();
      assert.equal(record.firstByteMs, undefined);
      assert.ok(record.connectMs !== undefined && record.connectMs <= record.durationMs);
      assert.ok(record.unansweredMs > 0);
      const answered = await forward.pair();
      answered.target.end('hello!');
      answered.client.resume().end();
      const second = await forward.record(2);
      assert.ok(second.firstByteMs !== undefined);
      assert.equal(second.unansweredMs, 0);
    }),
  );
});
