// Looking again and again: what is shown when the service stops answering, and how the looking ends.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StatusAnswer } from '../../../src/cli/status/ask.js';
import { watch, WatchView } from '../../../src/cli/status/watch.js';
import { statusTexts } from '../../../src/cli/status/texts.js';
import { statusText } from '../../../src/cli/status/text.js';
import { aStatus } from './fixture.js';

const ENGLISH = await statusTexts('en');

process.env.TZ = 'Europe/Berlin';

const SHEET = { width: 100, colour: false };
const GOOD: StatusAnswer = { ok: true, status: aStatus(), document: aStatus() };
const BAD: StatusAnswer = {
  ok: false,
  reason: { en: '127.0.0.1:8081: no service answers there', de: 'dort antwortet kein Dienst' },
};
const KNOWN = statusText(aStatus(), SHEET, ENGLISH);

describe('watching', () => {
  it('looks again until it is stopped, and gives the last answer', async () => {
    const stop = new AbortController();
    const answers = [GOOD, GOOD, BAD];
    const shown: StatusAnswer[] = [];
    const last = await watch({
      look: () => Promise.resolve(answers[shown.length] ?? BAD),
      show: (answer) => {
        shown.push(answer);
        if (shown.length === answers.length) stop.abort();
      },
      stop: stop.signal,
      everyMs: 1,
    });
    assert.deepEqual([shown, last], [answers, BAD]);
  });

  it('does not show a look that was broken off', async () => {
    const stop = new AbortController();
    const shown: StatusAnswer[] = [];
    const look = (signal: AbortSignal): Promise<StatusAnswer> => {
      stop.abort();
      assert.ok(signal.aborted);
      return Promise.resolve(BAD);
    };
    const last = await watch({ look, show: (answer) => shown.push(answer), stop: stop.signal, everyMs: 1 });
    assert.deepEqual([shown, last], [[], undefined]);
  });

  it('ends at once between two looks', async () => {
    const stop = new AbortController();
    const show = (): void =>
      void setImmediate(() => {
        stop.abort();
      });
    const hour = 3_600_000;
    assert.equal(
      await watch({ look: () => Promise.resolve(GOOD), show, stop: stop.signal, everyMs: hour }),
      GOOD,
    );
  });
});

describe('what is watched', () => {
  const clock = { now: new Date('2026-11-25T12:00:00Z') };
  const later = (ms: number): void => {
    clock.now = new Date(clock.now.getTime() + ms);
  };

  it('stays to be seen when the service stops answering, with the time since when', () => {
    const view = new WatchView(() => clock.now, ENGLISH);
    view.add(GOOD);
    assert.equal(view.text(SHEET), KNOWN);
    view.add(BAD);
    later(12_000);
    view.add(BAD);
    assert.equal(
      view.text(SHEET),
      `✗ No answer since 2026-11-25 13:00:00 (12 s): 127.0.0.1:8081: no service answers there. Below is\n  what it said last\n\n${KNOWN}`,
    );
    view.add(GOOD);
    assert.equal(view.text(SHEET), KNOWN);
    later(60_000);
    view.add(BAD);
    assert.match(view.text(SHEET), /^✗ No answer since 2026-11-25 13:01:12 \(0 ms\)/);
  });

  it('says why there never was an answer', () => {
    const view = new WatchView(() => clock.now, ENGLISH);
    view.add(BAD);
    assert.match(view.text(SHEET), /^✗ No answer since .*: 127\.0\.0\.1:8081: no service answers there$/);
  });
});
