// How long a target has been silent, by a clock of the test.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Silence } from '../../../src/forward/relay/silence.js';

/** The silence at the end of these events, each 10 ms after the one before. */
function after(...events: readonly ('client' | 'target')[]) {
  let now = 1000;
  const silence = new Silence(() => now);
  for (const event of events) {
    now += 10;
    if (event === 'client') silence.clientSent(100);
    else silence.targetSent();
  }
  now += 10;
  const { firstByteMs, silentMs, answers, restingSince } = silence;
  return { firstByteMs, silentMs, answers, restingSince };
}

describe('The silence of a target', () => {
  it('is unknown before its first byte', () => {
    const never = { firstByteMs: undefined, silentMs: undefined, restingSince: undefined };
    assert.deepEqual(after('client'), { ...never, answers: 0 });
  });

  it('is told from its last byte on, and the first byte from the start on', () => {
    const told = { firstByteMs: 20, silentMs: 10, restingSince: 1030 };
    assert.deepEqual(after('client', 'target', 'target'), { ...told, answers: 1 });
  });

  it('is a rest until the client asks again', () => {
    const { answers, restingSince } = after('client', 'target', 'client');
    assert.deepEqual([answers, restingSince], [1, undefined]);
  });
});
