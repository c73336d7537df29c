// Log output that is not read, that breaks, or that comes back: forwarding never waits for it.
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Output, PartialWrite, type OutputTarget } from '../../src/log/output.js';

/** A stream that takes nothing until it is told to. */
class Slow extends Writable {
  readonly taken: string[] = [];
  private waiting: ((error?: Error) => void) | undefined;
  private open = false;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.taken.push(chunk.toString());
    if (this.open) done();
    else this.waiting = done;
  }

  release(): void {
    this.open = true;
    this.waiting?.();
  }

  fail(error: Error): void {
    this.waiting?.(error);
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

function outputOf(target: OutputTarget): { output: Output; failed: string[] } {
  const failed: string[] = [];
  const events = {
    gapLine: (lines: number) => `${lines} lost\n`,
    failed: (error: Error) => failed.push(error.message),
  };
  const output = new Output(target, events, () => Date.now());
  return { output, failed };
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
    const { output } = outputOf({ open: () => slow, isFile: false });
    for (let i = 0; i < 3000; i += 1) output.write(`${'x'.repeat(999)}\n`);
    assert.ok(slow.writableLength < 1_100_000, `${slow.writableLength} bytes wait`);
    slow.release();
    await new Promise((resolve) => slow.write('', resolve));
    const written = slow.taken.join('').split('\n').length - 1;
    output.write('again\n');
    output.write('and again\n');
    assert.ok(slow.taken.join('').endsWith(`x\n${3000 - written} lost\nagain\nand again\n`));
  });

  it('writes lines that come together in one go, in their order', () => {
    const slow = new Slow();
    const { output } = outputOf({ open: () => slow, isFile: false });
    writeTogether(output, ['one\n', 'two\n', 'three\n']);
    assert.deepEqual(slow.taken, ['one\ntwo\nthree\n']);
  });

  it('of lines that come together takes those for which there is room, and counts each of the others', async () => {
    const slow = new Slow();
    const { output } = outputOf({ open: () => slow, isFile: false });
    output.write('x'.repeat(MOST_WAITING - 6));
    writeTogether(output, ['one\n', 'two\n', '3\n']);
    assert.equal(slow.writableLength, MOST_WAITING - 2);
    slow.release();
    await new Promise((resolve) => slow.write('', resolve));
    output.write('again\n');
    assert.deepEqual(slow.taken.slice(1).join(''), 'one\n2 lost\nagain\n');
  });

  it('counts the lines of a gap as long as there is no room to tell of it', async () => {
    const slow = new Slow();
    const { output } = outputOf({ open: () => slow, isFile: false });
    const filler = 'x'.repeat(MOST_WAITING - 6);
    writeTogether(output, [filler, 'one\n', 'two\n', '3\n']);
    writeTogether(output, ['\n', '\n', '\n']);
    assert.equal(slow.writableLength, MOST_WAITING - 2);
    slow.release();
    await new Promise((resolve) => slow.write('', resolve));
    writeTogether(output, [filler.slice(6), 'four\n', 'five\n']);
    output.write('six\n');
    assert.equal(slow.taken.slice(1).join('').replace(/x+/, '…'), '5 lost\n…four\n1 lost\nsix\n');
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
    const { output, failed } = outputOf({ open, isFile: true });
    output.write('one\n');
    streams[0]?.fail(new Error('ENOSPC'));
    await new Promise(setImmediate);
    output.write('lost\n');
    mock.timers.tick(60_000);
    output.write('back\n');
    assert.deepEqual(failed, ['ENOSPC']);
    assert.deepEqual(streams[1]?.taken, ['2 lost\nback\n']);
  });

  it('counts the lines of a failed write that were not taken whole, and those behind it', async () => {
    const { streams, open } = slowStreams();
    const { output } = outputOf({ open, isFile: true });
    writeTogether(output, ['one\n', 'zwölf\n', 'three\n']);
    output.write('four\n');
    streams[0]?.fail(new PartialWrite('ENOSPC', 'one\nzwölf'.length + 1));
    await new Promise(setImmediate);
    mock.timers.tick(60_000);
    output.write('back\n');
    assert.deepEqual(streams[1]?.taken, ['3 lost\nback\n']);
    // The line that tells of them is lost itself.
    streams[1].fail(new PartialWrite('ENOSPC', 3));
    await new Promise(setImmediate);
    mock.timers.tick(60_000);
    output.write('again\n');
    assert.deepEqual(streams[2]?.taken, ['4 lost\nagain\n']);
    assert.equal(output.dropped, 4);
  });

  it('is opened at once when that is asked for, by itself only as long as it is a file', async () => {
    const { streams, open } = slowStreams();
    const file = outputOf({ open, isFile: true }).output;
    file.write('one\n');
    streams[0]?.fail(new Error('ENOSPC'));
    await new Promise(setImmediate);
    file.reopen();
    file.write('two\n');
    assert.deepEqual(streams[1]?.taken, ['1 lost\ntwo\n']);
    file.reopen();
    assert.equal(streams[1].writableEnded, true);
    const screen = outputOf({ open, isFile: false }).output;
    screen.reopen();
    assert.equal(streams.length, 3);
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

  it('tells of a gap at the end, though no line follows', async () => {
    for (const isFile of [true, false]) {
      const slow = new Slow();
      const { output } = outputOf({ open: () => slow, isFile });
      writeTogether(output, ['x'.repeat(MOST_WAITING), 'one\n']);
      slow.release();
      await finished(output.end());
      assert.deepEqual(slow.taken.slice(1), ['1 lost\n']);
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
