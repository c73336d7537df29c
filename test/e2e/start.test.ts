// The start: complete or not at all, with a line on standard error for each problem.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { freePort, MAIN, Program, withProgram } from '../support/program.js';
import { cannotDropRights, everyPort, WITHOUT_RIGHTS } from '../support/rights.js';
import { listen } from '../support/sockets.js';

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

const NOBODY = 65_534;

/** Runs the program as root, because Node may be in any folder, but without capabilities. */
function withoutRights(...words: readonly string[]) {
  const [file = '', ...rights] = WITHOUT_RIGHTS;
  const all = [...rights, process.execPath, MAIN, 'run', ...words];
  const { status, stdout, stderr } = spawnSync(file, all, { env: {}, cwd: '/', encoding: 'utf8' });
  return { status, stdout, stderr };
}

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

  it('is named once with the program that has it, while the other address serves, and taken when it is free', async () => {
    const listen = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${taken}`];
    await withProgram(
      [],
      async (program) => {
        const isFailure = ({ event }: { readonly event: string }): boolean => event === 'listen-failed';
        const { message, code } = await program.line(isFailure);
        assert.match(
          String(message),
          new RegExp(`^forward gateway: port \\S+:${taken} is in use by \\S+ \\(process ${process.pid}\\): `),
        );
        assert.equal(code, 'EADDRINUSE');
        const { listen: open } = await program.line(({ event }) => event === 'listening');
        assert.deepEqual(open, listen.slice(0, 1));
        other.close();
        const all = await program.line(({ event }) => event === 'listening', 2);
        assert.deepEqual((all.listen as string[]).toSorted(), listen.toSorted());
        assert.equal(program.lines.filter(isFailure).length, 1);
      },
      { listen },
    );
  });

  it('does not hold up the start of another forward', async () => {
    const [file, free] = [path.join(directory, 'two.yaml'), await freePort()];
    const gateway = createServer();
    const target = `127.0.0.1:${await listen(gateway)}`;
    writeFileSync(
      file,
      `log-format: json
forwards:
  - { name: first, listen: 127.0.0.1:${taken}, target: '${target}' }
  - { name: second, listen: [127.0.0.1:${free}, 192.0.2.1:${free}], target: '${target}' }
`,
    );
    const child = spawn(process.execPath, [MAIN, '--config', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const program = new Program(child, free);
    try {
      await program.line(({ event, forward }) => event === 'listening' && forward === 'second');
      const failed = program.lines.filter(({ event }) => event === 'listen-failed');
      assert.deepEqual(
        failed.map(({ forward, code }) => [forward, code]),
        [
          ['first', 'EADDRINUSE'],
          ['second', 'EADDRNOTAVAIL'],
        ],
      );
    } finally {
      await program.stop('SIGKILL');
      gateway.close();
    }
  });
});

describe('rights', () => {
  it('ends with 1 for a port below 1024 and names the remedy', { skip: everyPort }, () => {
    const { status, stdout, stderr } = withoutRights('--listen', '127.0.0.1:1023');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(
      stderr,
      /^--listen: port 127\.0\.0\.1:1023 cannot be opened \(EACCES\): .*CAP_NET_BIND_SERVICE\nsmgw-proxy: could not start\n$/,
    );
  });

  it(
    'ends with 1 for a log file in a folder that cannot be written',
    { skip: cannotDropRights },
    async () => {
      const folder = mkdtempSync(path.join(directory, 'foreign-'));
      chownSync(folder, NOBODY, NOBODY);
      const file = path.join(folder, 'smgw.log');
      const args = ['--listen', `127.0.0.1:${await freePort()}`, '--log-file', file];
      const { status, stdout, stderr } = withoutRights(...args);
      assert.deepEqual([status, stdout], [1, '']);
      assert.equal(stderr, `--log-file: "${file}" cannot be written (EACCES)\nsmgw-proxy: could not start\n`);
    },
  );
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

  it('and a port below 1024 are both reported', { skip: everyPort }, () => {
    const { status, stderr } = withoutRights('--listen', '127.0.0.1:1023', '--log-file', directory);
    assert.equal(status, 1);
    assert.match(stderr, /^--log-file: .*\n--listen: .*\(EACCES\): .*\nsmgw-proxy: could not start\n$/);
  });
});
