// The output of an attempt: nothing while it finds only what is known, and everything once it changes something.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeldOutput } from '../../../../src/cli/setup/wait/held-output.js';

describe('the output of an attempt', () => {
  it('comes whole and in order when it is released, and then at once', () => {
    const written: string[] = [];
    const held = new HeldOutput({
      out: (text) => written.push(`out ${text}`),
      error: (text) => written.push(`error ${text}`),
    });
    held.writer.out('1');
    held.writer.error('2');
    assert.deepEqual(written, []);
    held.release();
    held.writer.out('3');
    assert.deepEqual(written, ['out 1', 'error 2', 'out 3']);
  });

  it('tells the failed steps and the last words, without marks and arrows', () => {
    const held = new HeldOutput({ out: () => undefined, error: () => undefined });
    held.writer.out('✓ ok  Service: the package is installed\n');
    held.writer.out('✗ failed   NetworkManager: is not running\n           → Switch it on: sudo x\n');
    held.writer.error('\nNot set up.\n');
    assert.deepEqual(held.failure, ['NetworkManager: is not running', 'Switch it on: sudo x', 'Not set up.']);
  });
});
