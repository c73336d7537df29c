// The admin server of the built program: its addresses and its access, through reloads and the stop.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Status } from '../../src/admin/status/schema.js';
import { freePort, launchProgram, withProgram, type Program } from '../support/program.js';
import { everyPort, WITHOUT_RIGHTS } from '../support/rights.js';
import { accepts, CAREFUL, closed, listen, read, refusedPort } from '../support/sockets.js';
import { assertIsStatus } from '../support/status-schema.js';

const host = '127.0.0.1';
const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
const file = path.join(directory, 'config.yaml');
let server: Server;
let target: string;

before(async () => {
  server = createServer(CAREFUL, (socket) => socket.on('error', () => undefined));
  target = `${host}:${await listen(server)}`;
});
after(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

async function get(port: number, where: string): Promise<Response> {
  return fetch(`http://${host}:${port}${where}`);
}

async function statusOf(port: number): Promise<Status> {
  const status: unknown = await (await get(port, '/status')).json();
  assertIsStatus(status);
  return status as Status;
}

/** An ended connection through the program that has carried three bytes. */
async function carry(program: Program, nth: number): Promise<void> {
  const client = connect({ port: program.port, host, ...CAREFUL });
  const [far] = (await once(server, 'connection')) as [typeof client];
  client.write('123');
  await read(far, 3);
  client.end();
  far.end();
  await closed(client);
  await program.connection(nth);
}

describe('--admin', () => {
  it('is off by default', async () => {
    await withProgram(['--target', target], (program) => {
      assert.deepEqual(
        program.lines.map(({ event }) => event),
        ['listening'],
      );
      return Promise.resolve();
    });
  });

  it('answers at the configured address, also on all addresses of an interface', async () => {
    const port = await freePort();
    await withProgram(['--target', target, '--admin', `lo:${port}`], async (program) => {
      const line = await program.line(({ event }) => event === 'admin-listening');
      assert.ok((line.admin as string[]).includes(`${host}:${port}`));
      await carry(program, 1);
      const { version, totals } = await statusOf(port);
      assert.deepEqual([version, totals.bytesToTarget], ['0.1.0', 3]);
    });
  });

  it('is waited for if its port is in use, and the rest is served', async () => {
    const taken = createServer();
    const port = await listen(taken);
    await withProgram(['--target', target, '--admin', `${host}:${port}`], async (program) => {
      const { pid, code } = await program.line(({ event }) => event === 'admin-listen-failed');
      assert.deepEqual([pid, code], [process.pid, 'EADDRINUSE']);
      await carry(program, 1);
      taken.close();
      await program.line(({ event }) => event === 'admin-listening');
      assert.equal((await get(port, '/healthz')).status, 200);
    });
  });

  it('is not left open if a forward cannot start', { skip: everyPort }, async () => {
    const port = await freePort();
    const program = await launchProgram(['--target', target, '--admin', `${host}:${port}`], {
      listen: [`${host}:1023`],
      stderr: 'pipe',
      wrapper: WITHOUT_RIGHTS,
    });
    assert.equal(await program.exit(), 1);
  });

  it('can be turned on, moved and turned off by a reload, which keeps its counters', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const config = (port?: number): void => {
      writeFileSync(file, `target: ${target}\n${port === undefined ? '' : `admin: ${host}:${port}\n`}`);
    };
    config();
    await withProgram(['--config', file], async (program) => {
      const reload = async (nth: number, port?: number): Promise<void> => {
        config(port);
        program.signal('SIGHUP');
        await program.line(({ event }) => event === 'reloaded', nth);
      };
      await carry(program, 1);
      await reload(1, first);
      await carry(program, 2);
      await reload(2, second);
      assert.deepEqual([await accepts(first), await accepts(second)], [false, true]);
      await carry(program, 3);
      assert.equal((await statusOf(second)).totals.connections, 2, 'those since it was turned on');
      await reload(3);
      assert.equal(await accepts(second), false);
    });
  });

  it('answers other clients from a reload on', async () => {
    const port = await freePort();
    const configure = (more: string): void => {
      writeFileSync(file, `target: ${target}\nadmin: ${host}:${port}\n${more}`);
    };
    configure('');
    await withProgram(['--config', file], async (program) => {
      assert.equal(await accepts(port), true);
      configure('admin-allow: 192.0.2.1\n');
      program.signal('SIGHUP');
      await program.line(({ event }) => event === 'reloaded');
      await assert.rejects(fetch(`http://${host}:${port}/healthz`));
    });
  });

  it('stays unchanged when a reload is refused', { skip: everyPort }, async () => {
    const port = await freePort();
    const admin = (at: number): string => `target: ${target}\nadmin: ${host}:${at}\n`;
    writeFileSync(file, admin(port));
    const body = async (program: Program): Promise<void> => {
      writeFileSync(file, admin(1023));
      program.signal('SIGHUP');
      const problem = await program.line(({ event }) => event === 'reload-problem');
      assert.match(
        String(problem.message),
        /config\.yaml, line 2, admin: port \S+ cannot be opened \(EACCES\): this user may not/,
      );
      assert.equal((await get(port, '/healthz')).status, 200);
    };
    await withProgram(['--config', file], body, { wrapper: WITHOUT_RIGHTS });
  });

  it('is not ready while connections drain, and closed at the end', async () => {
    const port = await freePort();
    await withProgram(['--target', target, '--admin', `${host}:${port}`], async (program) => {
      const client = connect({ port: program.port, host, ...CAREFUL });
      const [far] = (await once(server, 'connection')) as [typeof client];
      assert.equal((await get(port, '/readyz')).status, 200);
      program.signal('SIGTERM');
      await program.line(({ event }) => event === 'stopping');
      const answer = await get(port, '/readyz');
      assert.deepEqual(
        [answer.status, await answer.json()],
        [503, { ready: false, reasons: [{ reason: 'stopping' }] }],
      );
      assert.equal((await get(port, '/healthz')).status, 200);
      assert.equal((await statusOf(port)).connections.length, 1);
      client.end();
      far.end();
      assert.equal(await program.exit(), 0);
    });
  });

  it('reports that the gateway is unreachable, and that it is back', async () => {
    const [port, targetPort] = [await freePort(), await refusedPort()];
    const program = await launchProgram(['--target', `${host}:${targetPort}`, '--admin', `${host}:${port}`]);
    try {
      await program.line(({ event }) => event === 'target-down');
      await program.line(({ event }) => event === 'admin-listening');
      for (const path of ['/readyz', '/readyz/gateway']) {
        const answer = await get(port, path);
        const { reasons } = (await answer.json()) as { reasons: { reason: string; target: string }[] };
        assert.equal(answer.status, 503);
        assert.deepEqual([reasons[0]?.reason, reasons[0]?.target], ['target-down', `${host}:${targetPort}`]);
      }
      const back = createServer((socket) => socket.destroy()).listen(targetPort, host);
      await program.line(({ event }) => event === 'listening');
      assert.equal((await get(port, '/readyz')).status, 200);
      back.close();
    } finally {
      await program.stop('SIGKILL');
    }
  });

  it('works in the demo', async () => {
    const port = await freePort();
    await withProgram(
      ['--admin', `${host}:${port}`],
      async () => {
        assert.equal((await statusOf(port)).forwards[0]?.state, 'ready');
      },
      { command: 'demo' },
    );
  });
});
