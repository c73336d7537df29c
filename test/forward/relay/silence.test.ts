// How long a target has been silent, by a clock of the test.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Silence } from '../../../src/forward/relay/silence.js';

/** The silence at the end of these events, each 10 ms after the one before. */
function after(...events: readonly ('client' | 'upload' | 'target' | 'settle')[]) {
  let now = 1000;
  const silence = new Silence(() => now);
  for (const event of events) {
    now += 10;
    if (event === 'client') silence.clientSent(100);
    else if (event === 'upload') silence.clientSent(65_537);
    else if (event === 'target') silence.targetSent();
    else silence.settle();
  }
  now += 10;
  const { firstByteMs, silentMs, unansweredMs } = silence;
  return { firstByteMs, silentMs, unansweredMs };
}

const NEVER = { firstByteMs: undefined, silentMs: undefined };

describe('A relay after a rest', () => {
  /** When it resumed, in ms from the last answer, of a client that sends or closes so long after it. */
  function resumed(rest: number, next: 'clientSent' | 'settle', isAnswered = true): number | undefined {
    let now = 1000;
    const silence = new Silence(() => now);
    silence.clientSent(100);
    if (isAnswered) silence.targetSent();
    now += rest;
    silence[next](100);
    return silence.resumedAt && silence.resumedAt - 1000;
  }

  it('resumes with what the client sends after two seconds, and with its end', () => {
    assert.equal(resumed(1999, 'clientSent'), undefined);
    assert.equal(resumed(2000, 'clientSent'), 2000);
    assert.equal(resumed(900_000, 'settle'), 900_000);
  });

  it('does not rest while the client waits for an answer', () => {
    assert.equal(resumed(900_000, 'clientSent', false), undefined);
  });
});

describe('The silence of a target', () => {
  it('is unknown before its first byte', () => {
    assert.deepEqual(after(), { ...NEVER, unansweredMs: 0 });
  });

  it('is told from its last byte on, and the first byte from the start on', () => {
    assert.deepEqual(after('client', 'target', 'target', 'settle'), {
      firstByteMs: 20,
      silentMs: 20,
      unansweredMs: 0,
    });
  });

  it('left the client waiting since its last bytes that were not answered', () => {
    assert.deepEqual(after('client', 'client', 'settle'), { ...NEVER, unansweredMs: 10 });
    assert.equal(after('client', 'target', 'client', 'settle').unansweredMs, 10);
  });

  it('counts for nothing behind more bytes than a request has', () => {
    assert.equal(after('upload', 'settle').unansweredMs, 0);
    assert.equal(after('upload', 'client', 'settle').unansweredMs, 0);
    assert.equal(after('upload', 'client', 'target', 'client', 'settle').unansweredMs, 10);
  });

  it('ends with an answer, but for a client that sent its last words after waiting in vain', () => {
    assert.equal(after('client', 'target', 'settle').unansweredMs, 0);
    assert.equal(after('client', 'client', 'target', 'settle').unansweredMs, 10);
  });

  it('is settled once: what comes later is no answer', () => {
    assert.equal(after('client', 'settle', 'target', 'settle').unansweredMs, 10);
  });
});
