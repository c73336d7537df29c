// The log as its readers get it: text for people, JSON for programs, the same on standard output and in the file.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { connectionLogRecord } from '../../src/log/connection-log.js';
import type { LogOptions } from '../../src/log/log.js';
import { connectionRecord } from '../support/record.js';

const MODULE = new URL('../../src/log/log.js', import.meta.url).href;

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

const run = promisify(execFile);

/** Standard output of a process that runs a program with createLog(). */
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

async function eventsOf(body: string): Promise<unknown[]> {
  return (await linesOf(body)).map(({ event }) => event);
}

/** Its output when it logs one record of each level. */
async function logged(options: LogOptions, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const program = `
    const log = await createLog(${JSON.stringify(options)});
    for (const level of ['error', 'warn', 'info', 'debug'])
      log.write({ level, message: 'a ' + level, fields: { event: 'test', number: 1 } });
    log.write({ level: 'error', message: '5 %d [fe80::1%docker0]:443', fields: { event: 'test', number: 2 } });
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
        'error a error',
        'warn  a warn',
        'info  a info',
        'debug a debug',
        'error 5 %d [fe80::1%docker0]:443',
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

  it('is one JSON object a line for programs: the time in UTC, the level, the fields, the message', async () => {
    const lines = (await logged({ level: 'debug', format: 'json' })).trimEnd().split('\n');
    const line = (level: string, number: number, message: string): string =>
      `{"level":"${level}","event":"test","number":${number},"message":"${message}"}`;
    const stamp = /(?<=^\{)"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",/;
    assert.deepEqual(
      lines.map((each) => each.replace(stamp, '')),
      [
        ...['error', 'warn', 'info', 'debug'].map((level) => line(level, 1, `a ${level}`)),
        line('error', 2, '5 %d [fe80::1%docker0]:443'),
      ],
    );
  });

  it('has a connection as a sentence for people, and as fields for programs', async () => {
    const record = JSON.stringify(connectionLogRecord(connectionRecord()));
    const [text, json] = (['text', 'json'] as const).map((format) =>
      output(`
        const log = await createLog({ level: 'info', format: '${format}' });
        log.write(${record});
        await log.close();`),
    );
    assert.match((await text) ?? '', / info {2}#17 192\.168\.0\.12:51234 → .* \[client-closed\]\n$/);
    const { outcome, message } = JSON.parse((await json) ?? '') as Record<string, unknown>;
    assert.deepEqual([outcome, message], ['client-closed', 'the client closed the connection']);
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
    const events = await eventsOf(`
      const log = await createLog({ level: 'info', format: 'json', file: ${JSON.stringify(directory)} });
      const write = (event) => log.write({ level: 'info', message: '', fields: { event } });
      write('before');
      // When the file has been tried, there is nothing left to do.
      process.once('beforeExit', () => { write('after'); void log.close(); });`);
    assert.deepEqual(events, ['before', 'log-failed', 'after']);
  });

  it('leaves its file at its end, and says nothing after it', async () => {
    const file = path.join(directory, 'left.log');
    const events = await eventsOf(`
      import { readdirSync, readlinkSync } from 'node:fs';
      const open = () => readdirSync('/proc/self/fd').some((fd) => {
        try { return readlinkSync('/proc/self/fd/' + fd) === ${JSON.stringify(file)}; } catch { return false; }
      });
      const [log, next] = [
        await createLog({ level: 'info', format: 'json', file: ${JSON.stringify(file)} }),
        await createLog({ level: 'info', format: 'json' }),
      ];
      const write = (to, event) => to.write({ level: 'info', message: '', fields: { event } });
      write(log, 'one');
      process.once('beforeExit', async () => {
        write(next, open() ? 'open' : 'left');
        await log.close();
        write(log, 'late');
        write(next, open() ? 'open' : 'left');
        await next.close();
      });`);
    assert.deepEqual(events, ['one', 'open', 'left']);
    assert.match(readFileSync(file, 'utf8'), /"one"/);
  });
});
