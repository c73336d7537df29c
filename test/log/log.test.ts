// The log as its readers get it: text for people, JSON for programs, the same on standard output and in the file.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { LogOptions } from '../../src/log/log.js';

const MODULE = new URL('../../src/log/log.js', import.meta.url).href;

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

const run = promisify(execFile);

/** What a process writes to standard output that runs a program with createLog(). */
async function output(body: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = `const { createLog } = await import(${JSON.stringify(MODULE)}); ${body}`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, ...environment } });
  return stdout;
}

async function linesOf(body: string): Promise<Record<string, unknown>[]> {
  const lines = (await output(body)).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What it writes if it logs one record of each level. */
async function logged(options: LogOptions, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = `
    const log = await createLog(${JSON.stringify(options)});
    for (const level of ['error', 'warn', 'info', 'debug'])
      log.write({ level, message: 'short', fields: { event: 'test', level2: level }, sentence: () => 'a sentence, ' + level });
    log.write({ level: 'error', message: 'no sentence', fields: { event: 'test' } });
    await log.close();`;
  return output(program, environment);
}

const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /;

describe('the log', () => {
  it('is sentences with the time and the level in front for people', async () => {
    const lines = (await logged({ level: 'debug', format: 'text' })).split('\n');
    assert.ok(lines.slice(0, -1).every((line) => STAMP.test(line)));
    assert.deepEqual(
      lines.map((line) => line.replace(STAMP, '')),
      [
        'error a sentence, error',
        'warn  a sentence, warn',
        'info  a sentence, info',
        'debug a sentence, debug',
        'error no sentence',
        '',
      ],
    );
  });

  it('tells people the time on the clock of their own zone', async () => {
    const zones = ['Etc/GMT-9', 'Etc/GMT+3'].map((TZ) => logged({ level: 'error', format: 'text' }, { TZ }));
    const times = (await Promise.all(zones)).map(
      (text) => new Date(`${text.slice(0, 23).replace(' ', 'T')}Z`),
    );
    const [east = 0, west = 0] = times.map((time) => Math.round((time.getTime() - Date.now()) / 3_600_000));
    assert.deepEqual([east, west], [9, -3]);
  });

  it('is one JSON object a line for programs, with the fields and the time in UTC, and without the sentence', async () => {
    const lines = (await logged({ level: 'debug', format: 'json' })).trimEnd().split('\n');
    const [first = {}, ...rest] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const { timestamp, ...fields } = first;
    assert.deepEqual(fields, { level: 'error', message: 'short', event: 'test', level2: 'error' });
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(
      rest.map(({ level }) => level),
      ['warn', 'info', 'debug', 'error'],
    );
  });

  for (const [level, count] of [
    ['error', 2],
    ['warn', 3],
    ['info', 4],
    ['debug', 5],
  ] as const) {
    it(`holds ${count} of the 5 records at level ${level}`, async () => {
      assert.equal((await logged({ level, format: 'text' })).trimEnd().split('\n').length, count);
    });
  }

  it('tells when each record came, not when it was written', async () => {
    const program = `
      const log = await createLog({ level: 'info', format: 'json' });
      const record = { level: 'info', message: '', fields: { event: 'test' } };
      log.write(record);
      const began = Date.now();
      while (Date.now() < began + 10);
      log.write(record);
      await log.close();`;
    const times = (await linesOf(program)).map(({ timestamp }) => new Date(String(timestamp)).getTime());
    const [first = 0, second = 0] = times;
    assert.ok(second - first >= 10, `${second - first} ms apart`);
  });

  it('holds every record in its order, however many come at once', async () => {
    const program = `
      const log = await createLog({ level: 'info', format: 'json' });
      for (let id = 0; id < 2500; id += 1)
        log.write({ level: id % 2 === 0 ? 'info' : 'error', message: '', fields: { event: 'test', id } });
      await log.close();`;
    assert.deepEqual(
      (await linesOf(program)).map(({ id }) => id),
      Array.from({ length: 2500 }, (_, id) => id),
    );
  });

  it('is the same in the file, which is complete when the process ends', async () => {
    const file = path.join(directory, 'smgw.log');
    const onScreen = await logged({ level: 'debug', format: 'json', file });
    assert.equal(readFileSync(file, 'utf8'), onScreen);
    assert.equal(onScreen.split('\n').length, 6);
  });

  it('says on standard output that the file cannot be written, and goes on there', async () => {
    const lines = (await logged({ level: 'info', format: 'json', file: directory })).trimEnd().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    assert.deepEqual(events, ['test', 'test', 'test', 'test', 'log-failed']);
  });
});
