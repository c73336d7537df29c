// The messages to the service manager arrive in order; without NOTIFY_SOCKET there are none.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ServiceManager } from '../../src/systemd/service-manager.js';
import { fakeProgram, type FakeProgram } from '../support/fake-program.js';
import { startNotifySocket, type NotifySocket } from '../support/notify-socket.js';
import { missing } from '../support/requires.js';
import { activate, descriptorOf } from '../support/socket-activation.js';
import { listen } from '../support/sockets.js';

const MODULE = new URL('../../src/systemd/service-manager.js', import.meta.url).href;
const PATH = process.env.PATH;
/** Shorter than the limit of the test runner, so that a missing message also ends the receiver. */
const LONGEST_MS = 60_000;

/** The message of a stop that needs no time for connections. */
const STOPPING = ['STOPPING=1', 'EXTEND_TIMEOUT_USEC=5000000'] as const;

function mustNotFail(reason: string): void {
  assert.fail(reason);
}

describe('the service manager', { skip: missing('systemd-notify', 'perl'), timeout: LONGEST_MS }, () => {
  let socket: NotifySocket;
  let manager: ServiceManager;
  const start = async (kind?: 'abstract', variables = {}): Promise<void> => {
    socket = await startNotifySocket(kind);
    const environment = { PATH, NOTIFY_SOCKET: socket.address, ...variables };
    manager = new ServiceManager({ environment, failed: mustNotFail });
  };
  afterEach(async () => {
    await manager.close();
    await socket.stop();
  });

  for (const kind of [undefined, 'abstract'] as const) {
    it(`gets READY and the status in one message (${kind ?? 'file'} socket)`, async () => {
      await start(kind);
      manager.ready('Weiterleitung: 8080 → 10.11.120.2:443');
      assert.deepEqual(await socket.message('READY=1'), [
        'READY=1',
        'STATUS=Weiterleitung: 8080 → 10.11.120.2:443',
      ]);
    });
  }

  it('gets all messages in order', async () => {
    await start();
    manager.ready('first');
    manager.reloading();
    manager.ready('second');
    manager.status('third');
    manager.stopping(0);
    await socket.message('STOPPING=1');
    const reload = socket.messages[1] ?? [];
    assert.deepEqual(
      socket.messages.filter((message) => message !== reload),
      [['READY=1', 'STATUS=first'], ['READY=1', 'STATUS=second'], ['STATUS=third'], STOPPING],
    );
    assert.equal(reload[0], 'RELOADING=1');
  });

  it('gets the start of a reload on the monotonic clock in µs', async () => {
    await start();
    const before = process.hrtime.bigint() / 1000n;
    manager.reloading();
    const after = process.hrtime.bigint() / 1000n;
    const [, time = ''] = await socket.message('RELOADING=1');
    const told = BigInt(/^MONOTONIC_USEC=(\d+)$/.exec(time)?.[1] ?? 0);
    assert.ok(before <= told && told <= after, `${before} ${time} ${after}`);
  });

  it('does not get a status that a newer one has replaced', async () => {
    await start();
    for (let i = 1; i <= 50; i += 1) manager.status(`${i}`);
    manager.ready('ready');
    manager.status('51');
    manager.stopping(0);
    await socket.message('STOPPING=1');
    assert.deepEqual(socket.messages, [['STATUS=1'], ['READY=1', 'STATUS=ready'], ['STATUS=51'], STOPPING]);
  });

  it('gives a stop the time that it may need', async () => {
    await start();
    manager.stopping(70_000);
    assert.deepEqual(await socket.message('STOPPING=1'), ['STOPPING=1', 'EXTEND_TIMEOUT_USEC=75000000']);
  });

  it('gets an arbitrary status as one line', async () => {
    await start();
    manager.status('a\r\nREADY=1\0\u0085b\u2028c "$HOME"; \u{1f600} \ud800 ');
    assert.deepEqual(await socket.message('STATUS'), ['STATUS=a READY=1 b c "$HOME"; \u{1f600} \ufffd']);
  });

  it('gets no message over its limit', async () => {
    await start();
    manager.ready('€'.repeat(100_000));
    const message = await socket.message('READY=1');
    assert.ok(Buffer.byteLength(message.join('\n')) <= 4096);
    assert.ok(message[1]?.startsWith('STATUS=€€€'));
  });

  it('gets a watchdog message at each interval', async () => {
    await start(undefined, { WATCHDOG_USEC: '100000', WATCHDOG_PID: String(process.pid) });
    manager.ready('');
    // The watchdog timer does not keep the process alive; this one does.
    const alive = setInterval(() => undefined, 1000);
    await socket.message('WATCHDOG=1', 3).finally(() => {
      clearInterval(alive);
    });
  });

  it('gets watchdog messages from ready() to close(), at most one waiting', async (test) => {
    test.mock.timers.enable({ apis: ['setInterval'] });
    await start(undefined, { WATCHDOG_USEC: '60000000' });
    test.mock.timers.tick(120_000);
    manager.ready('first');
    test.mock.timers.tick(29_999);
    manager.status('before');
    await socket.message('STATUS=before');
    test.mock.timers.tick(1);
    await socket.message('WATCHDOG=1');
    manager.ready('second');
    test.mock.timers.tick(300_000);
    await socket.message('WATCHDOG=1', 2);
    const closed = manager.close();
    test.mock.timers.tick(300_000);
    await closed;
    manager.stopping(0);
    await socket.message('STOPPING=1');
    assert.deepEqual(
      socket.messages.map(([first]) => first),
      ['READY=1', 'STATUS=before', 'WATCHDOG=1', 'READY=1', 'WATCHDOG=1', STOPPING[0]],
    );
  });
});

