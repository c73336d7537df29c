// The admin server under friendly and hostile requests, over real connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it, mock } from 'node:test';
import { pathToFileURL } from 'node:url';
import { AdminServer } from '../../src/admin/admin-server.js';
import { ADMIN_CONNECTIONS } from '../../src/admin/visitors.js';
import type { AddressRange } from '../../src/config/config.js';
import { withAdmin, type TestAdmin } from '../support/admin.js';
import { forwardConfig, serviceConfig } from '../support/config.js';
import { listen, receive, type ReceivedStream } from '../support/sockets.js';

const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
writeFileSync(path.join(folder, 'style.css'), 'p{}');
writeFileSync(path.join(folder, 'secret.txt'), 'not of the page');
const pageFolder = pathToFileURL(`${folder}/`);
after(() => {
  rmSync(folder, { recursive: true });
});

/** The reply as text, up to the end of the connection; `head` is the first line. */
interface Reply extends ReceivedStream {
  readonly text: string;
  readonly head: string;
}

function open({ port }: Pick<TestAdmin, 'port'>, from = '127.0.0.1'): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  return socket.on('error', () => undefined);
}

async function connected(admin: Pick<TestAdmin, 'port'>, from?: string): Promise<Socket> {
  const socket = open(admin, from);
  await once(socket, 'connect');
  return socket;
}

/** Sends raw bytes and takes everything until the server closes. */
async function raw(admin: Pick<TestAdmin, 'port'>, bytes: string, from?: string): Promise<Reply> {
  const socket = open(admin, from);
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  const received = receive(socket);
  socket.write(bytes, 'latin1');
  const result = await received;
  socket.destroy();
  const text = Buffer.concat(pieces).toString('latin1');
  return { ...result, text, head: text.split('\r\n')[0] ?? '' };
}

