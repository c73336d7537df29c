// The life of the simulated gateway: hostile clients, the limits of a session, and the stop.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';

import { makeCertificates } from '../../src/simulator/certificates.js';
import type { SessionLimits } from '../../src/simulator/gateway.js';
import { startServer } from '../../src/simulator/server.js';
import { startSimulator, type RunningSimulator } from '../../src/simulator/simulator.js';
import { userIdOf } from '../../src/simulator/theben/identity.js';
import { THEBEN } from '../../src/simulator/theben/theben.js';
import { authorize, readChallenge, run, send, simulator } from './support.js';

const PATH = '/smgw/m2m';

async function tcp(test: TestContext, { host, port }: RunningSimulator): Promise<Socket> {
  const socket = createConnection({ host, port, allowHalfOpen: true });
  socket.on('error', () => undefined);
  test.after(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function tls(test: TestContext, address: { host: string; port: number }): Promise<TLSSocket> {
  const socket = connect({ ...address, rejectUnauthorized: false });
  socket.on('error', () => undefined);
  test.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

/** A TLS connection with its TCP socket, because only that one can send a reset. */
async function resettable(
  test: TestContext,
  gateway: RunningSimulator,
  more: object = {},
): Promise<[TLSSocket, Socket]> {
  const below = await tcp(test, gateway);
  const socket = connect({ socket: below, rejectUnauthorized: false, ...more });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return [socket, below];
}

/** Waits for 'close'; unlike once(), it ignores an earlier error and an earlier close. */
function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once('close', () => {
      resolve();
    });
    if (socket.closed) resolve();
  });
}

async function lives(gateway: RunningSimulator): Promise<void> {
  assert.equal((await send(gateway, { path: PATH })).status, 401);
}

