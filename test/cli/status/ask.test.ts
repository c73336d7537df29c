// Asking a service for its status: real servers that behave, and others that do not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { ASK_LIMITS, askStatus, type StatusAnswer, type AskLimits } from '../../../src/cli/status/ask.js';
import { startSilentTarget } from '../../support/silent-target.js';
import { listen, refusedPort } from '../../support/sockets.js';
import { aStatus, FORWARD, LIVE, TOTALS } from './fixture.js';

const servers: Server[] = [];
const sockets = new Set<Socket>();
after(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

async function started(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  return listen(server);
}

const serving = (listener: RequestListener): Promise<number> => started(createHttpServer(listener));
/** A server with the same answer to each request. */
const saying = (text: string): Promise<number> =>
  started(createServer((socket) => socket.once('data', () => socket.end(text))));
const answering = (body: string, type = 'application/json; charset=utf-8', status = 200): Promise<number> =>
  serving((_, response) => response.writeHead(status, { 'content-type': type }).end(body));

function ask(port: number, limits: Partial<AskLimits> = {}): Promise<StatusAnswer> {
  return askStatus({ host: '127.0.0.1', port }, { limits: { ...ASK_LIMITS, ...limits } });
}

/** Why there is no status, without the address that stands in front of it. */
async function reason(port: number, limits?: Partial<AskLimits>): Promise<string> {
  const answer = await ask(port, limits);
  assert.ok(!answer.ok);
  const { en, de } = answer.reason;
  const front = `127.0.0.1:${port}: `;
  for (const text of [en, de]) assert.ok(text.startsWith(front) && !text.includes('\n'), text);
  return en.slice(front.length);
}

describe('asking a service that answers', () => {
  it('gives its status, and all that came', async () => {
    const document = { ...aStatus(), more: [1] };
    const answer = await ask(await answering(JSON.stringify(document)));
    assert.ok(answer.ok);
    assert.deepEqual([answer.status, answer.document], [aStatus(), document]);
  });

  it('asks for /status under the address it was given, and leaves no connection behind', async () => {
    const asked: unknown[] = [];
    const port = await serving(({ method, url, headers, socket }, response) => {
      asked.push([method, url, headers.host], once(socket, 'close'));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(aStatus()));
    });
    await ask(port);
    assert.deepEqual(asked[0], ['GET', '/status', `127.0.0.1:${port}`]);
    await asked[1];
  });

  it('finds it through loopback when it listens on every address', async () => {
    const hosts: unknown[] = [];
    const port = await serving(({ headers }, response) => {
      hosts.push(headers.host);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(aStatus()));
    });
    assert.ok((await askStatus({ host: '0.0.0.0', port })).ok);
    assert.deepEqual(hosts, [`127.0.0.1:${port}`]);
  });

  it('waits for the answer longer than for the connection', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const port = await serving((_, response) => {
      context.mock.timers.tick(ASK_LIMITS.answerMs - 1);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(aStatus()));
    });
    assert.ok((await ask(port)).ok);
  });

  it('finds it on the address of an interface', async () => {
    const port = await answering(JSON.stringify(aStatus()));
    assert.ok((await askStatus({ interface: 'lo', port })).ok);
  });

  it('escapes what could disturb a terminal', async () => {
    const forwards = [{ ...FORWARD, name: 'a\x1b[31m', listen: ['\u202e1'] }];
    const answer = await ask(await answering(JSON.stringify(aStatus({ forwards }))));
    assert.ok(answer.ok);
    const [forward] = answer.status.forwards;
    assert.deepEqual([forward?.name, forward?.listen], [String.raw`"a\u001b[31m"`, [String.raw`"\u202e1"`]]);
  });

  it('shortens texts that are longer than any of a service', async () => {
    const forwards = [{ ...FORWARD, name: 'a'.repeat(501) }];
    const answer = await ask(await answering(JSON.stringify(aStatus({ forwards }))));
    assert.ok(answer.ok);
    assert.equal(answer.status.forwards[0]?.name, 'a'.repeat(500));
  });

  for (const [what, news] of [
    ['fields', { more: [1], totals: { ...TOTALS, more: 1 } }],
    ['states', { forwards: [{ ...FORWARD, state: 'dreaming' }] }],
    ['outcomes', { totals: { ...TOTALS, outcomes: { dreamt: 1 } } }],
    ['longer lists', { connections: Array.from({ length: 300 }, () => LIVE), traffic: [] }],
  ] as const) {
    it(`takes ${what} that it does not know from a newer one`, async () => {
      const answer = await ask(await answering(JSON.stringify({ ...aStatus(), ...news })));
      assert.ok(answer.ok);
    });
  }
});

