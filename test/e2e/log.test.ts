// The log of a running service: what a stranger can write into it, and which file it is.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchProgram, withProgram, type LogLine, type Program } from '../support/program.js';
import { CAREFUL, listen, receive, turns } from '../support/sockets.js';

const MANY = 100;

let server: Server;
let target: string;
const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));

before(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end('hello'));
  });
  target = `127.0.0.1:${await listen(server)}`;
});

after(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

/** One connection, with these bytes, until the program has ended it. */
async function visit(program: Program, bytes: string): Promise<void> {
  const socket = connect({ port: program.port, host: '127.0.0.1', ...CAREFUL }).on('error', () => undefined);
  const received = receive(socket);
  socket.write(bytes);
  await received;
  socket.end();
}

async function linesAfter(args: readonly string[], bytes: string): Promise<LogLine[]> {
  let lines: LogLine[] = [];
  await withProgram(['--target', target, ...args], async (program) => {
    for (let i = 0; i < MANY; i += 1) await visit(program, bytes);
    const closed = once(program.child, 'close');
    program.signal('SIGTERM');
    await closed;
    ({ lines } = program);
  });
  return lines;
}

describe('connections in any number', () => {
  for (const [what, args, bytes, outcome] of [
    ['with a byte', [], 'x', 'target-closed'],
    [
      'without a PROXY header',
      ['--accept-proxy', '127.0.0.0/8'],
      'GET / HTTP/1.1\r\n\r\n',
      'proxy-header-missing',
    ],
  ] as const)
    it(`${what} have thirty records a minute; the others are counted`, async () => {
      const lines = (await linesAfter(args, bytes)).filter((line) => 'outcome' in line);
      const records = lines.filter(({ event }) => event === 'connection');
      const counted = lines.filter(({ event }) => event === 'connections');
      // The minute may have ended once in between.
      assert.ok(records.length === 30 || records.length === 60, `${records.length} records`);
      const sum = counted.reduce((total, { count }) => total + Number(count), 0);
      assert.equal(records.length + sum, MANY);
      assert.deepEqual([...new Set(lines.map((line) => line.outcome))], [outcome]);
    });
});

describe('the log file', () => {
  it('is a new one at SIGHUP when another program has moved the old one away', async () => {
    const file = path.join(directory, 'moved.log');
    const config = path.join(directory, 'c.yaml');
    writeFileSync(config, `target: ${target}\nlog-level: warn\nlog-file: ${file}\n`);
    const program = await launchProgram(['--config', config, '--send-proxy', 'v1']);
    try {
      await program.line(({ event }) => event === 'send-proxy');
      while ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) await turns(1);
      renameSync(file, `${file}.1`);
      program.signal('SIGHUP');
      while (!existsSync(file)) await turns(1);
      assert.equal(readFileSync(file, 'utf8'), '');
    } finally {
      await program.stop('SIGKILL');
    }
  });

  it('is not made by a reload before it holds a record', async () => {
    const [file, config] = [path.join(directory, 'late', 'p.log'), path.join(directory, 'd.yaml')];
    writeFileSync(config, `target: ${target}\n`);
    await withProgram(['--config', config], async (program) => {
      writeFileSync(config, `target: ${target}\nlog-file: ${file}\nwire: socket\n`);
      program.signal('SIGHUP');
      await program.line(({ event }) => event === 'reload-refused');
      assert.equal(existsSync(file), false);
    });
  });
});
