// Standard output as a place to look at: a terminal that is drawn on, and anything else.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import { screenOf } from '../../../src/cli/terminal/screen.js';

class Output extends EventEmitter {
  written = '';
  columns: number | undefined = 80;
  rows = 5;
  constructor(readonly isTTY?: boolean) {
    super();
  }
  hasColors = (): boolean => true;
  write(text: string): void {
    this.written += text;
  }
  /** The output since the last call. */
  take(): string {
    const { written } = this;
    this.written = '';
    return written;
  }
}

const screenOn = (output: Output) => screenOf(output as unknown as NodeJS.WriteStream);

describe('a terminal', () => {
  it('is drawn over, line by line, without being cleared in between', () => {
    const output = new Output(true);
    const screen = screenOn(output);
    screen.begin(() => undefined);
    assert.equal(output.take(), '\x1b[?25l\x1b[2J');
    screen.show('one\ntwo');
    assert.equal(output.take(), '\x1b[Hone\x1b[K\ntwo\x1b[K\n\x1b[J');
    screen.end();
    assert.equal(output.take(), '\x1b[?25h');
  });

  it('shows what fits, and that there is more', () => {
    const output = new Output(true);
    screenOn(output).show('1\n2\n3\n4\n5');
    assert.equal(output.take(), '\x1b[H1\x1b[K\n2\x1b[K\n3\x1b[K\n…\x1b[K\n\x1b[J');
    screenOn(output).show('1\n2\n3\n4');
    assert.match(output.take(), /4\S+\n\S+$/);
  });

  it('is drawn anew when its size changes, or the program goes on, until the end', () => {
    const output = new Output(true);
    const screen = screenOn(output);
    let drawn = 0;
    screen.begin(() => (drawn += 1));
    output.emit('resize');
    process.emit('SIGCONT');
    assert.equal(drawn, 2);
    screen.end();
    output.emit('resize');
    assert.deepEqual([drawn, process.listenerCount('SIGCONT')], [2, 0]);
  });

  it('is as wide as it says, but never too narrow to be read', () => {
    const output = new Output(true);
    const screen = screenOn(output);
    assert.deepEqual(screen.sheet, { width: 80, colour: true });
    output.columns = 3;
    assert.equal(screen.sheet.width, 40);
    output.columns = undefined;
    assert.equal(screen.sheet.width, 100);
  });

  it('is left as it is when nothing was begun', () => {
    const output = new Output(true);
    screenOn(output).end();
    assert.equal(output.written, '');
  });
});

describe('anything else', () => {
  it('gets one text after the other, without colour or cursor', () => {
    const output = new Output();
    const screen = screenOn(output);
    screen.begin(() => undefined);
    screen.show('one');
    screen.show('two');
    screen.end();
    assert.equal(output.written, 'one\n\ntwo\n');
    assert.deepEqual(screen.sheet, { width: 100, colour: false });
  });
});
