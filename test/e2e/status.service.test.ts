// `smgw-proxy status` against the real service: with and without its target, and at the end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import type { Status } from '../../src/admin/status/schema.js';
import { freePort, runToEnd, withProgram, type Program } from '../support/program.js';
import { closed, listen, read } from '../support/sockets.js';
import { assertIsStatus } from '../support/status-schema.js';

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
const file = path.join(directory, 'config.yaml');
after(() => {
  rmSync(directory, { recursive: true });
});

let target: Server;
let address: string;
const clients: Socket[] = [];
beforeEach(async () => {
  target = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write('hello'));
  });
  address = `127.0.0.1:${await listen(target)}`;
  writeFileSync(file, `target: ${address}\nadmin: 127.0.0.1:${await freePort()}\ndrain-timeout: 1m\n`);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  target.close();
});

const withService = (body: (program: Program) => Promise<void>): Promise<void> =>
  withProgram(['--config', file], async (program) => {
    await program.line(({ event }) => event === 'admin-listening');
    await body(program);
  });

const status = (...words: string[]) => runToEnd(['status', '--config', file, ...words]);

/** A connected client that has read from the target. */
async function reader({ port }: Program): Promise<Socket> {
  const client = connect(port, '127.0.0.1').on('error', () => undefined);
  clients.push(client);
  client.write('?');
  await read(client, 5);
  return client;
}

describe('the status of a service', () => {
  it('shows its target, its connections and its clients', async () => {
    await withService(async (program) => {
      const before = await status();
      assert.match(before.stdout, /^✓ gateway: Ready, not read yet$/m);
      const gone = await reader(program);
      gone.end();
      await program.connection();
      await reader(program);
      const { status: code, stdout, stderr } = await status();
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^✓ gateway: The meter is being read: last .* by 127\.0\.0\.1$/m);
      assert.ok(stdout.includes(`\n  gateway      ${address} is reachable since `), stdout);
      assert.match(stdout, new RegExp(`^ {2}listens on {3}127.0.0.1:${program.port}$`, 'm'));
      assert.match(stdout, /^ {2}connections {2}1 ended, 1 live$/m);
      assert.match(stdout, /^ {2}delivered {4}2 B to target, 10 B to client$/m);
      assert.match(stdout, /^Live connections: 1\n.*\n {2}127\.0\.0\.1:\d+ .* open +5 B +1 B$/m);
      assert.match(stdout, /^Ended last\n.*\n.* {2}the client closed the connection$/m);
      assert.match(stdout, /^Clients: 1\n.*\n {2}127\.0\.0\.1 .* 2 +2 +1 +10 B +2 B$/m);
    });
  });

  it('matches the schema as JSON', async () => {
    await withService(async (program) => {
      await reader(program);
      const { status: code, stdout } = await status('--json');
      const document = JSON.parse(stdout) as Status;
      assertIsStatus(document);
      assert.deepEqual([code, document.connections.length], [0, 1]);
    });
  });

  it('shows the time and the reason of an unreachable target, and exits with 3', async () => {
    await withService(async (program) => {
      target.close();
      await once(target, 'close');
      await closed(connect(program.port, '127.0.0.1').on('error', () => undefined));
      await program.line(({ event }) => event === 'target-down');
      const { status: code, stdout } = await status();
      assert.equal(code, 3);
      const words = stdout.replaceAll(/\s+/g, ' ');
      assert.ok(words.includes(`✗ gateway: Gateway not reachable: ${address} since 2`), stdout);
      assert.ok(words.includes(' (target-refused, ECONNREFUSED) - a device answers at that address'), stdout);
      assert.ok(words.includes('listens on nothing: its ports are closed until the gateway is back'), stdout);
    });
  });

  it('exits with 3 while the service stops, and with 1 after its end', async () => {
    await withService(async (program) => {
      const client = await reader(program);
      program.signal('SIGTERM');
      await program.line(({ event }) => event === 'stopping');
      const stopping = await status();
      assert.equal(stopping.status, 3);
      assert.match(
        stopping.stdout,
        /^! smgw-proxy \S+ is stopping: only live connections may still finish\n/,
      );
      client.destroy();
      assert.equal(await program.exit(), 0);
      const { status: code, stderr } = await status();
      assert.equal(code, 1);
      assert.match(stderr, /^127\.0\.0\.1:\d+: no service answers there \(ECONNREFUSED\): is it running/);
    });
  });
});
