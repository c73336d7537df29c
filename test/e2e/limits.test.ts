// Conditions that must not stop the program: a stopped reader, no free descriptors, a blocked or closed log.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { withProgram, type Program } from '../support/program.js';
import { CAREFUL, closed, listen, MiB, read, receive, send } from '../support/sockets.js';

let server: Server;
let target: string;
const accepted = new Set<Socket>();

beforeEach(async () => {
  server = createServer(CAREFUL, (socket) => {
    accepted.add(socket.on('error', () => undefined));
  });
  target = `127.0.0.1:${await listen(server)}`;
});

afterEach(() => {
  for (const socket of accepted) socket.destroy();
  accepted.clear();
  server.close();
});

function open(program: Program): Socket {
  return connect({ port: program.port, host: '127.0.0.1', ...CAREFUL }).on('error', () => undefined);
}

async function pair(program: Program): Promise<{ client: Socket; far: Socket }> {
  const client = open(program);
  const [far] = (await once(server, 'connection')) as [Socket];
  return { client, far };
}

/** Resident memory in bytes, see proc_pid_status(5). */
function resident(program: Program): number {
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1];
  return Number(kB) * 1024;
}

describe('a side that stops reading', () => {
  const SIZE = 512 * MiB;

  for (const direction of ['toClient', 'toTarget'] as const) {
    it(`costs less than 32 MiB while 512 MiB wait, and gets every byte later (${direction})`, async () => {
      await withProgram(['--target', target], async (program) => {
        const { client, far } = await pair(program);
        const [sender, receiver] = direction === 'toClient' ? [far, client] : [client, far];
        receiver.pause();
        const before = resident(program);
        const sending = send(sender, SIZE).then(() => sender.end());
        let most = 0;
        for (let taken = 0; taken < 8; taken += 1) {
          await read(receiver, MiB);
          most = Math.max(most, resident(program));
        }
        assert.ok(most - before < 32 * MiB, `grew by ${most - before} bytes`);
        const rest = await receive(receiver);
        assert.equal(rest.length, SIZE - 8 * MiB);
        assert.equal(rest.ending, 'FIN');
        await sending;
        receiver.end();
        const record = await program.connection();
        assert.equal(record[direction === 'toClient' ? 'bytesToClient' : 'bytesToTarget'], SIZE);
      });
    });
  }
});

describe('out of file descriptors', () => {
  it('the program refuses with RST and a log line, and serves again with free descriptors', async () => {
    const wrapper = ['bash', '-c', 'ulimit -n 64 && exec "$0" "$@"'];
    const body = async (program: Program): Promise<void> => {
      const sockets = Array.from({ length: 100 }, () => open(program));
      const results = sockets.map((socket) => receive(socket));
      const refused = await program.line(({ outcome }) => outcome === 'over-limit');
      assert.equal(refused.level, 'warn');
      assert.match(String(refused.hint), /file descriptors/);
      const first = await Promise.race(results);
      assert.equal(first.ending, 'RST');
      for (const socket of sockets) socket.destroy();
      for (const socket of accepted) socket.destroy();
      server.on('connection', (socket: Socket) => socket.end('back again'));
      for (let length = 0; length < 10;) {
        const client = open(program);
        ({ length } = await receive(client));
        client.end();
      }
    };
    await withProgram(['--target', target, '--log-level', 'debug'], body, { wrapper });
  });
});

describe('standard output', () => {
  /** Enough records to fill any pipe several times over. */
  async function manyConnections(program: Program): Promise<void> {
    for (let i = 0; i < 600; i += 1) {
      const client = open(program);
      const received = receive(client);
      const [far] = (await once(server, 'connection')) as [Socket];
      far.end('hello');
      assert.equal((await received).length, 5);
      client.end();
      await closed(client);
    }
  }

  it('without a reader stops neither the forwarding nor the end of the program', async () => {
    const body = async (program: Program): Promise<void> => {
      await manyConnections(program);
      assert.equal(await program.stop(), 0);
    };
    await withProgram(['--target', target], body, { stdout: 'unread' });
  });

  it('that is closed changes neither the forwarding nor the exit status', async () => {
    await withProgram(['--target', target], async (program) => {
      program.child.stdout?.destroy();
      await manyConnections(program);
      assert.equal(await program.stop(), 0);
    });
  });
});
