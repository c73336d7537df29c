// The log file is the one at its path: appended to, put away when its day or its room is over, three old ones kept.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it, mock } from 'node:test';
import { promisify } from 'node:util';
import { assertWritable, LogFile } from '../../src/log/log-file.js';

const MODULE = new URL('../../src/log/log-file.js', import.meta.url).href;
const run = promisify(execFile);

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(directory, 'log-'));
  file = path.join(folder, 'smgw.log');
});

/** Writes `line` as a program does that is started today. */
async function log(line: string): Promise<void> {
  const stream = new LogFile(file);
  await write(stream, line);
  await close(stream);
}

async function write(stream: LogFile, line: string): Promise<void> {
  const error = await new Promise((resolve) => stream.write(`${line}\n`, resolve));
  assert.equal(error ?? undefined, undefined);
}

async function close(stream: LogFile): Promise<void> {
  stream.end();
  await once(stream, 'close');
}

/** Makes the file one that was last written to at noon, local time, that many days ago. */
function age(days: number): string {
  const day = new Date();
  day.setHours(12, 0, 0, 0);
  day.setDate(day.getDate() - days);
  utimesSync(file, day, day);
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0'));
  return `smgw.log.${day.getFullYear()}-${month ?? ''}-${date ?? ''}`;
}

/** All log files and what is in them. */
function logs(): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

describe('the log file', () => {
  it('is appended to when it is of today', async () => {
    await log('one');
    await log('two');
    assert.deepEqual(logs(), { 'smgw.log': 'one\ntwo\n' });
  });

  it('of an earlier day gets the name of that day, and a new one begins', async () => {
    await log('old');
    const name = age(1);
    await log('new');
    assert.deepEqual(logs(), { [name]: 'old\n', 'smgw.log': 'new\n' });
  });

  it('does not take the place of another of the same day', async () => {
    await log('first');
    const name = age(1);
    await log('second');
    age(1);
    await log('new');
    assert.deepEqual(logs(), { [name]: 'first\n', [`${name}.2`]: 'second\n', 'smgw.log': 'new\n' });
  });

  it('has three old ones beside it and no more, the oldest goes first', async () => {
    const names: string[] = [];
    for (const days of [5, 4, 3, 2, 1]) {
      await log(`written ${days} days ago`);
      names.push(age(days));
    }
    await log('new');
    assert.deepEqual(Object.keys(logs()), ['smgw.log', ...names.slice(-3)]);
  });

  it('keeps its own account of the old ones, so that a second log in the folder is left alone', async () => {
    await log('one');
    age(1);
    await log('two');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('.')),
      ['.smgw.log.history'],
    );
  });

  it('is left when it was moved away, deleted, or its folder was, and the next line is in a new one', async () => {
    const stream = new LogFile(file);
    await write(stream, 'one');
    renameSync(file, `${file}.1`);
    await write(stream, 'two');
    rmSync(file);
    await write(stream, 'three');
    rmSync(folder, { recursive: true });
    await write(stream, 'four');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    await write(stream, 'five');
    renameSync(file, `${file}.1`);
    writeFileSync(file, 'by another\n');
    await write(stream, 'six');
    assert.deepEqual(logs(), { 'smgw.log': 'by another\nsix\n', 'smgw.log.1': 'five\n' });
    await close(stream);
  });

  it('goes on in a file that another program has truncated', async () => {
    const stream = new LogFile(file);
    await write(stream, 'one');
    writeFileSync(file, '');
    await write(stream, 'two');
    await close(stream);
    assert.deepEqual(logs(), { 'smgw.log': 'two\n' });
  });

  it('begins a line of its own behind half a line, or behind what a power cut has left', async () => {
    for (const rest of ['whole\nhal', '\0\0\0']) {
      writeFileSync(file, rest);
      await log('new');
      assert.equal(readFileSync(file, 'utf8'), `${rest}\nnew\n`);
    }
  });

  it('is put away at 10 MiB; all together take no more than four times as much', async () => {
    const stream = new LogFile(file);
    const line = 'x'.repeat(1_048_575);
    for (let i = 0; i < 65; i += 1) await write(stream, line);
    await close(stream);
    const sizes = Object.keys(logs()).map((name) => statSync(path.join(folder, name)).size);
    assert.deepEqual(
      sizes,
      [5, 10, 10, 10].map((MiB) => MiB * 1_048_576),
    );
  });

  it('follows a clock that is set, forward and back', async (t) => {
    t.after(() => {
      mock.timers.reset();
    });
    mock.timers.enable({ apis: ['Date'], now: new Date(2028, 10, 20, 12).getTime() });
    const stream = new LogFile(file);
    /** The kernel's clock cannot be set here. */
    const stamp = (): void => utimesSync(file, new Date(), new Date());
    for (const [year, day] of [
      [2028, 20],
      [2026, 25],
      [2026, 26],
      [2026, 26],
      [2026, 30],
    ] as const) {
      mock.timers.setTime(new Date(year, 10, day, 12).getTime());
      await write(stream, `${day}`);
      stamp();
    }
    await close(stream);
    assert.deepEqual(logs(), {
      'smgw.log': '30\n',
      'smgw.log.2026-11-25': '25\n',
      'smgw.log.2026-11-26': '26\n26\n',
      'smgw.log.2028-11-20': '20\n',
    });
  });

  it('tells how much of a write a full disk has taken, and keeps the rest of the process out of it', async () => {
    const program = `
      const { LogFile } = await import(${JSON.stringify(MODULE)});
      const stream = new LogFile(${JSON.stringify(file)});
      stream.on('error', () => undefined);
      const lines = ('x'.repeat(99) + '\\n').repeat(30);
      const results = [];
      for (let i = 0; i < 3; i += 1)
        results.push(await new Promise((resolve) => stream.write(lines, (error) => resolve(error?.taken ?? 'all'))));
      console.log(JSON.stringify(results));`;
    const node = [process.execPath, '--input-type=module', '-e', program];
    const { stdout } = await run('bash', ['-c', 'ulimit -f 8; exec "$0" "$@"', ...node]);
    assert.deepEqual(JSON.parse(stdout), ['all', 'all', 8192 - 6000]);
    assert.equal(statSync(file).size, 8192);
    await log('later');
    assert.match(readFileSync(file, 'utf8'), /x\nlater\n$/);
  });

  it('can be tried out without a trace, whether it is there or not', async () => {
    await assertWritable(file);
    assert.deepEqual(readdirSync(folder), []);
    await log('one');
    age(1);
    await assertWritable(file);
    assert.deepEqual(logs(), { 'smgw.log': 'one\n' });
  });

  it('is refused where a folder or a file is in the way', async () => {
    mkdirSync(file);
    await assert.rejects(assertWritable(file), /not a file/);
    const text = path.join(folder, 'text');
    writeFileSync(text, '');
    await assert.rejects(assertWritable(path.join(text, 'smgw.log')), { code: 'ENOTDIR' });
  });
});