describe('a service manager that cannot be reached', () => {
  let fake: FakeProgram;
  let reasons: string[];
  const start = (script: string): ServiceManager => {
    fake = fakeProgram('systemd-notify', script);
    return managerWith({ PATH: fake.searchPath, NOTIFY_SOCKET: '@nobody' });
  };
  const managerWith = (environment: Record<string, string>): ServiceManager =>
    new ServiceManager({ environment, failed: (reason) => reasons.push(reason) });
  beforeEach(() => {
    reasons = [];
  });
  afterEach(() => {
    fake.remove();
  });

  it('is reported once if there is no systemd-notify', async () => {
    const manager = start('');
    const empty = path.join(fake.directory, 'empty');
    mkdirSync(empty);
    const poor = managerWith({ PATH: empty, NOTIFY_SOCKET: '@nobody' });
    poor.ready('');
    poor.stopping(0);
    await Promise.all([poor.close(), manager.close()]);
    assert.deepEqual(reasons, ['systemd-notify could not be run: spawn systemd-notify ENOENT']);
  });

  it('is reported if spawn() throws instead of emitting the error', async () => {
    const manager = start('');
    const loop = path.join(fake.directory, 'loop');
    mkdirSync(loop);
    symlinkSync('systemd-notify', path.join(loop, 'systemd-notify'));
    const poor = managerWith({ PATH: loop, NOTIFY_SOCKET: '@nobody' });
    poor.ready('');
    await Promise.all([poor.close(), manager.close()]);
    assert.deepEqual(reasons, ['systemd-notify could not be run: spawn ELOOP']);
  });

  it('is reported with the message of systemd-notify, and tried again at the next call', async () => {
    const manager = start(
      'echo "$1" >> "$HERE/log"; printf "Failed to notify:\\n no such file\\n" >&2; exit 1',
    );
    manager.ready('');
    manager.stopping(0);
    await manager.close();
    assert.deepEqual(reasons, ['systemd-notify failed: Failed to notify: no such file']);
    assert.equal(readFileSync(path.join(fake.directory, 'log'), 'utf8'), `READY=1\n${STOPPING[0]}\n`);
  });

  for (const [ending, script, expected] of [
    ['an exit status alone', 'exit 3', ['systemd-notify failed: exit status 3']],
    ['a signal', 'kill -SYS $$', ['systemd-notify failed: SIGSYS']],
    ['the signal that ends the service', 'kill -TERM $$', []],
  ] as const) {
    it(`is ${expected.length > 0 ? 'reported' : 'not reported'} after ${ending}`, async () => {
      const manager = start(script);
      manager.ready('');
      await manager.close();
      assert.deepEqual(reasons, expected);
    });
  }

  it('does not end a process without free descriptors', async () => {
    await start('').close();
    const program = `
      import { openSync } from 'node:fs';
      import { ServiceManager } from '${MODULE}';
      const failed = (reason) => console.log(reason);
      const manager = new ServiceManager({ environment: process.env, failed });
      try { for (;;) openSync('/dev/null'); } catch {}
      manager.ready('');
      await manager.close();`;
    const limited = ['bash', '-c', 'ulimit -n 50; exec "$0" "$@"', process.execPath];
    const environment = { PATH: fake.searchPath, NOTIFY_SOCKET: '@nobody' };
    const child = activate([], [...limited, '--input-type=module', '-e', program], environment);
    assert.match(
      await text(child.stdout as NodeJS.ReadableStream),
      /^systemd-notify could not be run: .*EMFILE\n$/,
    );
  });
});