describe('asking where no service answers', () => {
  it('says that nothing listens there', async () => {
    assert.match(
      await reason(await refusedPort()),
      /^no service answers there \(ECONNREFUSED\): is it running/,
    );
  });

  it('says that there is no such interface', async () => {
    const answer = await askStatus({ interface: 'nowhere0', port: 8081 });
    assert.deepEqual(answer, {
      ok: false,
      reason: {
        en: 'nowhere0:8081: there is no such interface here, or it has no address',
        de: 'nowhere0:8081: einen solchen Anschluss gibt es hier nicht, oder er hat keine Adresse',
      },
    });
  });

  it('gives up when it gets no connection', async () => {
    const target = await startSilentTarget();
    try {
      const told = await reason(target.port, { connectMs: 50 });
      assert.match(told, /^nothing answers there .*: no connection within 50 ms$/);
    } finally {
      await target.stop();
    }
  });

  it('gives up when nothing is said', async () => {
    const port = await started(createServer());
    assert.match(await reason(port, { answerMs: 50 }), /sent no complete answer within 50 ms$/);
  });

  it('gives up when the answer does not end', async () => {
    const port = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    });
    assert.match(await reason(port, { answerMs: 50 }), /sent no complete answer within 50 ms$/);
  });

  it('gives up when it is told to', async () => {
    const stop = new AbortController();
    const port = await started(
      createServer(() => {
        stop.abort();
      }),
    );
    assert.ok(!(await askStatus({ host: '127.0.0.1', port }, { signal: stop.signal })).ok);
  });
});

describe('asking something else', () => {
  const notStatus = (told: string): RegExp =>
    new RegExp(String.raw`^something answers there, but it is not smgw-proxy's status \(${told}\)`);
  const cut =
    /^something listens there, but cut the connection \(ECONNRESET\): is it the --admin port, and may this/;
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
  const cases: readonly (readonly [string, () => Promise<number>, RegExp])[] = [
    ['a page', () => answering('<!doctype html>', 'text/html'), notStatus('it sends text/html')],
    ['no type at all', () => saying('HTTP/1.1 200 OK\r\n\r\n{}'), notStatus('it sends no content type')],
    ['broken JSON', () => answering('{"version": '), notStatus('it sends no valid JSON')],
    ['nothing', () => answering(''), notStatus('it sends no valid JSON')],
    ['another document', () => answering('{"version":"1"}'), notStatus('host: .*')],
    ['a list', () => answering('[]'), notStatus('.*')],
    ['null', () => answering('null'), notStatus('the whole: .*')],
    [
      'a status with a wrong time',
      () => answering(JSON.stringify(aStatus({ now: '2026-13-45T99:00:00Z' }))),
      notStatus('now: .*'),
    ],
    [
      'a status with an odd time',
      () => answering(JSON.stringify(aStatus({ since: '2026-11-25T12:00:00+00' }))),
      notStatus('since: .*'),
    ],
    ['no HTTP', () => saying('SSH-2.0-OpenSSH_9.2\r\n'), notStatus('no HTTP, HPE_INVALID_CONSTANT')],
    ['404', () => answering('{}', 'application/json', 404), notStatus('it answers 404 Not Found')],
    ['a redirect', () => answering('', 'text/html', 302), notStatus('it answers 302 Found')],
    ['an odd status', () => saying('HTTP/1.1 799 x\r\n\r\n'), notStatus('it answers 799')],
    [
      '403',
      () => answering('', 'text/plain', 403),
      /^it answers 403 Forbidden: it does not let this machine ask/,
    ],
    [
      '421',
      () => answering('', 'text/plain', 421),
      /^it answers 421 Misdirected Request: it is not to be asked/,
    ],
    [
      '429',
      () => answering('', 'text/plain', 429),
      /^it answers 429 Too Many Requests: it is asked too often/,
    ],
    [
      '503',
      () => answering('', 'text/plain', 503),
      /^it answers 503 Service Unavailable: it has trouble of its own/,
    ],
    ['an answer that breaks off', () => saying(`${head}Content-Length: 99\r\n\r\n{`), cut],
    ['a connection that is closed', () => started(createServer((socket) => socket.end())), cut],
    ['one that is cut', () => started(createServer((socket) => socket.resetAndDestroy())), cut],
    ['an escape sequence', () => saying('HTTP/1.1 200 OK\r\nContent-Type: \u009b31m\r\n\r\n'), /^\P{Cc}+$/u],
  ];
  for (const [what, start, expected] of cases) {
    it(`says in one line what came: ${what}`, async () => {
      assert.match(await reason(await start()), expected);
    });
  }

  it('does not wait for the end of what it does not want', async () => {
    const ended: unknown[] = [];
    const port = await serving(({ socket }, response) => {
      ended.push(once(socket, 'close'));
      response.writeHead(404).write('…');
    });
    assert.match(await reason(port), notStatus('it answers 404 Not Found'));
    await ended[0];
  });

  it('reads no more than a status can be', async () => {
    const port = await serving((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.write(' '.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    });
    assert.match(await reason(port), notStatus('it sends more than 4194304 bytes'));
  });
});
