// The hints for gateways that do not answer: real TLS between a client, a forward and a stand-in of each failure.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer as createHttps, request, type Server } from 'node:https';
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { it } from 'node:test';
import { connect } from 'node:tls';
import { hintFor } from '../../src/log/hint.js';
import { makeCertificate } from '../support/certificate.js';
import { describeOverWires, withForward, type TestForward } from '../support/forward.js';
import { missing } from '../support/requires.js';

const identity = missing('openssl') === false ? makeCertificate({ curve: 'P-256', name: 'gateway' }) : {};

/** Runs the body with a forward to the server, which is closed at the end with its sockets. */
async function inFrontOf(
  server: TcpServer | Server,
  body: (forward: TestForward) => Promise<void>,
  options: { readonly idleTimeout?: number } = {},
): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await withForward({ target: { host: '127.0.0.1', port }, ...options }, body)();
  } finally {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
}

/** Opens TLS, whose end does not matter. */
function openTls({ port }: TestForward) {
  return connect({ port, host: '127.0.0.1', rejectUnauthorized: false }).on('error', () => undefined);
}

/** Makes a request larger than an alert, as a Digest log-in does. */
const LONG = { authorization: `Digest ${'x'.repeat(200)}` };

/** The status of an answer, or the code of the failure. */
function ask({ port }: TestForward, path: string, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', path, agent, headers: LONG }, (answer) => {
      answer.resume().on('end', () => {
        resolve(answer.statusCode ?? 0);
      });
    });
    asked.on('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code ?? '');
    });
    asked.end();
  });
}

describeOverWires('the hint', () => {
  it('for a gateway that accepts and never sends a byte names readings that are too frequent', async () => {
    const mute = createServer((socket) => socket.resume());
    await inFrontOf(
      mute,
      async (forward) => {
        const client = openTls(forward);
        const record = await forward.record();
        assert.equal(record.outcome, 'idle-timeout');
        assert.match(hintFor(record) ?? '', /sends nothing: overloaded or read too often/);
        client.destroy();
      },
      // Longer than a request must wait for its answer before that is worth a hint.
      { idleTimeout: 3500 },
    );
  });

  it('for a gateway that resets at the ClientHello names the limit of connections', async () => {
    const crowded = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await inFrontOf(crowded, async (forward) => {
      openTls(forward);
      const record = await forward.record();
      assert.equal(record.outcome, 'target-reset');
      assert.match(hintFor(record) ?? '', /--max-target-connections$/);
    });
  });

  const KEPT = 'for a kept connection that ends in place of an answer says so, and is none for an answer';
  it(KEPT, { skip: missing('openssl') }, async () => {
    const gateway = createHttps({ ...identity, keepAliveTimeout: 0 }, (asked, answer) => {
      if (asked.url === '/') answer.end('reading');
      else if (asked.url === '/last') answer.setHeader('connection', 'close').end('reading');
      else asked.socket.destroy();
    });
    await inFrontOf(gateway, async (forward) => {
      const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
      assert.equal(await ask(forward, '/', agent), 200);
      assert.equal(typeof (await ask(forward, '/again', agent)), 'string');
      assert.match(hintFor(await forward.record()) ?? '', /in place of an answer/);
      assert.equal(await ask(forward, '/last', agent), 200);
      const orderly = await forward.record(2);
      assert.deepEqual([orderly.outcome, hintFor(orderly)], ['target-closed', undefined]);
      agent.destroy();
    });
  });
});