describe('close()', () => {
  let fake: FakeProgram;
  const start = (script: string): ServiceManager => {
    fake = fakeProgram('systemd-notify', script);
    const environment = { PATH: fake.searchPath, NOTIFY_SOCKET: '@nobody' };
    return new ServiceManager({ environment, failed: mustNotFail });
  };
  const log = (): string => readFileSync(path.join(fake.directory, 'log'), 'utf8');
  afterEach(() => {
    fake.remove();
  });

  it('resolves when all messages are delivered', async () => {
    const manager = start('sleep 0.1; echo "$1" >> "$HERE/log"');
    manager.ready('');
    manager.status('');
    manager.stopping(0);
    await manager.close();
    assert.equal(log(), `READY=1\nSTATUS=\n${STOPPING[0]}\n`);
  });

  it('ends a delivery after two seconds, and starts no other', async (test) => {
    test.mock.timers.enable({ apis: ['setTimeout'] });
    const manager = start('echo "$1" >> "$HERE/log"; echo $$ > "$HERE/pid"; exec sleep 60');
    const pidFile = path.join(fake.directory, 'pid');
    manager.ready('');
    manager.stopping(0);
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await new Promise(setImmediate);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    const closed = manager.close();
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    test.mock.timers.tick(1999);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    assert.ok(!isClosed);
    test.mock.timers.tick(1);
    await closed;
    while (isRunning(pid)) await new Promise(setImmediate);
    assert.equal(log(), 'READY=1\n');
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('without NOTIFY_SOCKET', () => {
  for (const variables of [{}, { NOTIFY_SOCKET: '' }]) {
    it(`no program runs and no error is reported (${JSON.stringify(variables)})`, async (test) => {
      test.mock.timers.enable({ apis: ['setInterval'] });
      const fake = fakeProgram('systemd-notify', 'echo "$1" >> "$HERE/log"');
      const environment = { PATH: fake.searchPath, WATCHDOG_USEC: '1000000', ...variables };
      const manager = new ServiceManager({ environment, failed: mustNotFail });
      manager.ready('');
      test.mock.timers.tick(10_000);
      manager.reloading();
      manager.status('');
      manager.stopping(0);
      await manager.close();
      assert.deepEqual(existsSync(path.join(fake.directory, 'log')), false);
      fake.remove();
    });
  }
});

describe('systemd-notify', () => {
  it('inherits neither the sockets nor the variables of the service', async (test) => {
    const fake = fakeProgram('systemd-notify', 'env > "$HERE/env"; ls -l /proc/self/fd > "$HERE/fds"');
    const server = createServer();
    test.after(() => {
      fake.remove();
      server.close();
    });
    await listen(server);
    const program = `
      import { readlinkSync } from 'node:fs';
      import { ServiceManager } from '${MODULE}';
      const failed = (reason) => console.log(reason);
      const manager = new ServiceManager({ environment: process.env, failed });
      manager.ready('');
      await manager.close();
      console.log(readlinkSync('/proc/self/fd/3'));`;
    const variables = { PATH: fake.searchPath, NOTIFY_SOCKET: '@nobody', LISTEN_FDNAMES: 'web' };
    const child = activate([descriptorOf(server)], [process.execPath, '--input-type=module', '-e', program], {
      ...variables,
      WATCHDOG_USEC: '1000000',
    });
    const [output] = await Promise.all([text(child.stdout as NodeJS.ReadableStream), once(child, 'close')]);
    assert.match(output, /^socket:\[\d+\]\n$/);
    assert.ok(!readFileSync(path.join(fake.directory, 'fds'), 'utf8').includes(output.trim()));
    const names = readFileSync(path.join(fake.directory, 'env'), 'utf8').match(/^\w+(?==)/gm) ?? [];
    // The shell itself sets PWD and _.
    assert.deepEqual(names.filter((name) => name !== 'PWD' && name !== '_').sort(), [
      'NOTIFY_SOCKET',
      'PATH',
    ]);
  });
});