const get = (target: string, ...headers: string[]): string =>
  [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', ''].join('\r\n');

describe('the admin server', { timeout: 60_000 }, () => {
  it(
    'answers what it has, each with its type and the headers that keep a browser careful',
    withAdmin({ pageFolder }, async (admin) => {
      const types = {
        '/': 'text/html; charset=utf-8',
        '/page/style.css': 'text/css; charset=utf-8',
        '/status': 'application/json; charset=utf-8',
        '/status?': 'application/json; charset=utf-8',
        '/readyz': 'application/json; charset=utf-8',
        '/healthz': 'text/plain; charset=utf-8',
        '/metrics': 'text/plain; version=0.0.4; charset=utf-8',
      };
      for (const [where, type] of Object.entries(types)) {
        const answer = await fetch(admin.url(where));
        await answer.text();
        assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, type], where);
        assert.match(
          answer.headers.get('content-security-policy') ?? '',
          /^default-src 'none'; .*frame-ancestors 'none'$/,
        );
        assert.deepEqual(
          ['x-frame-options', 'x-content-type-options', 'cache-control', 'access-control-allow-origin'].map(
            (name) => answer.headers.get(name),
          ),
          ['DENY', 'nosniff', 'no-store', null],
        );
      }
    }),
  );

  it(
    'answers HEAD like GET, without the body, also when it refuses',
    withAdmin({ pageFolder }, async (admin) => {
      for (const where of ['/', '/status', '/healthz', '/readyz', '/metrics', '/nothing']) {
        const asked = await fetch(admin.url(where), { method: 'HEAD' });
        const wanted = await fetch(admin.url(where));
        const body = await wanted.text();
        assert.deepEqual([asked.status, await asked.text()], [wanted.status, ''], where);
        assert.equal(asked.headers.get('content-type'), wanted.headers.get('content-type'), where);
        if (where === '/' || where === '/healthz')
          assert.equal(asked.headers.get('content-length'), `${Buffer.byteLength(body)}`);
      }
    }),
  );

  const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
    [
      'POST',
      'POST /status HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\nabc',
      /^HTTP\/1\.1 405 /,
    ],
    ['OPTIONS', 'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', /^HTTP\/1\.1 405 /],
    ['CONNECT', 'CONNECT 10.11.120.2:443 HTTP/1.1\r\nHost: 10.11.120.2:443\r\n\r\n', /^$/],
    ['an unknown method', 'BREW /status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a body with GET', get('/status', 'Content-Length: 3'), /^HTTP\/1\.1 400 /],
    ['a chunked body with GET', get('/status', 'Transfer-Encoding: chunked'), /^HTTP\/1\.1 400 /],
    ['two lengths', get('/status', 'Content-Length: 0', 'Content-Length: 5'), /^HTTP\/1\.1 400 /],
    ['a parameter', get('/readyz?forward=flat-1'), /^HTTP\/1\.1 400 /],
    ['a long URL', get(`/${'a'.repeat(20_000)}`), /^HTTP\/1\.1 431 /],
    [
      'many headers',
      get('/status', ...Array.from({ length: 2000 }, (_, n) => `X-${n}: 1`)),
      /^HTTP\/1\.1 431 /,
    ],
    ['a path upwards', get('/page/../../../../etc/passwd'), /^HTTP\/1\.1 404 /],
    ['an encoded path upwards', get('/page/%2e%2e%2f%2e%2e%2fetc/passwd'), /^HTTP\/1\.1 404 /],
    ['a file that is not of the page', get('/page/secret.txt'), /^HTTP\/1\.1 404 /],
    ['a name of every object', get('/page/constructor'), /^HTTP\/1\.1 404 /],
    ['a path with NUL', get('/page/style.css\0.html'), /^HTTP\/1\.1 400 /],
    ['two slashes', get('//evil.example/status'), /^HTTP\/1\.1 404 /],
    ['a proxy request', get('http://evil.example/status'), /^HTTP\/1\.1 400 /],
    ['a foreign Host header', 'GET /status HTTP/1.1\r\nHost: evil.example\r\n\r\n', /^HTTP\/1\.1 421 /],
    ['two Host headers', get('/status', 'Host: evil.example'), /^HTTP\/1\.1 400 /],
    ['the same Host header twice', get('/status', 'Host: 127.0.0.1'), /^HTTP\/1\.1 400 /],
    ['no Host header', 'GET /status HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1\.1 400 /],
    ['nonsense', '\0\0\0\0\r\n\r\n', /^HTTP\/1\.1 400 /],
  ];
  it(
    'answers hostile requests with a plain status or cuts them, and nothing changes',
    withAdmin({ pageFolder }, async (admin) => {
      const before = await admin.status();
      for (const [what, bytes, head] of HOSTILE) {
        const reply = await raw(admin, bytes);
        assert.match(reply.head, head, what);
        assert.doesNotMatch(reply.text, /root:|not of the page|\n\s+at /, what);
      }
      const { totals, forwards } = await admin.status();
      assert.deepEqual([totals, forwards[0]?.listen], [before.totals, before.forwards[0]?.listen]);
      assert.deepEqual(admin.logged, []);
    }),
  );

  it(
    'answers a foreign Host header with the names it accepts, without echoing markup as such',
    withAdmin({}, async (admin) => {
      const { text } = await raw(admin, 'GET / HTTP/1.1\r\nHost: <b>.evil.example\r\n\r\n');
      assert.match(text, /text\/plain.*expected an IP address, .*got "<b>\.evil\.example"/s);
    }),
  );

  it(
    'resets clients that may not use a forward, but not this machine at the address that it asks',
    withAdmin({ users: [forwardConfig({ allow: [net('127.0.0.2')] })] }, async (admin) => {
      assert.equal((await raw(admin, get('/healthz'), '127.0.0.3')).ending, 'RST');
      for (const from of ['127.0.0.2', '127.0.0.1'])
        assert.match((await raw(admin, get('/healthz'), from)).head, / 200 /);
    }),
  );

  it(
    'admits those of --admin-allow in place of clients, and takes each --admin-host for its own name',
    withAdmin(
      { admitted: { adminAllow: [net('127.0.0.2')], adminHost: ['pi7.fleet.example'] } },
      async (admin) => {
        assert.equal((await raw(admin, get('/healthz'))).ending, 'RST');
        const asking = (host: string): string => `GET /readyz HTTP/1.0\r\nHost: ${host}\r\n\r\n`;
        assert.match((await raw(admin, asking('PI7.fleet.example:8081'), '127.0.0.2')).head, / 200 /);
        assert.match((await raw(admin, asking('pi8.fleet.example'), '127.0.0.2')).head, / 421 /);
      },
    ),
  );

  it(
    'admits the clients of any forward',
    withAdmin(
      { users: [forwardConfig({ allow: [net('127.0.0.2')] }), forwardConfig({ allow: [net('127.0.0.3')] })] },
      async (admin) => {
        for (const from of ['127.0.0.2', '127.0.0.3'])
          assert.match((await raw(admin, get('/healthz'), from)).head, / 200 /);
      },
    ),
  );

  it('takes so many connections of this machine while all of them ask, and others when they have gone', async () => {
    const answers: (() => void)[] = [];
    const server = new AdminServer(
      () =>
        new Promise((resolve) =>
          answers.push(() => {
            resolve(null);
          }),
        ),
      () => false,
      (error) => {
        throw error;
      },
    );
    await withServer(server, async (admin) => {
      const taken: Promise<unknown>[] = [];
      for (let n = 0; n < ADMIN_CONNECTIONS; n += 1) {
        const socket = await connected(admin);
        socket.write(get('/slow'));
        taken.push(receive(socket));
      }
      while (answers.length < ADMIN_CONNECTIONS) await new Promise(setImmediate);
      assert.equal((await raw(admin, get('/x'))).ending, 'RST');
      for (const answer of answers.splice(0)) answer();
      await Promise.all(taken);
      const late = raw(admin, get('/x'));
      while (answers.length === 0) await new Promise(setImmediate);
      answers[0]?.();
      assert.match((await late).head, / 404 /);
    });
  });

  it(
    'lets the connection give way that idles longest',
    withAdmin({}, async (admin) => {
      const open: Socket[] = [];
      for (let n = 0; n < ADMIN_CONNECTIONS; n += 1) open.push(await connected(admin));
      const gone = open.map((socket) => receive(socket).then(() => socket));
      open[0]?.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
      await once(open[0] ?? assert.fail(), 'data');
      assert.match((await raw(admin, get('/healthz'))).head, / 200 /);
      assert.equal(await Promise.race(gone), open[1], 'the first has asked since');
      for (const socket of open) socket.destroy();
    }),
  );

  it(
    'tells a client that asks too often to wait',
    withAdmin({}, async (admin) => {
      const clock = mock.method(performance, 'now', () => 1_000_000);
      for (let n = 0; n < 200; n += 1) assert.match((await raw(admin, get('/status'))).head, / 200 /);
      const { head, text } = await raw(admin, get('/status'));
      clock.mock.restore();
      assert.match(head, / 429 /);
      assert.match(text, /Retry-After: 1/);
    }),
  );

  it('cuts a client that trickles a request, and one that does not ask again', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await withAdmin({}, async (admin) => {
        const slow = await connected(admin);
        const idle = await connected(admin, '127.0.0.2');
        const endings = [receive(slow), receive(idle)];
        slow.write('GET /status HTTP/1.1\r\nHost: 127');
        mock.timers.tick(9000);
        const answered = once(idle, 'data');
        idle.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
        await answered;
        slow.write('.0.0.1\r\nX: ');
        mock.timers.tick(1000);
        assert.equal((await endings[0])?.length, 0);
        assert.equal(idle.readableEnded, false);
        mock.timers.tick(9000);
        assert.ok(((await endings[1])?.length ?? 0) > 0);
      })();
    } finally {
      mock.timers.reset();
    }
  });

  it(
    'serves many requests on one connection',
    withAdmin({}, async (admin) => {
      const socket = await connected(admin);
      const pieces: Buffer[] = [];
      const all = new Promise<void>((resolve) => {
        socket.on('data', (piece: Buffer) => {
          pieces.push(piece);
          if (Buffer.concat(pieces).toString().split('HTTP/1.1 200').length === 6) resolve();
        });
      });
      for (let n = 0; n < 5; n += 1) socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
      await all;
      socket.destroy();
    }),
  );

  it(
    'says that an answer could not be made, logs why, and goes on',
    withAdmin({}, async (admin) => {
      const reply = await raw(admin, get('/'));
      assert.match(reply.head, / 500 /);
      assert.doesNotMatch(reply.text, /nowhere/);
      assert.match(admin.logged[0]?.message ?? '', /an answer could not be made: ENOENT/);
      assert.match((await raw(admin, get('/healthz'))).head, / 200 /);
    }),
  );
});

/** An admin server alone, open to all clients. */
async function withServer(
  server: AdminServer,
  body: (admin: { port: number }) => Promise<void>,
): Promise<void> {
  server.admit(serviceConfig(forwardConfig()));
  const listener = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
    server.accept(socket);
  });
  try {
    await body({ port: await listen(listener) });
  } finally {
    server.stop();
    listener.close();
  }
}

function net(address: string): AddressRange {
  return { kind: 'network', address, prefix: 32 };
}
