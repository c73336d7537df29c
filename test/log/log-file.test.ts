// The log file: appended to within a day, put away under its day's name after it, and only three days kept.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { assertWritable, openLogFile } from '../../src/log/log-file.js';

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
  const stream = openLogFile(file);
  stream.end(`${line}\n`);
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

  it('can be tried out without a trace in a file that is there', async () => {
    await log('one');
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
