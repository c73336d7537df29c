// `smgw-proxy status` as a process: exit status, output to a pipe and to a terminal, and the end of --watch.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Status } from '../../src/admin/status/schema.js';
import { aStatus } from '../cli/status/fixture.js';
import { MAIN, runToEnd } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';
import { listen } from '../support/sockets.js';
import { ON_TERMINAL, pidOnTerminal } from '../support/terminal.js';

/** The present answer of the service; undefined makes it silent. */
let said: Status | undefined;
let server: Server;
let admin: string;
beforeEach(async () => {
  said = aStatus();
  server = createServer((_, response) => {
    if (said === undefined) response.destroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  admin = `127.0.0.1:${await listen(server)}`;
});
afterEach(() => {
  server.close();
});

describe('smgw-proxy status', () => {
  it('shows the status and ends with 0', async () => {
    const { status, stdout, stderr } = await runToEnd(['status', '--admin', admin]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^✓ smgw-proxy 0\.1\.0 is ready, /);
    assert.ok(stdout.endsWith('\n') && !stdout.includes('\x1b'));
  });

  it('ends with 1 and one line when no service answers, and with 3 when it is not ready', async () => {
    said = undefined;
    const { status, stdout, stderr } = await runToEnd(['status', '--admin', admin]);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^127\.0\.0\.1:\d+: something listens there, but cut the connection .*\n$/);
    said = aStatus({ ready: false });
    assert.equal((await runToEnd(['status', '--admin', admin])).status, 3);
  });

  it('names the expected form of a wrong option, and exits with 2', async () => {
    const { status, stdout, stderr } = await runToEnd(['status', '--admin', '8081']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^--admin: expected ADDRESS:PORT .*\nsmgw-proxy: 1 problem/);
  });
});

describe('smgw-proxy status --watch in a pipe', () => {
  let child: ChildProcess | undefined;
  const start = (...words: string[]): ChildProcess => {
    const all = [MAIN, 'status', '--watch', '--admin', admin, ...words];
    return (child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] }));
  };
  afterEach(() => child?.kill('SIGKILL'));

  it('writes a line of JSON for each poll, a failure once, and exits with the last status', async () => {
    const watcher = start('--json');
    const lines = createInterface({ input: watcher.stdout as NodeJS.ReadableStream });
    const errors = createInterface({ input: watcher.stderr as NodeJS.ReadableStream });
    const [line] = (await once(lines, 'line')) as [string];
    assert.deepEqual(JSON.parse(line), said);
    said = undefined;
    const told: string[] = [];
    errors.on('line', (reason) => told.push(reason));
    await once(errors, 'line');
    await once(server, 'request');
    said = aStatus({ ready: false });
    const [other] = (await once(lines, 'line')) as [string];
    assert.deepEqual(JSON.parse(other), said);
    watcher.kill('SIGTERM');
    assert.deepEqual(await once(watcher, 'close'), [3, null]);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /cut the connection/);
  });

  it('writes one text after the other, without cursor control', async () => {
    const watcher = start();
    let written = '';
    watcher.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()));
    while (!/✓ smgw.*\n[^]*\n\n✓ smgw/.test(written))
      await once(watcher.stdout as NodeJS.ReadableStream, 'data');
    watcher.kill('SIGINT');
    assert.deepEqual(await once(watcher, 'exit'), [0, null]);
    assert.ok(!written.includes('\x1b'));
  });

  it('ends when the pipe is closed', async () => {
    const command = `${process.execPath} ${MAIN} status --watch --json --admin ${admin} | head -n 1`;
    const { status, stdout, stderr } = await shell(command);
    assert.deepEqual([status, stderr], [0, '']);
    assert.deepEqual(JSON.parse(stdout), said);
  });
});

/** A terminal on which the program watches. */
class Watching {
  /** The output on the terminal, with visible escape characters. */
  written = '';
  private readonly emitter = new EventEmitter();
  private readonly child: ChildProcess;
  readonly exited: Promise<unknown[]>;

