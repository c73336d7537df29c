// Many streams of different bytes at a time, with readers that stall: no memory may have two owners.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { describeOverWires, withForward } from '../../support/forward.js';
import { bytesFrom, read, send, turns } from '../../support/sockets.js';

const STREAMS = 48;
const LENGTH = 6_000_000;
/** Small enough for a read to be a part of what has come. */
const BITE = 50_000;

/** Where the bytes of a stream begin, each elsewhere. */
const start = (stream: number): number => stream * 1237;

/** Reads and compares, and takes its time: each stream another one. */
async function readHaltingly(socket: Socket, offset: number, stream: number): Promise<void> {
  for (let at = 0; at < LENGTH; at += BITE) {
    const expected = bytesFrom(offset + at, Math.min(BITE, LENGTH - at));
    assert.ok((await read(socket, expected.length)).equals(expected), `stream ${stream} at ${at}`);
    await turns((at / BITE + stream) % 7);
  }
}

/** Questions and answers of a few bytes to a few KiB, so that memory changes hands all the time. */
async function converse(near: Socket, far: Socket, stream: number): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const question = bytesFrom(start(stream) + round, 1 + ((round * 397) % 3000));
    const answer = bytesFrom(start(stream) + 7 * round, 1 + ((round * 1511) % 40_000));
    near.write(question);
    assert.ok((await read(far, question.length)).equals(question), `question ${round} of ${stream}`);
    far.write(answer);
    assert.ok((await read(near, answer.length)).equals(answer), `answer ${round} of ${stream}`);
  }
}

describeOverWires(`${STREAMS} connections`, () => {
  it(
    'carry each its own bytes, both ways, however their readers stall',
    withForward({}, async (forward) => {
      for (const way of ['toTarget', 'toClient'] as const) {
        const pairs = [];
        for (let i = 0; i < STREAMS; i += 1) pairs.push(await forward.pair());
        await Promise.all(
          pairs.map(async ({ client, target }, i) => {
            const [from, to] = way === 'toTarget' ? [client, target] : [target, client];
            await Promise.all([send(from, LENGTH, start(i)), readHaltingly(to, start(i), i)]);
          }),
        );
      }
    }),
  );

  it(
    'carry each its own questions and answers',
    withForward({}, async (forward) => {
      const pairs = [];
      for (let i = 0; i < STREAMS; i += 1) pairs.push(await forward.pair());
      await Promise.all(pairs.map(({ client, target }, i) => converse(client, target, i)));
    }),
  );
});
