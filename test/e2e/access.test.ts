// Access and connection limits: the results for the client, the target and the log.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { withProgram, type Program } from '../support/program.js';
import { CAREFUL, listen, read, receive, type ReceivedStream } from '../support/sockets.js';

let server: Server;
let target: string;
/** Connections at the target. */
let seen = 0;

before(async () => {
  server = createServer(CAREFUL, (socket) => {
    seen += 1;
    socket.on('error', () => undefined);
  });
  target = `127.0.0.1:${await listen(server)}`;
});
after(() => {
  server.close();
});
beforeEach(() => {
  seen = 0;
});

function open({ port }: Program, from: string): Socket {
  return connect({ port, host: '127.0.0.1', localAddress: from, ...CAREFUL }).on('error', () => undefined);
}

function fate(program: Program, from: string): Promise<ReceivedStream> {
  const client = open(program, from);
  client.write('hello');
  return receive(client);
}

/** A connection whose first byte reaches the target. */
async function live(program: Program, from: string): Promise<Socket> {
  const client = open(program, from);
  client.write('x');
  const [far] = (await once(server, 'connection')) as [Socket];
  await read(far, 1);
  return client;
}

describe('a refused client', () => {
  const ARGS = ['--deny', '127.0.0.5', '--deny', '127.0.0.6', '--drain-timeout', '1ms'];

  it('is reset, never reaches the target, and is logged once', async () => {
    await withProgram(['--target', target, ...ARGS], async (program) => {
      // Without the look at the target before the port opened.
      seen = 0;
      for (let i = 0; i < 20; i += 1) assert.equal((await fate(program, '127.0.0.5')).ending, 'RST');
      assert.equal((await fate(program, '127.0.0.6')).ending, 'RST');
      await live(program, '127.0.0.7');
      assert.equal(seen, 1);
      await program.stop('SIGINT');
      const denied = program.lines.filter(({ outcome }) => outcome === 'denied');
      assert.deepEqual(
        denied.map(({ event, client, count, forward }) => [event, client, count, forward]),
        [
          ['refused', '127.0.0.5', 1, 'gateway'],
          ['refused', '127.0.0.6', 1, 'gateway'],
          // The count of further refusals, at the end.
          ['refused', '127.0.0.5', 19, 'gateway'],
        ],
      );
      const { connections } = await program.line(({ event }) => event === 'stopped');
      assert.equal(connections, 22);
    });
  });

  it('is every client outside all of several --allow', async () => {
    await withProgram(
      ['--target', target, '--allow', '127.0.0.2', '--allow', '127.0.1.0/24'],
      async (program) => {
        seen = 0;
        await live(program, '127.0.0.2');
        await live(program, '127.0.1.77');
        assert.equal((await fate(program, '127.0.0.3')).ending, 'RST');
        assert.equal(seen, 2);
      },
    );
  });
});

describe('more connections than', () => {
  it('the limit of one client are reset and logged; other clients are served, and so is this one after a close', async () => {
    const args = ['--target', target, '--max-connections-per-client', '2', '--log-level', 'debug'];
    await withProgram(args, async (program) => {
      const first = await live(program, '127.0.0.2');
      await live(program, '127.0.0.2');
      assert.equal((await fate(program, '127.0.0.2')).ending, 'RST');
      const { event, level, hint } = await program.line(({ outcome }) => outcome === 'over-limit');
      assert.deepEqual([event, level], ['refused', 'warn']);
      assert.match(String(hint), /--max-connections-per-client/);
      await live(program, '127.0.0.3');
      first.resetAndDestroy();
      await program.connection();
      await live(program, '127.0.0.2');
    });
  });

  it('the limit of all clients are reset', async () => {
    await withProgram(['--target', target, '--max-connections', '2'], async (program) => {
      await live(program, '127.0.0.2');
      await live(program, '127.0.0.3');
      assert.equal((await fate(program, '127.0.0.4')).ending, 'RST');
      const { hint } = await program.line(({ outcome }) => outcome === 'over-limit');
      assert.equal(hint, 'the limit is --max-connections');
    });
  });

  it('the limit of the target wait, and are served in turns', async () => {
    const args = ['--target', target, '--max-target-connections', '1', '--log-level', 'debug'];
    await withProgram(args, async (program) => {
      const first = await live(program, '127.0.0.2');
      const second = open(program, '127.0.0.3');
      second.end('hello');
      const answer = receive(second);
      const connection = once(server, 'connection');
      first.resetAndDestroy();
      const [far] = (await connection) as [Socket];
      far.end('answer');
      assert.equal((await answer).length, 6);
      const { queueMs, outcome } = await program.connection(2);
      assert.equal(outcome, 'client-closed');
      assert.ok(typeof queueMs === 'number');
    });
  });
});
