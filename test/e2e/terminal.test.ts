// Standard output on a real terminal: it shows every line, and a blocked one stops nothing.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { withProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { CAREFUL, closed, listen, receive } from '../support/sockets.js';
import { ON_TERMINAL, pidOnTerminal } from '../support/terminal.js';

const wrapper = ON_TERMINAL;
const behindNohup = ['bash', '-c', 'exec script -qec "nohup $(printf "%q " "$0" "$@") 2>&1 | cat" /dev/null'];
const options = { skip: missing('script'), timeout: 60_000 };

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

let server: Server;
let target: string;
beforeEach(async () => {
  server = createServer(CAREFUL, (socket) => socket.on('error', () => undefined).end('hello'));
  target = `127.0.0.1:${await listen(server)}`;
});
afterEach(() => {
  server.close();
});

async function exchange(program: Program): Promise<void> {
  const client: Socket = connect({ port: program.port, host: '127.0.0.1', ...CAREFUL });
  const received = receive(client.on('error', () => undefined));
  assert.equal((await received).length, 5);
  client.end();
  await closed(client);
}

/** Resolves when the process has ended. */
async function gone(pid: number): Promise<void> {
  const state = (): string | undefined => {
    try {
      return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    } catch {
      return undefined;
    }
  };
  while (![undefined, 'Z', 'X'].includes(state())) await new Promise(setImmediate);
}

/** Waits for a record of this event in a JSON log file, and returns all records. */
async function recordsUpTo(event: string, file: string): Promise<Readonly<Record<string, unknown>>[]> {
  for (;;) {
    const lines = readFileSync(file, 'utf8').match(/^.*\n/gm) ?? [];
    const records = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    if (records.some((record) => record.event === event)) return records;
    await new Promise(setImmediate);
  }
}

/** More lines than the buffers of a terminal and its pipe hold; at debug level each connection has one. */
const MANY = 300;

describe('a terminal', () => {
  it('shows every line, up to the last', options, async () => {
    const body = async (program: Program): Promise<void> => {
      await exchange(program);
      await program.connection();
      process.kill(pidOnTerminal(program.pid), 'SIGTERM');
      assert.equal(await program.exit(), 0);
      await program.line(({ event }) => event === 'stopped').catch(() => undefined);
      assert.deepEqual(
        program.lines.map(({ event }) => event),
        ['listening', 'connection', 'stopping', 'stopped'],
      );
    };
    await withProgram(['--target', target], body, { wrapper });
  });

  it('that is blocked stops neither the forwarding nor the end', options, async () => {
    const body = async (program: Program): Promise<void> => {
      const pid = pidOnTerminal(program.pid);
      program.signal('SIGSTOP'); // stops script(1), so that the terminal is not read
      for (let i = 0; i < MANY; i += 1) await exchange(program);
      process.kill(pid, 'SIGTERM');
      await gone(pid);
    };
    await withProgram(['--target', target, '--log-level', 'debug'], body, { wrapper });
  });

  it('that is blocked for a while then shows every line complete and in order', options, async () => {
    const body = async (program: Program): Promise<void> => {
      const pid = pidOnTerminal(program.pid);
      program.signal('SIGSTOP');
      for (let i = 0; i < MANY; i += 1) await exchange(program);
      program.signal('SIGCONT');
      await program.connection(MANY);
      const ids = program.lines.filter(({ event }) => event === 'connection').map(({ id }) => id);
      assert.deepEqual(
        ids,
        Array.from({ length: MANY }, (_, index) => index + 1),
      );
      assert.deepEqual(program.words, []); // no half of a line
      await program.stop('SIGKILL');
      await gone(pid);
    };
    await withProgram(['--target', target, '--log-level', 'debug'], body, { wrapper });
  });

  it(
    'that is closed ends the program, which drains its connections even after several SIGHUP',
    options,
    async () => {
      const file = path.join(directory, 'smgw.log');
      const body = async (program: Program): Promise<void> => {
        const pid = pidOnTerminal(program.pid);
        const client = connect({ port: program.port, host: '127.0.0.1', ...CAREFUL });
        assert.equal((await receive(client)).length, 5);
        await program.stop('SIGKILL'); // script(1), which holds the other end of the terminal
        await recordsUpTo('stopping', file);
        process.kill(pid, 'SIGHUP');
        client.end();
        await gone(pid);
        const records = await recordsUpTo('stopped', file);
        // The log may also report the blocked terminal.
        const others = records.filter(({ event }) => event !== 'log-failed');
        assert.deepEqual(
          others.map(({ event, outcome, signal }) => outcome ?? signal ?? event),
          ['listening', 'SIGHUP', 'target-closed', 'stopped'],
        );
      };
      await withProgram(['--target', target, '--log-file', file], body, { wrapper });
    },
  );

  it('that is open keeps SIGHUP a reload signal', options, async () => {
    const body = async (program: Program): Promise<void> => {
      process.kill(pidOnTerminal(program.pid), 'SIGHUP');
      await program.line(({ event }) => event === 'reloaded');
      await exchange(program);
      await program.connection();
    };
    await withProgram(['--target', target], body, { wrapper });
  });

  it('that is closed has no effect on a program behind nohup(1)', options, async () => {
    const file = path.join(directory, 'nohup.log');
    const body = async (program: Program): Promise<void> => {
      const pid = pidOnTerminal(pidOnTerminal(program.pid)); // between them is a shell
      try {
        await program.stop('SIGKILL');
        process.kill(pid, 'SIGHUP');
        await recordsUpTo('reloaded', file);
        await exchange(program);
      } finally {
        process.kill(pid, 'SIGTERM');
        await gone(pid);
      }
    };
    await withProgram(['--target', target, '--log-file', file], body, { wrapper: behindNohup });
  });
});
