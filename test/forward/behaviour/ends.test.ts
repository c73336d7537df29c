// How connections end: FIN and RST are passed on as what they are, after all bytes, and the record says which side did it.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it, mock } from 'node:test';
import type { Side } from '../../../src/forward/outcome.js';
import { describeOverWires, bytesIn, DIRECTIONS, ends, withForward } from '../../support/forward.js';
import { closed, MiB, read, receive, send, sentSha256 } from '../../support/sockets.js';

/** Room that full buffers may still have: the kernel lets them grow, and send() counts whole MiB. */
const SLACK = 8 * MiB;

for (const direction of DIRECTIONS) {
  const [near, far]: [Side, Side] = direction === 'toTarget' ? ['client', 'target'] : ['target', 'client'];

  describeOverWires(`ends of the ${near}`, () => {
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
        const record = await forward.record();
        assert.deepEqual([bytesIn(record, direction), record.atMost], [10, []]);
      }),
    );

    it(
      `passes an RST on as RST that comes with the last bytes`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        sender.write('>');
        await read(receiver, 1); // by then the forwarder knows that the target has accepted
        const received = receive(receiver);
        sender.write('last words');
        sender.resetAndDestroy();
        const { length, ending } = await received;
        assert.deepEqual([length, ending], [10, 'RST']);
        const record = await forward.record();
        assert.deepEqual([record.outcome, bytesIn(record, direction)], [`${near}-reset`, 11]);
      }),
    );

    it(
      `carries 64 MiB to a ${near} that has closed and reads late`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const question = receive(receiver);
        sender.end('question');
        await question;
        const sending = send(receiver, 64 * MiB).then(() => receiver.end());
        await stalled(receiver);
        const answer = await receive(sender);
        await sending;
        assert.deepEqual(answer, { length: 64 * MiB, ending: 'FIN', sha256: sentSha256(64 * MiB) });
      }),
    );

    it(
      `waits, once cut, for a ${far} that reads late, and takes nothing more from the ${near}`,
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        const sending = send(sender, 96 * MiB);
        await stalled(sender);
        const taken = sender.bytesWritten - sender.writableLength;
        forward.forwards.cutAll();
        const { length, ending } = await receive(receiver);
        await sending;
        assert.deepEqual([ending, length < taken + SLACK], ['RST', true]);
        const record = await forward.record();
        assert.deepEqual(
          [record.outcome, bytesIn(record, direction), record.atMost],
          ['shutdown', length, []],
        );
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
        assert.deepEqual([bytesIn(record, direction), record.atMost], [8 * MiB + length, []]);
        assert.equal(record.outcome, `${near}-reset`);
      }),
    );

    it(
      `counts what the ${far} had received at most when the ${far} cuts in the middle of 64 MiB, and says so`,
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
        assert.deepEqual(record.atMost, [direction === 'toTarget' ? 'bytesToTarget' : 'bytesToClient']);
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
        const record = await forward.record();
        assert.equal(record.outcome, `${near}-closed`);
        assert.equal(record.bytesToTarget + record.bytesToClient, 0); // the kernel refused them
        assert.deepEqual(record.atMost, []);
        assert.deepEqual([forward.records.length, forward.admission.active], [1, 0]);
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

describeOverWires('a connection that is aborted', () => {
  it(
    'is not waited for, also when it had been cut and its bytes are still being waited for',
    withForward({}, async (forward) => {
      const { client } = await forward.pair();
      const sending = send(client, 96 * MiB);
      await stalled(client);
      mock.timers.enable({ apis: ['setTimeout'] }); // no time passes that something could wait for
      try {
        forward.forwards.cutAll();
        forward.forwards.abortAll();
        assert.equal((await forward.record()).outcome, 'shutdown');
      } finally {
        mock.timers.reset();
      }
      client.destroy();
      await sending;
    }),
  );
});

describeOverWires('records', () => {
  it(
    'number connections, name both addresses and count live connections',
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
      assert.equal((await receive(silent.target)).length, 6);
      silent.target.end();
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

  it(
    'do not take what the target says after the client has given up for an answer, nor its silence after that',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      client.end('?');
      assert.equal((await receive(target)).length, 1);
      target.write('close notify');
      await read(client, 12);
      target.end();
      const late = await forward.record();
      assert.ok(late.unansweredMs > 0 && late.unansweredMs < late.durationMs);
    }),
  );

  it(
    'do not take for an answer what the target says to a client that says good-bye after waiting in vain',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      client.write('?');
      await read(target, 1);
      client.write('good-bye');
      await read(target, 8);
      target.write('bye');
      await read(client, 3);
      client.end();
      target.resume().end();
      assert.ok((await forward.record()).unansweredMs > 0);
    }),
  );

  it(
    "have no unanswered time when the last word was the target's",
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      await converse(client, target, 5);
      client.resetAndDestroy();
      assert.equal((await forward.record()).unansweredMs, 0);
    }),
  );

  it(
    'tell how long the target had been silent when the connection was cut, from the last bytes it left unanswered',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      await converse(client, target, 100);
      const asked = performance.now();
      client.write('?');
      await read(target, 1);
      const heard = performance.now();
      await forward.pair();
      const cut = performance.now();
      client.resetAndDestroy();
      const { unansweredMs, outcome } = await forward.record();
      const told = performance.now();
      assert.equal(outcome, 'client-reset');
      // The last byte passed between `asked` and `heard`, the end came between `cut` and `told`; all in whole ms.
      assert.ok(unansweredMs >= cut - heard - 1 && unansweredMs <= told - asked + 1, `${unansweredMs} ms`);
    }),
  );
});

/** Waits until what the socket writes is no longer taken, because all buffers on the way are full. */
async function stalled(socket: Socket): Promise<void> {
  for (let taken = -1, turns = 0; turns < 100; turns += 1) {
    await new Promise(setImmediate);
    const now = socket.bytesWritten - socket.writableLength;
    if (now !== taken) turns = 0;
    taken = now;
  }
}

/** Questions and answers for at least that long. */
async function converse(client: Socket, target: Socket, ms: number): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < ms) {
    client.write('?');
    await read(target, 1);
    target.write('!');
    await read(client, 1);
  }
}
