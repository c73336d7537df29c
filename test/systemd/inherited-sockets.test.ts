// Inherited sockets are recognized, and other descriptors are problems.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { problemLine } from '../../src/config/problem.js';
import { inheritedSockets, type InheritedSockets } from '../../src/systemd/inherited-sockets.js';
import { freePort } from '../support/program.js';
import { missing, notRoot } from '../support/requires.js';
import { activate, descriptorOf } from '../support/socket-activation.js';

const MODULE = new URL('../../src/systemd/inherited-sockets.js', import.meta.url).href;
const PROGRAM = `
  import { inheritedSockets } from '${MODULE}';
  const first = inheritedSockets(process.env);
  const second = inheritedSockets(process.env);
  const left = Object.keys(process.env).filter((name) => name.startsWith('LISTEN'));
  console.log(JSON.stringify({ first, second, left }));`;
const COMMAND = [process.execPath, '--input-type=module', '-e', PROGRAM];
const NONE = { sockets: [], problems: [] };

/** The sockets, and the line of each problem. */
const told = ({ sockets, problems }: InheritedSockets) => ({
  sockets,
  problems: problems.map((each) => problemLine(each, 'en')),
});

/** The sockets and problems that a program with these descriptors finds; a second call must find none. */
async function inherited(
  descriptors: readonly number[],
  environment: Readonly<Record<string, string>> = {},
  command = COMMAND,
): Promise<ReturnType<typeof told>> {
  const child = activate(descriptors, command, environment);
  return judged(await text(child.stdout as NodeJS.ReadableStream));
}

function judged(output: string): ReturnType<typeof told> {
  const { first, ...rest } = JSON.parse(output) as Record<string, unknown>;
  assert.deepEqual(rest, { second: NONE, left: [] });
  return told(first as InheritedSockets);
}

async function listening(test: TestContext, ...where: readonly unknown[]): Promise<Server> {
  const server = createServer().listen(...(where as [number]));
  test.after(() => {
    server.close();
  });
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('an inherited socket', () => {
  for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
    it(`that listens on ${host} is known by its address`, async (test) => {
      const server = await listening(test, 0, host);
      assert.deepEqual(await inherited([descriptorOf(server)], { LISTEN_FDNAMES: 'web' }), {
        sockets: [{ fd: 3, name: 'web', host, port: portOf(server) }],
        problems: [],
      });
    });
  }

  it('is one of several, each with its own name and address', async (test) => {
    const servers = [await listening(test, 0, '127.0.0.1'), await listening(test, 0, '::1')];
    const [first = 0, second = 0] = servers.map(portOf);
    const found = await inherited(servers.map(descriptorOf), { LISTEN_FDNAMES: 'a.socket:' });
    assert.deepEqual(found, {
      sockets: [
        { fd: 3, name: 'a.socket', host: '127.0.0.1', port: first },
        { fd: 4, name: '', host: '::1', port: second },
      ],
      problems: [],
    });
  });

  it('may have no name', async (test) => {
    const server = await listening(test, 0, '127.0.0.1');
    const { sockets } = await inherited([descriptorOf(server)]);
    assert.deepEqual(sockets, [{ fd: 3, host: '127.0.0.1', port: portOf(server) }]);
  });

  it(
    'of another network namespace is accepted without its address',
    { skip: notRoot() || missing('unshare') },
    async (test) => {
      const server = await listening(test, 0, '127.0.0.1');
      const elsewhere = ['unshare', '--net', ...COMMAND];
      const { sockets, problems } = await inherited([descriptorOf(server)], {}, elsewhere);
      assert.deepEqual([sockets, problems], [[{ fd: 3 }], []]);
    },
  );

  it('comes from systemd as well', { skip: missing('systemd-socket-activate') }, async (test) => {
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    const child = spawn('systemd-socket-activate', ['-l', address, '--fdname=web', ...COMMAND], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    test.after(() => child.kill('SIGKILL'));
    // It prints a line when it listens, and starts the program at the first connection.
    await once(child.stderr, 'data');
    const client = connect(port, '127.0.0.1').on('error', () => undefined);
    assert.deepEqual(judged(await text(child.stdout)), {
      sockets: [{ fd: 3, name: 'web', host: '127.0.0.1', port }],
      problems: [],
    });
    client.destroy();
  });
});

describe('a descriptor that is no listening TCP socket is a problem:', () => {
  const is = (came: string, fd = 3) => ({
    sockets: [],
    problems: [`LISTEN_FDS (${fd}): expected a listening TCP socket, got ${came}`],
  });

  it('a connected one', async (test) => {
    const server = await listening(test, 0, '127.0.0.1');
    const client = connect(portOf(server), '127.0.0.1');
    const [accepted] = (await once(server, 'connection')) as [typeof client];
    const found = await inherited([descriptorOf(accepted)]);
    client.destroy();
    accepted.destroy();
    assert.deepEqual(found, is('a connected one, as a socket unit with Accept=yes hands over'));
  });

  for (const host of ['127.0.0.1', '::1']) {
    it(`a UDP socket (${host})`, async () => {
      const udp = ['bash', '-c', `exec 3<>/dev/udp/${host}/9; export LISTEN_FDS=1; exec "$0" "$@"`];
      assert.deepEqual(await inherited([], {}, [...udp, ...COMMAND]), is('a UDP socket'));
    });
  }

  it('a UNIX socket', async (test) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
    test.after(() => {
      rmSync(directory, { recursive: true });
    });
    const server = await listening(test, path.join(directory, 'socket'));
    assert.deepEqual(await inherited([descriptorOf(server)]), is('a UNIX socket'));
  });

  it('a file', async () => {
    const file = openSync('/dev/null', 'r');
    const found = await inherited([file]);
    closeSync(file);
    assert.deepEqual(found, is('"/dev/null"'));
  });

  it('none at all', async () => {
    assert.deepEqual(
      (await inherited([], { LISTEN_FDS: '100' })).problems.at(-1),
      is('a descriptor that is not open', 102).problems[0],
    );
  });

  it('while the others are usable', async (test) => {
    const server = await listening(test, 0, '127.0.0.1');
    const file = openSync('/dev/null', 'r');
    const { sockets, problems } = await inherited([file, descriptorOf(server), file]);
    closeSync(file);
    assert.deepEqual(
      sockets.map(({ fd }) => fd),
      [4],
    );
    assert.equal(problems.length, 2);
  });
});

