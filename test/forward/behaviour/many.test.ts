// Many connections: all at once, and one after the other without leaving anything behind.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { it } from 'node:test';
import { describeOverWires, startForward, type TestForward } from '../../support/forward.js';
import { CAREFUL, closed, listen, receive, sentSha256, send, turns } from '../../support/sockets.js';

/** An echo target, and a forward to it. */
async function echoForward(
  capacity = Infinity,
): Promise<{ forward: TestForward; stop: () => Promise<void> }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined).pipe(socket);
  });
  const port = await listen(server);
  const forward = await startForward({
    target: { host: '127.0.0.1', port },
    limits: { capacity },
  });
  return {
    forward,
    stop: async () => {
      await forward.stop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function open(port: number): Socket {
  return connect({ port, host: '127.0.0.1', ...CAREFUL }).on('error', () => undefined);
}

async function exchange(port: number, size: number): Promise<void> {
  const socket = open(port);
  const received = receive(socket);
  await send(socket, size);
  socket.end();
  assert.deepEqual(await received, { length: size, ending: 'FIN', sha256: sentSha256(size) });
  await closed(socket);
}

describeOverWires('many connections', () => {
  it('serves 1,000 at once', async () => {
    const { forward, stop } = await echoForward();
    const sockets = Array.from({ length: 1000 }, () => open(forward.port));
    const received = sockets.map((socket) => receive(socket));
    for (const socket of sockets) socket.write('x'.repeat(1000));
    while (forward.admission.active < 1000) await new Promise(setImmediate);
    for (const socket of sockets) socket.end();
    const results = await Promise.all(received);
    assert.ok(results.every(({ length, ending }) => length === 1000 && ending === 'FIN'));
    await forward.record(1000);
    assert.equal(forward.admission.active, 0);
    assert.ok(
      forward.records.every(({ bytesToTarget, bytesToClient }) => bytesToTarget + bytesToClient === 2000),
    );
    await stop();
  });

  it('leaves no descriptor, timer or listener behind after 5,000 short ones', async () => {
    const { forward, stop } = await echoForward();
    await exchange(forward.port, 10);
    await forward.record(1);
    await turns(10);
    const before = resources();
    for (let i = 0; i < 500; i += 1)
      await Promise.all(Array.from({ length: 10 }, () => exchange(forward.port, 10)));
    await forward.record(5001);
    await turns(10);
    assert.deepEqual(resources(), before);
    await stop();
  });

  it('resets those over the limit and serves again when there is room', async () => {
    const { forward, stop } = await echoForward(2);
    const first = open(forward.port);
    const second = open(forward.port);
    while (forward.admission.active < 2) await new Promise(setImmediate);
    assert.equal((await receive(open(forward.port))).ending, 'RST');
    assert.equal((await forward.record()).outcome, 'over-limit');
    const ended = receive(first);
    first.end('the first had room');
    assert.equal((await ended).length, 18);
    assert.equal((await forward.record(2)).outcome, 'client-closed');
    await exchange(forward.port, 100);
    second.destroy();
    await stop();
  });
});

function resources(): { descriptors: number; active: string[]; listeners: string[] } {
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    active: process.getActiveResourcesInfo().sort(),
    listeners: process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`),
  };
}
