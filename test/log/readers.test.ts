// A whole log behind readers that stop, come late or leave, and a disk that is full: the process goes on in each case.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';

const MODULE = new URL('../../src/log/log.js', import.meta.url).href;

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Runs a program with `many()`, which writes more than may wait, and `write()`; it says on standard error how far it is. */
function start(
  body: string,
  { file, wrapper = [] }: { file?: string; wrapper?: readonly string[] } = {},
): Child {
  const options = JSON.stringify({ level: 'info', format: 'json', ...(file !== undefined && { file }) });
  const program = `
    const { createLog } = await import(${JSON.stringify(MODULE)});
    const turn = () => new Promise(setImmediate);
    const log = await createLog(${options});
    let lastId = 0;
    const write = () => log.write({ level: 'info', message: 'x'.repeat(200), fields: { event: 'test', id: lastId += 1 } });
    const many = async (count = ${MANY}) => {
      for (let i = 0; i < count; i += 1) {
        write();
        if (i % 100 === 99) await turn();
      }
      process.stderr.write('written');
    };
    ${body}`;
  const [command, ...args] = [...wrapper, process.execPath, '--input-type=module', '-e', program];
  return spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

const MANY = 20_000;
const MOST_WAITING = 1_048_576;

interface Line {
  readonly event: string;
  readonly id: number;
  readonly lines: number;
}

const linesIn = (output: string): Line[] =>
  (output.match(/^.+\n/gm) ?? []).map((line) => JSON.parse(line) as Line);

describe('the log', () => {
  it('whose reader has stopped takes no more memory, and does not keep the process from ending', async () => {
    const child = start(`
      await many();
      process.stderr.write(String(process.stdout.writableLength));
      await log.close();
      process.exit();`);
    const waiting = text(child.stderr);
    const [status] = (await once(child, 'exit')) as [number];
    assert.equal(status, 0);
    assert.match(await waiting, /^written\d{6,7}$/);
    assert.ok(Number((await waiting).slice('written'.length)) <= MOST_WAITING, await waiting);
  });

  it('whose reader comes late has every line in its order that could wait, and the number of the others', async () => {
    const child = start(`
      await many();
      while (process.stdout.writableLength > 0) await turn();
      write();
      process.once('beforeExit', () => log.close());`);
    await once(child.stderr, 'data');
    const lines = linesIn(await text(child.stdout));
    const ids = lines.filter(({ event }) => event === 'test').map(({ id }) => id);
    assert.deepEqual(
      ids,
      [...new Set(ids)].sort((one, other) => one - other),
    );
    assert.equal(ids.at(-1), MANY + 1);
    const lost = lines.filter(({ event }) => event === 'log-lost').map(({ lines: count }) => count);
    assert.equal(
      lost.reduce((sum, count) => sum + count, ids.length),
      MANY + 1,
    );
    assert.ok(lost.length > 0);
  });

  it('whose reader leaves goes on in the file, and says so there', async () => {
    const file = path.join(directory, 'left.log');
    const child = start(
      `let left = false;
      process.stdout.once('error', () => (left = true));
      const { statSync } = await import('node:fs');
      const size = () => statSync(${JSON.stringify(file)}, { throwIfNoEntry: false })?.size ?? 0;
      while (!left) {
        const before = size();
        write();
        // More than a slow disk takes would be dropped, and with it the line that the test is about.
        while (size() === before) await turn();
      }
      await many(100);
      await log.close();`,
      { file },
    );
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [status] = (await once(child, 'exit')) as [number];
    assert.equal(status, 0);
    const lines = linesIn(readFileSync(file, 'utf8'));
    assert.equal(lines.filter(({ event }) => event === 'log-failed').length, 1);
    const ids = lines.filter(({ event }) => event === 'test').map(({ id }) => id);
    assert.equal(ids.at(-1), ids.length);
  });

  it('whose disk is full goes on without the file, and says so', async () => {
    const file = path.join(directory, 'full.log');
    const wrapper = ['bash', '-c', 'ulimit -f 8; exec "$0" "$@"'];
    const child = start(
      `await many(1000);
      let tries = 0;
      process.on('beforeExit', () => {
        tries += 1;
        if (tries <= 3) write();
        if (tries === 4) void log.close();
      });`,
      { file, wrapper },
    );
    const lines = linesIn(await text(child.stdout));
    assert.equal(lines.filter(({ event }) => event === 'test').length, 1003);
    assert.equal(lines.filter(({ event }) => event === 'log-failed').length, 1);
    assert.ok(readFileSync(file).length <= 8192);
  });
});
