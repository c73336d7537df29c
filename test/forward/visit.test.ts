// The rule for a reading: a connection that read, one that stayed without an answer, or neither.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasRead, visitOf } from '../../src/forward/visit.js';
import { connectionRecord } from '../support/record.js';

describe('a visit', () => {
  for (const [name, own, visit] of [
    ['answered', { answers: 1, awaitedMs: 0 }, 'read'],
    ['not asked', { answers: 0, awaitedMs: 0 }, undefined],
    ['given up at once', { answers: 0, awaitedMs: 2999 }, undefined],
    ['given up after waiting', { answers: 0, awaitedMs: 3000 }, 'unanswered'],
    ['asked for a password, and given up', { answers: 1, awaitedMs: 3000 }, 'unanswered'],
    [
      'not even greeted',
      { answers: 0, awaitedMs: 0, firstByteMs: undefined, unansweredMs: 3000 },
      'unanswered',
    ],
    ['left in the handshake', { answers: 0, awaitedMs: 0, unansweredMs: 3000 }, undefined],
    ['cut by our own end', { answers: 0, awaitedMs: 9000, outcome: 'shutdown' }, undefined],
  ] as const)
    it(`that was ${name} is ${visit ?? 'neither'}`, () => {
      assert.equal(visitOf(connectionRecord(own)), visit);
    });

  it('is a reading before its end once an answer is there that no other request waits behind', () => {
    const cases = [
      [0, false, false],
      [1, false, true],
      [1, true, false],
      [2, true, true],
    ] as const;
    for (const [answers, isAwaiting, expected] of cases)
      assert.equal(hasRead({ answers, isAwaiting }), expected, `${answers} ${isAwaiting}`);
  });
});