/** A TLS connection with a hanging request with a wrong password, and its TCP socket. */
async function hanging(test: TestContext, gateway: RunningSimulator): Promise<[TLSSocket, Socket]> {
  const session = readChallenge(await send(gateway, { path: PATH }));
  const credentials = authorize(session, { ...gateway, password: 'wrong' }, 'GET', PATH);
  const [socket, below] = await resettable(test, gateway);
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: ${credentials}\r\n\r\n`);
  await lives(gateway); // a round trip, so that the request has arrived
  return [socket, below];
}

describe('The gateway survives', () => {
  it('a client that connects and disconnects', async (test) => {
    const gateway = await simulator(test);
    (await tcp(test, gateway)).destroy();
    await lives(gateway);
  });

  it('garbage instead of a handshake', async (test) => {
    const gateway = await simulator(test);
    const socket = await tcp(test, gateway);
    socket.resume().write('GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'end');
    await lives(gateway);
  });

  it('a reset before, in and after the handshake', async (test) => {
    const gateway = await simulator(test);
    (await tcp(test, gateway)).resetAndDestroy();
    const half = await tcp(test, gateway);
    half.write(Buffer.from('1603010200010001fc0303', 'hex'));
    half.resetAndDestroy();
    (await resettable(test, gateway))[1].resetAndDestroy();
    await lives(gateway);
  });

  it('a client that closes its half before the handshake', async (test) => {
    const gateway = await simulator(test);
    (await tcp(test, gateway)).end();
    await lives(gateway);
  });

  it('a reset while a request hangs', async (test) => {
    const gateway = await simulator(test);
    (await hanging(test, gateway))[1].resetAndDestroy();
    await lives(gateway);
  });

  it('a client that leaves in the middle of its body', async (test) => {
    const gateway = await simulator(test);
    const { certPem: cert, keyPem: key } = gateway.clientCertificate;
    const [socket, below] = await resettable(test, gateway, { cert, key });
    const head = `POST ${PATH}/${userIdOf(gateway.user)}.sm/json HTTP/1.1\r\nHost: x\r\nContent-Type: application/json`;
    socket.write(`${head}\r\nContent-Length: 100\r\n\r\n{`);
    await lives(gateway);
    below.resetAndDestroy();
    await lives(gateway);
  });

  it('other bytes than HTTP inside TLS', async (test) => {
    const gateway = await simulator(test);
    const socket = await tls(test, gateway);
    socket.resume().write('\0\x01\x02 nonsense\r\n\r\n');
    await closing(socket);
    await lives(gateway);
  });
});

describe('A session', () => {
  /** A server that accepts sessions and never answers. */
  async function serverWith(
    test: TestContext,
    limits: SessionLimits,
  ): Promise<{ host: string; port: number }> {
    const host = '127.0.0.1';
    const certificates = await makeCertificates(THEBEN);
    const server = await startServer({
      ...{ host, port: 0, certificates, tls: THEBEN.tls, limits },
      ...{ welcome: () => 'handshake', responder: () => undefined },
    });
    test.after(() => server.stop());
    return { host, port: server.port };
  }

  const HOURS = 60 * 60 * 1000;

  it('is cut after its longest silence, also while a request hangs', { timeout: 5000 }, async (test) => {
    const address = await serverWith(test, { silence: 50, session: HOURS });
    const [idle, waiting] = [await tls(test, address), await tls(test, address)];
    waiting.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.all([closing(idle), closing(waiting)]);
  });

  it('is cut at its longest duration', { timeout: 5000 }, async (test) => {
    const address = await serverWith(test, { silence: HOURS, session: 50 });
    const socket = await tls(test, address);
    await closing(socket);
  });

  it('lasts 48 hours at most and 10 minutes in silence at a Theben gateway', () => {
    assert.deepEqual(THEBEN.limits, { silence: 600_000, session: 172_800_000 });
  });

  it('serves several requests, with its keep-alive time in the header', async (test) => {
    const gateway = await simulator(test);
    const socket = await tls(test, gateway);
    socket.setEncoding('utf8');
    for (let round = 0; round < 2; round++) {
      socket.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [string];
      assert.match(answer, /^HTTP\/1\.1 401 [^]*\r\nKeep-Alive: timeout=600\r\n/);
    }
  });
});

describe('Stopping', () => {
  it(
    'ends idle, half-open and hanging connections at once and frees the port',
    { timeout: 5000 },
    async (test) => {
      const gateway = await simulator(test, { answerDelay: 0 });
      const [waiting] = await hanging(test, gateway);
      const sockets = [await tcp(test, gateway), await tls(test, gateway), waiting];
      const closed = sockets.map((socket) =>
        once(
          socket.resume().once('end', () => socket.end()),
          'close',
        ),
      );
      await gateway.stop();
      await Promise.all(closed);
      const again = await startSimulator({ port: gateway.port });
      test.after(() => again.stop());
      assert.equal(again.port, gateway.port);
    },
  );

  it('does not wait for delayed answers', async (test) => {
    const gateway = await simulator(test, { answerDelay: 60_000 });
    const socket = await tls(test, gateway);
    socket.write(`GET ${PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const closed = closing(socket);
    await gateway.stop();
    await closed;
  });

  it('can be repeated before and after its end', async () => {
    const gateway = await startSimulator();
    await Promise.all([gateway.stop(), gateway.stop()]);
    await gateway.stop();
  });

  it('leaves no handle that keeps a process alive', { timeout: 10_000 }, async () => {
    const module = new URL('../../src/simulator/simulator.js', import.meta.url).href;
    const script = `
      import { connect } from 'node:tls';
      const { startSimulator } = await import(${JSON.stringify(module)});
      let arrived;
      const arrival = new Promise((resolve) => (arrived = resolve));
      // The gateway reads its clock for each challenge.
      const now = () => (arrived(), Date.now());
      const gateway = await startSimulator({ answerDelay: 60000, now });
      const socket = connect({ host: gateway.host, port: gateway.port, rejectUnauthorized: false });
      socket.on('error', () => undefined).resume();
      socket.write('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n');
      await arrival;
      await new Promise(setImmediate);
      await gateway.stop();
      console.log('stopped');`;
    const { status, output } = await run(process.execPath, ['--input-type=module', '-e', script]);
    assert.deepEqual([status, output], [0, 'stopped\n']);
  });

  it('is not needed when the port is in use: the start rejects with the reason', async (test) => {
    const { port } = await simulator(test);
    await assert.rejects(startSimulator({ port }), { code: 'EADDRINUSE' });
  });
});