describe('the variables', () => {
  const given = (environment: Record<string, string>) => told(inheritedSockets(environment, 7));

  it('for another process have no effect, and are deleted', () => {
    const environment = {
      LISTEN_PID: '8',
      LISTEN_FDS: 'x',
      LISTEN_FDNAMES: 'a',
      LISTEN_PIDFDID: '1',
      A: 'b',
    };
    assert.deepEqual(given(environment), NONE);
    assert.deepEqual(environment, { A: 'b' });
    assert.deepEqual(given({ LISTEN_FDS: '1' }), NONE);
    assert.deepEqual(given({ LISTEN_PID: '7' }), NONE);
  });

  for (const LISTEN_FDS of ['', '0', '-1', '1.0', '1e1', 'one', ' 1', '101', '99999999999999999999']) {
    it(`refuse LISTEN_FDS=${LISTEN_FDS}`, () => {
      assert.deepEqual(given({ LISTEN_PID: '7', LISTEN_FDS }), {
        sockets: [],
        problems: [`LISTEN_FDS: expected a number of sockets from 1 to 100, got "${LISTEN_FDS}"`],
      });
    });
  }

  it('must hold as many names as sockets', () => {
    assert.deepEqual(given({ LISTEN_PID: '7', LISTEN_FDS: '2', LISTEN_FDNAMES: 'a:b:c' }), {
      sockets: [],
      problems: ['LISTEN_FDNAMES: expected as many names as LISTEN_FDS says (2), got 3'],
    });
  });

  it('of arbitrary content give sockets and problems of one line', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.integer({ min: -1, max: 20 }).map(String));
    fc.assert(
      fc.property(text, fc.option(text), (LISTEN_FDS, names) => {
        const environment = { LISTEN_PID: '7', LISTEN_FDS, ...(names !== null && { LISTEN_FDNAMES: names }) };
        const { sockets, problems } = given(environment);
        assert.deepEqual(environment, {});
        assert.ok(sockets.length + problems.length > 0);
        for (const problem of problems) assert.doesNotMatch(problem, /[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
