// The queue of stop signals: none is lost.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StopSignals } from '../../src/systemd/signals.js';

/** Sends this process the signal and waits for it. */
async function send(signal: NodeJS.Signals): Promise<void> {
  let come = false;
  process.once(signal, () => (come = true));
  process.kill(process.pid, signal);
  // A signal listener does not keep the process alive; this timer does.
  while (!hasCome()) await new Promise(setImmediate);

  function hasCome(): boolean {
    return come;
  }
}

describe('stop signals', () => {
  it('that come before next() are queued in order', { timeout: 10_000 }, async () => {
    const signals = new StopSignals();
    try {
      await send('SIGINT');
      await send('SIGTERM');
      assert.deepEqual([await signals.next(), await signals.next()], ['SIGINT', 'SIGTERM']);
    } finally {
      signals.close();
    }
  });

  it('that come while one is handled are queued', { timeout: 10_000 }, async () => {
    const signals = new StopSignals();
    try {
      const first = signals.next();
      await send('SIGTERM');
      await send('SIGINT');
      assert.deepEqual([await first, await signals.next()], ['SIGTERM', 'SIGINT']);
    } finally {
      signals.close();
    }
  });
});
