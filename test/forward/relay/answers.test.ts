// Requests and answers in streams of TLS records and of plain bytes, by a clock of the test.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Answers } from '../../../src/forward/relay/answers.js';

type Sender = 'client' | 'target';

/** A record of that content type; the header as RFC 8446 section 5.1 has it. */
const record = (type: number, length = 100): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 255]), Buffer.alloc(length, type)]);

const [change, alert, handshake, data] = [20, 21, 22, 23].map((type) => record(type)) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];

/** The answers at the end of these pieces, each 10 ms after the one before. */
function after(...pieces: readonly (readonly [Sender, ...Buffer[]])[]): Answers {
  let now = 0;
  const answers = new Answers(() => now);
  for (const [from, ...records] of pieces) {
    now += 10;
    if (from === 'client') answers.clientSent(Buffer.concat(records));
    else answers.targetSent(Buffer.concat(records));
  }
  now += 10;
  answers.settle();
  return answers;
}

const TLS12 = [
  ['client', handshake],
  ['target', handshake, handshake],
  ['client', handshake, change, handshake],
  ['target', change, handshake],
] as const;

const TLS13 = [
  ['client', handshake],
  ['target', handshake, change, data, data],
  ['client', change, record(23, 53)],
  ['target', record(23, 250)],
] as const;

const CLOSE_NOTIFY13 = record(23, 19);

const counts = ({ count, isAwaited, lastAt }: Answers) => [count, isAwaited, lastAt];

describe('the answers of a target', () => {
  for (const [name, opening, farewell] of [
    ['TLS 1.2', TLS12, record(21, 2)],
    ['TLS 1.3', TLS13, CLOSE_NOTIFY13],
  ] as const) {
    it(`are none in a handshake that is said good-bye to (${name})`, () => {
      assert.deepEqual(counts(after(...opening, ['client', farewell], ['target', farewell])), [
        0,
        false,
        undefined,
      ]);
    });

    it(`are counted behind the handshake, a request each (${name})`, () => {
      const pieces = [...opening, ['client', data], ['target', data, data], ['target', data]] as const;
      assert.deepEqual(counts(after(...pieces)), [1, false, 70]);
      assert.deepEqual(counts(after(...pieces, ['client', data], ['target', data])), [2, false, 90]);
    });

    it(`are missing for a request that is only said good-bye to (${name})`, () => {
      const asked = [...opening, ['client', data], ['target', data], ['client', data]] as const;
      for (const end of [
        [],
        [['target', farewell]],
        [
          ['client', farewell],
          ['target', farewell],
        ],
      ] as const) {
        const answers = after(...asked, ...(end as readonly (readonly [Sender, Buffer])[]));
        assert.deepEqual([answers.count, answers.isAwaited], [1, true]);
        assert.equal(answers.awaitedMs, 10 + 10 * end.length);
      }
    });
  }

  it('are the same however the stream is cut into pieces', () => {
    const exchange = [...TLS12, ['client', data], ['target', alert, data], ['client', data]] as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (size) => {
        const cut = exchange.flatMap(([from, ...records]) => {
          const all = Buffer.concat(records);
          return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => {
            return [from, all.subarray(at * size, (at + 1) * size)] as const;
          });
        });
        const { count, isAwaited } = after(...cut);
        assert.deepEqual([count, isAwaited], [1, true]);
      }),
    );
  });

  it('are any bytes behind others without TLS', () => {
    const [ask, answer] = [Buffer.from('GET /'), Buffer.from('200')];
    assert.deepEqual(counts(after(['target', answer])), [0, false, undefined]);
    assert.deepEqual(counts(after(['client', ask], ['target', answer], ['target', answer])), [1, false, 30]);
    assert.equal(after(['client', ask], ['client', ask]).awaitedMs, 10);
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
    answers.targetSent(Buffer.from('!'));
    answers.settle();
    assert.equal(answers.awaitedMs, 5);
  });
});
