// Standard output on a terminal, a real one: what it shows, and that one that takes nothing holds up nobody.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { withProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { CAREFUL, closed, listen, receive } from '../support/sockets.js';
import { ON_TERMINAL, pidOnTerminal } from '../support/terminal.js';

const wrapper = ON_TERMINAL;
const options = { skip: missing('script'), timeout: 60_000 };

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

/** Ends the program itself: without its terminal it would go on, SIGHUP being the signal to reload. */
async function ended(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await gone(pid);
}

/** More lines than a terminal and the pipe behind it hold. */
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

  it('that takes nothing holds up neither the forwarding nor the end', options, async () => {
    const body = async (program: Program): Promise<void> => {
      const pid = pidOnTerminal(program.pid);
      program.signal('SIGSTOP'); // script(1), so nobody reads the terminal any more
      for (let i = 0; i < MANY; i += 1) await exchange(program);
      process.kill(pid, 'SIGTERM');
      await gone(pid);
    };
    await withProgram(['--target', target], body, { wrapper });
  });

  it('that takes nothing for a while shows every line after that, whole and in order', options, async () => {
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
      await ended(pid);
    };
    await withProgram(['--target', target], body, { wrapper });
  });
});
