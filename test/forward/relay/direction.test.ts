// One direction by itself, between real sockets: what it does with bytes on the way when it is stopped.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { Direction } from '../../../src/forward/relay/direction.js';
import { StreamReader } from '../../../src/forward/relay/stream-reader.js';
import { STREAM_OPTIONS } from '../../../src/forward/relay/tcp.js';
import { NO_EVENTS } from '../../support/direction.js';
import { CAREFUL, listen, MiB, receive, send } from '../../support/sockets.js';

/** Both ends of a connection: ours as the forwarder sets it up, and the other side's. */
async function connection(): Promise<{ ours: Socket; theirs: Socket }> {
  const server = createServer(CAREFUL);
  const ours = connect({ port: await listen(server), host: '127.0.0.1', ...STREAM_OPTIONS });
  const [theirs] = (await once(server, 'connection')) as [Socket];
  server.close();
  for (const socket of [ours, theirs]) socket.on('error', () => undefined);
  return { ours, theirs };
}

describe('a direction that is stopped', () => {
  it('still writes what a source that has died had left in its stream', async () => {
    const [from, to] = [await connection(), await connection()];
    const direction = new Direction('client', new StreamReader(from.ours), to.ours, NO_EVENTS);
    direction.start();
    try {
      const sending = send(from.theirs, 64 * MiB);
      while (direction.state !== 'blocked' || from.ours.readableLength === 0) await new Promise(setImmediate);
      const taken = direction.received + from.ours.readableLength;
      from.ours.destroy();
      direction.stop();
      to.ours.end();
      const received = receive(to.theirs);
      await sending;
      assert.deepEqual([(await received).length, direction.received], [taken, taken]);
    } finally {
      for (const { ours, theirs } of [from, to]) for (const socket of [ours, theirs]) socket.destroy();
    }
  });
});

describe('a direction whose source has been read before', () => {
  it('passes on a FIN that came before it had listeners', async () => {
    const [from, to] = [await connection(), await connection()];
    try {
      from.ours.on('readable', () => void from.ours.read());
      from.theirs.end();
      await once(from.ours, 'end');
      const direction = new Direction('client', new StreamReader(from.ours), to.ours, NO_EVENTS);
      direction.start();
      assert.equal((await receive(to.theirs)).ending, 'FIN');
      assert.equal(direction.state, 'closed');
    } finally {
      for (const { ours, theirs } of [from, to]) for (const socket of [ours, theirs]) socket.destroy();
    }
  });
});
