// The countdown of a wait: it tells each second, and only ever gets shorter.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Countdown } from '../../../src/cli/terminal/countdown.js';
import { unexpected } from '../support.js';
import { Steps } from '../../../src/cli/terminal/steps.js';

describe('a countdown', () => {
  let now = 0;

  beforeEach(() => {
    now = 0;
    mock.timers.enable({ apis: ['setInterval'] });
    mock.method(performance, 'now', () => now);
  });

  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  function pass(ms: number): void {
    now += ms;
    mock.timers.tick(ms);
  }

  it('tells at once and each second, is shortened, and stops', () => {
    const shown: string[] = [];
    const steps = new Steps('de', unexpected, { show: (text) => shown.push(text), hide: unexpected });
    steps.begin('Kabel');
    const countdown = new Countdown((ms) => {
      steps.left(ms);
    });
    countdown.start(600_000);
    pass(1000);
    countdown.start(15_000);
    countdown.start(600_000);
    countdown.stop();
    pass(5000);
    assert.deepEqual(shown, [
      'Kabel …',
      ...['10:00', '9:59', '0:15', '0:15'].map((left) => `Kabel … ${left}`),
    ]);
  });
});
