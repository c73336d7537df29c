// The stop: connections drain, then they are reset; a second signal does not wait.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readHolders, readListeners } from '../../src/machine/listeners.js';
import { freePort, withProgram, type Program } from '../support/program.js';
import { accepts, CAREFUL, listen, read, receive } from '../support/sockets.js';

let server: Server;
let target: string;

beforeEach(async () => {
  server = createServer(CAREFUL, (socket) => socket.on('error', () => undefined));
  target = `127.0.0.1:${await listen(server)}`;
});

afterEach(() => {
  server.close();
});

/** A connection through the program that has carried a byte each way. */
async function pair(program: Program): Promise<{ client: Socket; far: Socket }> {
  const client = connect({ port: program.port, host: '127.0.0.1', ...CAREFUL }).on('error', () => undefined);
  const [far] = (await once(server, 'connection')) as [Socket];
  client.write('>');
  await read(far, 1);
  far.write('<');
  await read(client, 1);
  return { client, far };
}

describe('SIGTERM', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`lets a transfer finish, accepts no new connection, and exits with 0 (${signal})`, async () => {
      await withProgram(['--target', target], async (program) => {
        const { client, far } = await pair(program);
        program.signal(signal);
        const { active } = await program.line(({ event }) => event === 'stopping');
        assert.equal(active, 1);
        assert.ok(!(await accepts(program.port)));
        const received = receive(client);
        far.end('the rest of it');
        assert.deepEqual((await received).length, 14);
        client.end();
        assert.equal(await program.exit(), 0);
        assert.equal((await program.connection()).outcome, 'target-closed');
        assert.equal(program.lines.at(-1)?.event, 'stopped');
      });
    });
  }

  it('resets connections after the drain timeout, and logs it', async () => {
    await withProgram(['--target', target, '--drain-timeout', '200ms'], async (program) => {
      const { client, far } = await pair(program);
      program.signal('SIGTERM');
      const [atClient, atTarget] = await Promise.all([receive(client), receive(far)]);
      assert.deepEqual([atClient.ending, atTarget.ending], ['RST', 'RST']);
      assert.equal(await program.exit(), 0);
      const record = await program.connection();
      assert.equal(record.outcome, 'shutdown');
      assert.equal(record.bytesToTarget, 1);
      const events = program.lines.map(({ event }) => event);
      assert.deepEqual(events, ['listening', 'stopping', 'drain-ended', 'connection', 'stopped']);
      assert.match(
        String(program.lines[1]?.message),
        /^SIGTERM: .*; live connections: 1, they have 200ms to finish$/,
      );
      const { connections, withoutBytes } = await program.line(({ event }) => event === 'stopped');
      assert.deepEqual([connections, withoutBytes], [1, 0]);
    });
  });

  it('waits for connections without limit for a drain timeout of 0', async () => {
    await withProgram(['--target', target, '--drain-timeout', '0'], async (program) => {
      const { client, far } = await pair(program);
      program.signal('SIGTERM');
      const { message } = await program.line(({ event }) => event === 'stopping');
      assert.match(String(message), /live connections: 1, they have as long as they need to finish$/);
      for (let turn = 0; turn < 20; turn += 1) {
        client.write('>');
        await read(far, 1);
        far.write('<');
        await read(client, 1);
      }
      const received = receive(client);
      far.end();
      assert.equal((await received).ending, 'FIN');
      client.end();
      assert.equal(await program.exit(), 0);
    });
  });

  it('counts connections without a byte, and mentions live ones only if there are any', async () => {
    await withProgram(['--target', target, '--log-level', 'debug'], async (program) => {
      const client = connect(program.port, '127.0.0.1');
      const [far] = (await once(server, 'connection')) as [Socket];
      far.resume().end();
      client.resume().end();
      await program.connection();
      program.signal('SIGTERM');
      const { message } = await program.line(({ event }) => event === 'stopping');
      assert.equal(message, 'SIGTERM: accepting no more connections');
      const { connections, withoutBytes } = await program.line(({ event }) => event === 'stopped');
      assert.deepEqual([connections, withoutBytes], [1, 1]);
    });
  });

  it('is not ready at once, and accepts connections for --drain-delay still, unless it comes again', async () => {
    const port = await freePort();
    const options = ['--target', target, '--admin', `127.0.0.1:${port}`, '--drain-delay', '24h'];
    await withProgram(options, async (program) => {
      program.signal('SIGTERM');
      const { message } = await program.line(({ event }) => event === 'drain-delayed');
      assert.equal(message, 'SIGTERM: not ready any more; accepting connections for another 24h');
      const readyz = await fetch(`http://127.0.0.1:${port}/readyz`);
      assert.deepEqual(
        [readyz.status, await readyz.json()],
        [503, { ready: false, reasons: [{ reason: 'stopping' }] }],
      );
      const { client } = await pair(program);
      program.signal('SIGTERM');
      assert.equal((await receive(client)).ending, 'RST');
      assert.equal(await program.exit(), 0);
      const events = program.lines.slice(-3).map(({ event }) => event);
      assert.deepEqual(events, ['stopping', 'connection', 'stopped'], 'no drain timeout was waited for');
    });
  });

  it('drains after --drain-delay', async () => {
    await withProgram(['--target', target, '--drain-delay', '1ms'], async (program) => {
      const { client, far } = await pair(program);
      program.signal('SIGTERM');
      await program.line(({ event }) => event === 'stopping');
      const events = program.lines.map(({ event }) => event);
      assert.deepEqual(events, ['listening', 'drain-delayed', 'stopping']);
      far.resume().end();
      client.resume().end();
      assert.equal(await program.exit(), 0);
    });
  });

  it('does not wait the second time', async () => {
    await withProgram(['--target', target, '--drain-timeout', '0'], async (program) => {
      const { client, far } = await pair(program);
      program.signal('SIGTERM');
      await program.line(({ event }) => event === 'stopping');
      program.signal('SIGTERM');
      const [atClient, atTarget] = await Promise.all([receive(client), receive(far)]);
      assert.deepEqual([atClient.ending, atTarget.ending], ['RST', 'RST']);
      assert.equal(await program.exit(), 0);
      assert.equal((await program.connection()).outcome, 'shutdown');
    });
  });
});

describe('SIGUSR1 and SIGUSR2', () => {
  it('open no debugger and end nothing, and the log says so', async () => {
    await withProgram(['--target', target], async (program) => {
      const inodes = new Set(readListeners().map(({ inode }) => inode));
      for (const wanted of ['SIGUSR1', 'SIGUSR2'] as const) {
        program.signal(wanted);
        await program.line(({ event, signal }) => event === 'signal-ignored' && signal === wanted);
      }
      const { client, far } = await pair(program);
      client.end();
      far.end();
      await program.connection();
      const others = readListeners().filter(({ inode }) => !inodes.has(inode));
      const holders = readHolders(new Set(others.map(({ inode }) => inode)));
      assert.ok(![...holders.values()].flat().some(({ pid }) => pid === program.pid));
    });
  });
});
