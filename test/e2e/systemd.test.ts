// The program under a service manager, with its sockets and its notifications, and without one.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { formatListen } from '../../src/config/listen-address.js';
import { fakeProgram } from '../support/fake-program.js';
import { startNotifySocket, type NotifySocket } from '../support/notify-socket.js';
import { freePort, MAIN, Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';
import { closed, listen, read } from '../support/sockets.js';

/** Shorter than the limit of the test runner, so that a missing message also ends the test's programs. */
const LONGEST_MS = 60_000;

let echo: Server;
let target: string;
let started: Program[];
let sockets: Socket[];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  target = `127.0.0.1:${await listen(echo)}`;
  started = [];
  sockets = [];
});

afterEach(async () => {
  for (const program of started) await program.stop('SIGKILL');
  for (const socket of sockets) socket.destroy();
  await Promise.all(sockets.map(closed));
  echo.close();
});

interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly stderr?: 'inherit' | 'pipe';
}

/** Starts the program, or a wrapper that executes it, with a JSON log. */
function start(before: readonly string[], args: readonly string[], options: StartOptions = {}): Program {
  const { environment, port = 0, stderr = 'inherit' } = options;
  const words = [process.execPath, MAIN, 'run', '--log-format', 'json', '--target', target, ...args];
  const [file = '', ...rest] = [...before, ...words];
  const env = { PATH: process.env.PATH, ...environment };
  const program = new Program(spawn(file, rest, { env, stdio: ['ignore', 'pipe', stderr] }), port);
  started.push(program);
  return program;
}

/** A client after a byte to the target and back. */
async function client(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect(port, host);
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined).write('.');
  assert.equal(String(await read(socket, 1)), '.');
  return socket;
}

const listening = (program: Program) => program.line(({ event }) => event === 'listening');

interface End {
  readonly host: string;
  readonly port: number;
}

describe(
  'with sockets of the service manager',
  { skip: missing('systemd-socket-activate', 'ss'), timeout: LONGEST_MS },
  () => {
    /** Starts the program like systemd at the first client, which stays connected. */
    async function activated(ends: readonly End[], ...args: readonly string[]): Promise<Program> {
      const options = ends.flatMap((end) => ['-l', formatListen(end)]);
      const program = start(['systemd-socket-activate', ...options], args, { stderr: 'pipe' });
      const words = createInterface({ input: program.child.stderr as NodeJS.ReadableStream });
      // First a line for each socket, "Listening on 127.0.0.1:8080 as 3.".
      await new Promise<void>((resolve) => {
        let open = 0;
        words.on('line', () => {
          open += 1;
          if (open === ends.length) resolve();
        });
      });
      await client(ends[0]?.port ?? 0, ends[0]?.host);
      return program;
    }

    for (const host of ['127.0.0.1', '::1']) {
      it(`it serves on one in place of the default port, from the first client on (${host})`, async () => {
        const end = { host, port: await freePort() };
        const program = await activated([end]);
        assert.deepEqual((await listening(program)).listen, [formatListen(end)]);
        await client(end.port, host);
      });

      it(`it does not open an inherited address a second time for the options (${host})`, async () => {
        const end = { host, port: await freePort() };
        const program = await activated([end], '--listen', formatListen(end));
        assert.deepEqual((await listening(program)).listen, [formatListen(end)]);
        await client(end.port, host);
      });
    }

    it('it serves on two', async () => {
      const first = { host: '127.0.0.1', port: await freePort() };
      const second = { host: '::1', port: await freePort() };
      const program = await activated([first, second]);
      assert.deepEqual((await listening(program)).listen, [first, second].map(formatListen));
      for (const { port, host } of [first, second]) await client(port, host);
    });

    it('it opens further addresses of the options', async () => {
      const given = { host: '127.0.0.1', port: await freePort() };
      const own = { host: '127.0.0.1', port: await freePort() };
      const options = [given, own].flatMap((end) => ['--listen', formatListen(end)]);
      const program = await activated([given], ...options);
      assert.deepEqual((await listening(program)).listen, [given, own].map(formatListen));
      for (const { port, host } of [given, own]) await client(port, host);
    });

    it('it sets the same backlog as on its own sockets', async () => {
      const [given, own] = [await freePort(), await freePort()].map((port) => ({ host: '127.0.0.1', port }));
      assert.ok(given && own);
      const program = await activated([given], '--listen', formatListen(own));
      await listening(program);
      // The columns are State, Recv-Q, Send-Q and local address. Send-Q of a listening socket is its backlog.
      const { stdout } = await shell('ss -H -l -t -n');
      const rows = stdout.split('\n').map((line) => line.split(/\s+/));
      const [room, ownRoom] = [given, own].map(
        (end) => rows.find(([, , , at]) => at === formatListen(end))?.[2],
      );
      assert.ok(room !== undefined);
      assert.equal(room, ownRoom);
    });

    it('it resets clients while the target is unreachable, and serves when it is back', async () => {
      const end = { host: '127.0.0.1', port: await freePort() };
      const program = await activated([end], '--log-level', 'debug');
      for (const socket of sockets) socket.destroy();
      await program.connection();
      echo.close();
      for (const nth of [2, 3]) {
        const refused = connect(end.port, end.host).on('error', () => undefined);
        await closed(refused);
        assert.equal((await program.connection(nth)).outcome, 'target-refused');
      }
      echo.listen(Number(target.split(':')[1]), '127.0.0.1');
      await program.line(({ event }) => event === 'target-up');
      await client(end.port);
    });

    it('it closes them when it stops', async () => {
      const end = { host: '127.0.0.1', port: await freePort() };
      const program = await activated([end]);
      await listening(program);
      for (const socket of sockets) socket.destroy();
      assert.equal(await program.stop(), 0);
      await assert.rejects(client(end.port), { code: 'ECONNREFUSED' });
    });
  },
);

