// Log output that nobody reads, that breaks, or that comes back: forwarding never waits for it.
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it, mock } from 'node:test';
import { Output, type OutputTarget } from '../../src/log/output.js';

/** A stream that takes nothing until it is told to. */
class Slow extends Writable {
  readonly taken: string[] = [];
  private waiting: (() => void) | undefined;
  private open = false;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.taken.push(chunk.toString());
    if (this.open) done();
    else this.waiting = done;
  }

  release(): void {
    this.open = true;
    this.waiting?.();
  }
}

/** An opener, and the streams it has opened. */
function slowStreams(): { streams: Slow[]; open: () => Slow } {
  const streams: Slow[] = [];
  const open = (): Slow => {
    const stream = new Slow();
    streams.push(stream);
    return stream;
  };
  return { streams, open };
}

function outputOf(target: OutputTarget): { output: Output; dropped: number[]; failed: string[] } {
  const dropped: number[] = [];
  const failed: string[] = [];
  const output = new Output(target, {
    dropped: (lines) => dropped.push(lines),
    failed: (error) => failed.push(error.message),
  });
  return { output, dropped, failed };
}

describe('log output', () => {
  it('is bounded when nobody reads: further lines are dropped, and told once there is room again', async () => {
    const slow = new Slow();
    const { output, dropped } = outputOf({ open: () => slow, reopens: false });
    for (let i = 0; i < 3000; i += 1) output.write(`${'x'.repeat(999)}\n`);
    assert.ok(slow.writableLength < 1_100_000, `${slow.writableLength} bytes wait`);
    assert.deepEqual(dropped, []);
    slow.release();
    await output.flush(10_000);
    const written = slow.taken.join('').split('\n').length - 1;
    output.write('again\n');
    output.write('and again\n');
    assert.deepEqual(dropped, [3000 - written]);
  });

  it('ends for good when standard output breaks, without an error for the writer', async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('EPIPE'));
      },
    });
    const { output, failed } = outputOf({ open: () => broken, reopens: false });
    output.write('one\n');
    await output.flush(10);
    await new Promise(setImmediate);
    output.write('two\n');
    assert.deepEqual(failed, ['EPIPE']);
    await output.flush(10);
  });

  it('is opened again a minute after a file broke', async () => {
    mock.timers.enable({ apis: ['Date'] });
    try {
      const { streams, open } = slowStreams();
      const { output, dropped, failed } = outputOf({ open, reopens: true });
      output.write('one\n');
      streams[0]?.destroy(new Error('ENOSPC'));
      await new Promise(setImmediate);
      output.write('lost\n');
      mock.timers.tick(60_000);
      output.write('back\n');
      assert.deepEqual(failed, ['ENOSPC']);
      assert.deepEqual(dropped, [1]);
      await output.flush(0);
      assert.deepEqual(streams[1]?.taken, ['back\n']);
    } finally {
      mock.timers.reset();
    }
  });

  it('drops several lines that come together, or none of them, and counts each', () => {
    const slow = new Slow();
    const { output, dropped } = outputOf({ open: () => slow, reopens: false });
    output.write('x'.repeat(1_048_570));
    output.write('one\ntwo\n');
    output.write('short\n');
    assert.deepEqual([dropped, slow.writableLength], [[2], 1_048_576]);
  });

  it('is not waited for longer than the limit at the end', async () => {
    const slow = new Slow();
    const { output } = outputOf({ open: () => slow, reopens: false });
    output.write('one\n');
    await output.flush(1);
    assert.equal(slow.writableLength, 4);
  });

  it('of a program that has lost its standard output does not come back', async () => {
    mock.timers.enable({ apis: ['Date'] });
    try {
      const { streams, open } = slowStreams();
      const { output } = outputOf({ open, reopens: false });
      output.write('one\n');
      streams[0]?.destroy(new Error('EPIPE'));
      await new Promise(setImmediate);
      mock.timers.tick(3_600_000);
      output.write('two\n');
      assert.equal(streams.length, 1);
    } finally {
      mock.timers.reset();
    }
  });
});