  constructor() {
    const command = 'stty cols 60 rows 50; exec "$0" "$@"';
    const program = ['bash', '-c', command, process.execPath, MAIN, 'status', '--watch', '--admin', admin];
    const [file = '', ...words] = [...ON_TERMINAL, ...program];
    this.child = spawn(file, words, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
    });
    this.exited = once(this.child, 'exit');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.written += text.replaceAll('\x1b', '␛');
      this.emitter.emit('text');
    });
  }

  get pid(): number {
    return pidOnTerminal(this.child.pid ?? 0);
  }

  async sees(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.written)) await once(this.emitter, 'text');
  }

  /** Waits for the end. Later output may be lost, because script(1) stops with the program. */
  async isSuspended(): Promise<void> {
    const { pid } = this;
    while (!/^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await new Promise(setImmediate);
  }

  /** Continues both processes. */
  async resume(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.written)) {
      this.child.kill('SIGCONT');
      process.kill(this.pid, 'SIGCONT');
      await new Promise(setImmediate);
    }
  }

  press(key: string): void {
    this.child.stdin?.write(key);
  }

  close(): void {
    this.child.stdin?.end();
    this.child.kill('SIGKILL');
  }
}

describe('smgw-proxy status --watch on a terminal', () => {
  const options = { skip: missing('script', 'stty'), timeout: 60_000 };
  const CTRL_C = '\x03';
  const CTRL_Z = '\x1a';
  const HIDDEN = '␛[?25l';
  const SHOWN = '␛[?25h';
  let watching: Watching;
  beforeEach(() => {
    watching = new Watching();
  });
  afterEach(() => {
    watching.close();
  });

  it('redraws in place, in the width of the terminal, until Ctrl-C', options, async () => {
    await watching.sees(/␛\[H✓ smgw[^]*␛\[J[^]*␛\[H✓ smgw[^]*␛\[J/);
    assert.ok(watching.written.startsWith(`${HIDDEN}␛[2J␛[H`));
    const widest = Math.max(
      ...watching.written.split('\n').map((line) => line.replace(/␛\S*?[A-Zl]|\r/g, '').length),
    );
    assert.ok(widest <= 60, String(widest));
    assert.doesNotMatch(watching.written, /␛\[\d+m/);
    watching.press(CTRL_C);
    assert.deepEqual(await watching.exited, [0, null]);
    assert.ok(watching.written.endsWith(SHOWN), JSON.stringify(watching.written.slice(-20)));
  });

  it('shows the cursor again when it is terminated', options, async () => {
    await watching.sees(/␛\[J/);
    process.kill(watching.pid, 'SIGTERM');
    assert.deepEqual(await watching.exited, [0, null]);
    assert.ok(watching.written.endsWith(SHOWN));
  });

  it('shows the cursor for Ctrl-Z, and continues afterwards', options, async () => {
    await watching.sees(/␛\[J/);
    watching.press(CTRL_Z);
    await watching.isSuspended();
    await watching.resume(/␛\[\?25h␛\[\?25l␛\[2J␛\[H✓/);
  });

  it('redraws when the terminal changes its size', options, async () => {
    await watching.sees(/\(3 d 2 h\)␛\[K\r\n {2}last try/);
    const terminal = readlinkSync(`/proc/${watching.pid}/fd/1`);
    spawnSync('stty', ['-F', terminal, 'cols', '90']);
    await watching.sees(/␛\[H✓ smgw-proxy 0\.1\.0 is ready, running since \S+ \S+ \(3 d 2 h\)␛\[K/);
  });

  it(
    'continues without an answer of the service, reports that, and shows the service when it is back',
    options,
    async () => {
      await watching.sees(/␛\[J/);
      said = undefined;
      await watching.sees(/␛\[H✗ No answer since [^]*Below is what[^]*✓ smgw-proxy 0\.1\.0/);
      said = aStatus({ version: '0.2.0' });
      await watching.sees(/␛\[H✓ smgw-proxy 0\.2\.0/);
    },
  );
});
