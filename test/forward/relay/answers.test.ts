// Requests and answers by who sends when, by a clock of the test.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Answers } from '../../../src/forward/relay/answers.js';

type Piece = readonly ['client' | 'target', Uint8Array];

/** The first byte is that of a TLS handshake. */
const HELLO: Piece = ['client', Buffer.alloc(300, 22)];
const REPLY: Piece = ['target', Buffer.alloc(1000)];
/** As long as client's messages of a TLS handshake, an alert, a request. */
const FINISHED: Piece = ['client', Buffer.alloc(200)];
const ALERT: Piece = ['client', Buffer.alloc(85)];
const ASK: Piece = ['client', Buffer.alloc(86)];
const HANDSHAKE = [HELLO, REPLY, REPLY, FINISHED, REPLY];

/** The answers at the end of these pieces, each 10 ms after the one before. */
function after(...pieces: readonly Piece[]): Answers {
  let now = 0;
  const answers = new Answers(() => now);
  for (const [from, piece] of pieces) {
    now += 10;
    if (from === 'client') answers.clientSent(piece);
    else answers.targetSent();
  }
  now += 10;
  answers.settle();
  return answers;
}

const counts = ({ count, isAwaited, lastAt }: Answers) => [count, isAwaited, lastAt];

describe('the answers of a target', () => {
  it('are none in a TLS handshake, also in one that is said good-bye to', () => {
    assert.deepEqual(counts(after(...HANDSHAKE)), [0, false, undefined]);
    assert.deepEqual(counts(after(...HANDSHAKE, ALERT)), [0, false, undefined]);
    assert.deepEqual(counts(after(...HANDSHAKE, ALERT, REPLY)), [0, false, undefined]);
  });

  it('are counted behind the handshake, one for each request', () => {
    const asked = [...HANDSHAKE, ASK, REPLY, REPLY];
    assert.deepEqual(counts(after(...asked)), [1, false, 80]);
    assert.deepEqual(counts(after(...asked, ASK, ASK, REPLY)), [2, false, 110]);
  });

  it('are missing for a request behind which only a good-bye follows', () => {
    for (const end of [[], [ALERT]]) {
      const answers = after(...HANDSHAKE, ASK, REPLY, ASK, ...end);
      assert.deepEqual(
        [answers.count, answers.isAwaited, answers.awaitedMs],
        [1, true, 10 + 10 * end.length],
      );
    }
  });

  it('follow any bytes without TLS', () => {
    const plain: Piece = ['client', Buffer.from('?')];
    assert.deepEqual(counts(after(REPLY)), [0, false, undefined]);
    assert.deepEqual(counts(after(plain, REPLY, REPLY)), [1, false, 30]);
    assert.equal(after(plain, plain).awaitedMs, 10);
  });

  it('are not owed for more bytes than a request has', () => {
    assert.equal(after(['client', Buffer.alloc(65_536)]).awaitedMs, 10);
    assert.equal(after(['client', Buffer.alloc(65_537)]).awaitedMs, 0);
  });

  it('are settled once: what comes later does not count as waiting', () => {
    let now = 0;
    const answers = new Answers(() => now);
    answers.clientSent(Buffer.from('?'));
    now = 5;
    answers.settle();
    now = 50;
    answers.targetSent();
    answers.settle();
    assert.equal(answers.awaitedMs, 5);
  });
});
