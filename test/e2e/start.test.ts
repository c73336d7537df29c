// The start: complete or not at all, with a line on standard error for each problem.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { freePort, MAIN, runToEnd, withProgram } from '../support/program.js';
import { missing, notRoot } from '../support/requires.js';
import { listen } from '../support/sockets.js';

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

const NOBODY = 65_534;
const UNPRIVILEGED = '/proc/sys/net/ipv4/ip_unprivileged_port_start';

/**
 * Runs the program as root, because Node may be in any folder, but without capabilities. It can use neither ports below
 * 1024 nor the folders of other users.
 */
function withoutRights(...words: readonly string[]) {
  const rights = ['--bounding-set=-all', '--inh-caps=-all'];
  const all = [...rights, process.execPath, MAIN, 'run', ...words];
  const { status, stdout, stderr } = spawnSync('setpriv', all, { env: {}, cwd: '/', encoding: 'utf8' });
  return { status, stdout, stderr };
}

const cannotDrop = notRoot() || missing('setpriv');
/** Container engines often allow all users the low ports, so that none is refused. */
const noPrivilegedPorts =
  Number(readFileSync(UNPRIVILEGED, 'utf8')) < 1024 && 'every port is open to all here';

describe('an address in use', () => {
  let other: Server;
  let taken: number;
  beforeEach(async () => {
    other = createServer();
    taken = await listen(other);
  });
  afterEach(() => {
    other.close();
  });

  it('ends the program with 1 and one line, although another address is free', async () => {
    const free = await freePort();
    const args = ['--listen', `127.0.0.1:${free}`, '--listen', `127.0.0.1:${taken}`];
    const { status, stdout, stderr } = await runToEnd(['run', ...args]);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(
      stderr,
      new RegExp(
        `^--listen: port 127\\.0\\.0\\.1:${taken} is in use by \\S+ \\(process ${process.pid}\\); .+ \\(EADDRINUSE\\)\n` +
          'smgw-proxy: could not start\n$',
      ),
    );
  });

  it('is one line for each, with its place in the file', async () => {
    const file = path.join(directory, 'two.yaml');
    writeFileSync(
      file,
      `forwards:
  - name: first
    listen: 127.0.0.1:${await freePort()}
    target: 127.0.0.1
  - name: second
    listen: [127.0.0.1:${taken}, 192.0.2.1:${taken}]
    target: 127.0.0.1
`,
    );
    const { status, stdout, stderr } = await runToEnd(['run', '--config', file]);
    assert.deepEqual([status, stdout], [1, '']);
    const [first = '', second = '', third, rest] = stderr.split('\n');
    assert.match(
      first,
      /^\S*two\.yaml:6:14: .*: port \S+ is in use by \S+ \(process \d+\); .*\(EADDRINUSE\)$/,
    );
    assert.match(
      second,
      /^\S*two\.yaml:6:\d+: .*an address of this machine, got .*192\.0\.2\.1:\d+ \(EADDRNOTAVAIL\)$/,
    );
    assert.deepEqual([third, rest], ['smgw-proxy: could not start', '']);
  });
});

describe('rights', () => {
  it(
    'ends with 1 for a port below 1024 and names the remedy',
    { skip: cannotDrop || noPrivilegedPorts },
    () => {
      const { status, stdout, stderr } = withoutRights('--listen', '127.0.0.1:1023');
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(
        stderr,
        /^--listen: expected .*CAP_NET_BIND_SERVICE.*: 127\.0\.0\.1:1023 \(EACCES\)\nsmgw-proxy: could not start\n$/,
      );
    },
  );

  it('ends with 1 for a log file in a folder that cannot be written', { skip: cannotDrop }, async () => {
    const folder = mkdtempSync(path.join(directory, 'foreign-'));
    chownSync(folder, NOBODY, NOBODY);
    const file = path.join(folder, 'smgw.log');
    const args = ['--listen', `127.0.0.1:${await freePort()}`, '--log-file', file];
    const { status, stdout, stderr } = withoutRights(...args);
    assert.deepEqual([status, stdout], [1, '']);
    assert.equal(
      stderr,
      `--log-file: expected a file that can be written, got "${file}" (EACCES)\nsmgw-proxy: could not start\n`,
    );
  });
});

describe('a port alone', () => {
  it('means every address, and an IPv4 client is logged with its IPv4 address', async () => {
    const port = await freePort();
    await withProgram(['--listen', String(port), '--log-level', 'debug'], async (program) => {
      connect(port, '127.0.0.1').on('error', () => undefined);
      const { client, local } = await program.connection();
      assert.match(String(client), /^127\.0\.0\.1:\d+$/);
      assert.equal(local, `127.0.0.1:${port}`);
    });
  });
});

describe('the log file', () => {
  it('holds the lines of standard output, up to the last one', async () => {
    const file = path.join(directory, 'complete.log');
    await withProgram(['--log-file', file], async (program) => {
      assert.equal(await program.stop(), 0);
      await program.line(({ event }) => event === 'stopped');
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => JSON.parse(line) as unknown),
        program.lines,
      );
    });
  });

  it('and an address in use are both reported', async () => {
    const other = createServer();
    const taken = await listen(other);
    const { status, stderr } = await runToEnd([
      'run',
      '--listen',
      `127.0.0.1:${taken}`,
      '--log-file',
      directory,
    ]);
    other.close();
    assert.equal(status, 1);
    assert.match(stderr, /^--log-file: .*\n--listen: .*\(EADDRINUSE\)\nsmgw-proxy: could not start\n$/);
  });
});