describe('with a descriptor that is no listening socket', () => {
  it('it does not start, and names the descriptor', async () => {
    const command = `exec 3</dev/null; export LISTEN_PID=$$ LISTEN_FDS=1; exec ${process.execPath} ${MAIN}`;
    assert.deepEqual(await shell(command), {
      status: 1,
      stdout: '',
      stderr:
        'LISTEN_FDS (3): expected a listening TCP socket, got "/dev/null"\nsmgw-proxy: could not start\n',
    });
  });
});

describe('the service manager', { skip: missing('systemd-notify', 'perl'), timeout: LONGEST_MS }, () => {
  let manager: NotifySocket;
  beforeEach(async () => {
    manager = await startNotifySocket();
  });
  afterEach(async () => {
    await manager.stop();
  });

  /** Starts the program on a free port, without waiting for it to listen. */
  async function notifying(args: readonly string[] = [], variables = {}): Promise<Program> {
    const port = await freePort();
    const environment = { NOTIFY_SOCKET: manager.address, ...variables };
    return start([], ['--listen', `127.0.0.1:${port}`, ...args], { environment, port });
  }

  const heard = (assignment: string): number =>
    manager.messages.filter((message) => message.includes(assignment)).length;

  it('gets READY when the port is open', async () => {
    const { port } = await notifying();
    const message = await manager.message('READY=1');
    await client(port);
    assert.match(message[1] ?? '', /^STATUS=./);
  });

  it('gets no READY from a program that cannot start', async () => {
    const variables = { NOTIFY_SOCKET: manager.address };
    const { status } = spawnSync(process.execPath, [MAIN, '--log-file', '/'], {
      env: { PATH: process.env.PATH, ...variables },
    });
    assert.equal(status, 1);
    spawnSync('systemd-notify', ['STATUS=asked'], { env: { PATH: process.env.PATH, ...variables } });
    await manager.message('STATUS=asked');
    assert.equal(heard('READY=1'), 0);
  });

  for (const [kind, text] of [
    ['accepted', 'idle-timeout: 20m'],
    ['refused', 'idle-timeout: never'],
  ] as const) {
    it(`gets RELOADING and READY for a configuration that is ${kind}`, async () => {
      const folder = fakeProgram('unused', '');
      const file = path.join(folder.directory, 'config.yaml');
      writeFileSync(file, 'idle-timeout: 10m\n');
      const program = await notifying(['--config', file]);
      await manager.message('READY=1');
      writeFileSync(file, `${text}\n`);
      const before = process.hrtime.bigint() / 1000n;
      program.signal('SIGHUP');
      const reloading = await manager.message('RELOADING=1');
      const ready = await manager.message('READY=1', 2);
      folder.remove();
      const time = reloading.map((each) => /^MONOTONIC_USEC=(\d+)$/.exec(each)?.[1]).find(Boolean) ?? '0';
      assert.ok(before <= BigInt(time), `${before} ${time}`);
      assert.ok(manager.messages.indexOf(reloading) < manager.messages.indexOf(ready));
      await client(program.port);
    });
  }

  it('gets STOPPING and watchdog messages while connections drain', async () => {
    const program = await notifying(['--drain-timeout', '0'], { WATCHDOG_USEC: '200000' });
    await manager.message('READY=1');
    const socket = await client(program.port);
    await manager.message('WATCHDOG=1', 2);
    program.signal('SIGTERM');
    await manager.message('STOPPING=1');
    await manager.message('WATCHDOG=1', heard('WATCHDOG=1') + 2);
    socket.end();
    assert.equal(await program.exit(), 0);
  });

  it('gets the time that --drain-delay and --drain-timeout may take together', async () => {
    const program = await notifying(['--drain-delay', '40s', '--drain-timeout', '30s']);
    await manager.message('READY=1');
    program.signal('SIGTERM');
    const stopping = await manager.message('STOPPING=1');
    assert.ok(stopping.includes('EXTEND_TIMEOUT_USEC=75000000'), stopping.join());
    program.signal('SIGTERM');
    assert.equal(await program.exit(), 0);
  });

  it('is reported unreachable once without systemd-notify, and the program serves', async () => {
    const folder = fakeProgram('unused', '');
    const program = await notifying([], { PATH: folder.directory });
    const { level } = await program.line(({ message }) => String(message).includes('systemd-notify'));
    assert.equal(level, 'warn');
    const socket = await client(program.port);
    program.signal('SIGTERM');
    socket.end();
    assert.equal(await program.exit(), 0);
    folder.remove();
    assert.equal(program.lines.filter(({ message }) => String(message).includes('systemd-notify')).length, 1);
  });
});

describe('without a service manager', () => {
  it('the program starts no systemd-notify', async () => {
    const fake = fakeProgram('systemd-notify', 'echo "$1" >> "$HERE/log"');
    const port = await freePort();
    const environment = { PATH: fake.searchPath, WATCHDOG_USEC: '2000' };
    const program = start([], ['--listen', `127.0.0.1:${port}`], { environment });
    await listening(program);
    const socket = await client(port);
    socket.end();
    await program.connection();
    assert.equal(await program.stop(), 0);
    const log = path.join(fake.directory, 'log');
    assert.ok(!existsSync(log));
    fake.remove();
  });

  it('the next start on the same port works at once, even after a crash with live connections', async () => {
    const port = await freePort();
    const args = ['--listen', `127.0.0.1:${port}`];
    for (let turn = 0; turn < 3; turn += 1) {
      const program = start([], args);
      await listening(program);
      await Promise.all([client(port), client(port)]);
      await program.stop('SIGKILL');
    }
  });
});
