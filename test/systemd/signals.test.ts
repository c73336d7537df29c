// No stop signal is lost, also when it comes while nobody is waiting for one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StopSignals } from '../../src/systemd/signals.js';

/** Sends this process the signal and waits until it has come. */
async function send(signal: NodeJS.Signals): Promise<void> {
  let come = false;
  process.once(signal, () => (come = true));
  process.kill(process.pid, signal);
  // Waiting for a signal does not keep a process alive.
  while (!hasCome()) await new Promise(setImmediate);

  function hasCome(): boolean {
    return come;
  }
}

describe('stop signals', () => {
  it('that came before anybody asked are handed out in their order', { timeout: 10_000 }, async () => {
    const signals = new StopSignals();
    try {
      await send('SIGINT');
      await send('SIGTERM');
      assert.deepEqual([await signals.next(), await signals.next()], ['SIGINT', 'SIGTERM']);
    } finally {
      signals.close();
    }
  });

  it('that came while the one before was being handled are kept', { timeout: 10_000 }, async () => {
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
