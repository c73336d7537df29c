// Log output that is not read, that breaks, or that comes back: forwarding never waits for it.
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
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

function outputOf(target: OutputTarget): { output: Output; lost: number[]; failed: string[] } {
  const lost: number[] = [];
  const failed: string[] = [];
  const output = new Output(target, {
    lost: (lines) => lost.push(lines),
    failed: (error) => failed.push(error.message),
  });
  return { output, lost, failed };
}

/** Writes lines that come together. */
function writeTogether(output: Output, lines: readonly string[]): void {
  output.cork();
  for (const line of lines) output.write(line);
  output.uncork();
}

const MOST_WAITING = 1_048_576;

describe('log output', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('is bounded when nobody reads: further lines are lost, and reported once there is room again', async () => {
    const slow = new Slow();
    const { output, lost } = outputOf({ open: () => slow, isFile: false });
    for (let i = 0; i < 3000; i += 1) output.write(`${'x'.repeat(999)}\n`);
    assert.ok(slow.writableLength < 1_100_000, `${slow.writableLength} bytes wait`);
    assert.deepEqual(lost, []);
    slow.release();
    await new Promise((resolve) => slow.write('', resolve));
    const written = slow.taken.join('').split('\n').length - 1;
    output.write('again\n');
    output.write('and again\n');
    assert.deepEqual(lost, [3000 - written]);
  });

  it('writes lines that come together in one go, in their order', () => {
    const slow = new Slow();
    const { output } = outputOf({ open: () => slow, isFile: false });
    writeTogether(output, ['one\n', 'two\n', 'three\n']);
    assert.deepEqual(slow.taken, ['one\ntwo\nthree\n']);
  });

  it('of lines that come together takes those for which there is room, and counts each of the others', async () => {
    const slow = new Slow();
    const { output, lost } = outputOf({ open: () => slow, isFile: false });
    output.write('x'.repeat(MOST_WAITING - 6));
    writeTogether(output, ['one\n', 'two\n', '3\n']);
    assert.equal(slow.writableLength, MOST_WAITING - 2);
    slow.release();
    await new Promise((resolve) => slow.write('', resolve));
    output.write('again\n');
    assert.deepEqual(lost, [2]);
    assert.deepEqual(slow.taken.slice(1).join(''), 'one\nagain\n');
  });

  it('ends for good when standard output breaks, without an error for the writer', async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('EPIPE'));
      },
    });
    const { output, failed } = outputOf({ open: () => broken, isFile: false });
    output.write('one\n');
    await new Promise(setImmediate);
    output.write('two\n');
    assert.deepEqual(failed, ['EPIPE']);
    await finished(output.end());
  });

  it('is opened again a minute after a file broke', async () => {
    const { streams, open } = slowStreams();
    const { output, lost, failed } = outputOf({ open, isFile: true });
    output.write('one\n');
    streams[0]?.destroy(new Error('ENOSPC'));
    await new Promise(setImmediate);
    output.write('lost\n');
    mock.timers.tick(60_000);
    output.write('back\n');
    assert.deepEqual(failed, ['ENOSPC']);
    assert.deepEqual(lost, [1]);
    assert.deepEqual(streams[1]?.taken, ['back\n']);
  });

  it('of a program that has lost its standard output does not come back', async () => {
    const { streams, open } = slowStreams();
    const { output } = outputOf({ open, isFile: false });
    output.write('one\n');
    streams[0]?.destroy(new Error('EPIPE'));
    await new Promise(setImmediate);
    mock.timers.tick(3_600_000);
    output.write('two\n');
    assert.equal(streams.length, 1);
  });

  it('at the end has written every line, closes a file, and leaves standard output open', async () => {
    for (const isFile of [true, false]) {
      const slow = new Slow();
      slow.release();
      const { output } = outputOf({ open: () => slow, isFile });
      output.cork();
      output.write('one\n');
      await finished(output.end());
      assert.equal(slow.taken.join(''), 'one\n');
      assert.equal(slow.writableEnded, isFile);
    }
  });

  it('is not waited for longer than a second at the end', async () => {
    for (const isFile of [true, false]) {
      const slow = new Slow();
      const { output } = outputOf({ open: () => slow, isFile });
      output.write('one\n');
      const end = finished(output.end());
      await new Promise(setImmediate);
      assert.equal(output.writableFinished, false);
      mock.timers.tick(1000);
      await end;
      assert.deepEqual(slow.taken, ['one\n']);
    }
  });
});
