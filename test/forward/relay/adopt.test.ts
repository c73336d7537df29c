// How an accepted socket comes to be read: into memory of our own where Node allows it, else as a stream.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net, { connect, createServer, type Socket } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, describe, it } from 'node:test';
import { readerOf } from '../../../src/forward/relay/adopt.js';
import { StreamReader } from '../../../src/forward/relay/stream-reader.js';
import { STREAM_OPTIONS } from '../../../src/forward/relay/tcp.js';
import { CAREFUL, listen } from '../../support/sockets.js';

const opened: Socket[] = [];

afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});

async function accepted(): Promise<{ ours: Socket; theirs: Socket }> {
  const server = createServer({ ...STREAM_OPTIONS, pauseOnConnect: true });
  const theirs = connect({ port: await listen(server), host: '127.0.0.1', ...CAREFUL });
  const [ours] = (await once(server, 'connection')) as [Socket];
  server.close();
  opened.push(ours, theirs);
  return { ours, theirs };
}

/** The module as it is loaded by a Node whose sockets take no memory, or nothing of what is asked of them. */
async function withOtherSockets(other: typeof net.Socket): Promise<typeof readerOf> {
  const { Socket: usual } = net;
  try {
    net.Socket = other;
    syncBuiltinESMExports();
    const fresh = (await import(`../../../src/forward/relay/adopt.js?${other.name}`)) as {
      readerOf: typeof readerOf;
    };
    const { ours } = await accepted();
    fresh.readerOf(ours); // the first call tries it out
    return fresh.readerOf;
  } finally {
    net.Socket = usual;
    syncBuiltinESMExports();
  }
}

describe('an accepted socket', () => {
  it('gives way to one that reads into memory of our own', async () => {
    const { ours } = await accepted();
    const { socket } = readerOf(ours);
    opened.push(socket);
    assert.notEqual(socket, ours);
    assert.ok(socket.remotePort !== undefined && ours.remotePort === undefined);
  });

  it('is read as a stream when it has failed: it has something to tell', async () => {
    const { ours } = await accepted();
    ours.on('error', () => undefined).destroy(new Error('failed'));
    assert.ok(readerOf(ours) instanceof StreamReader);
  });

  class Forgetful extends net.Socket {
    constructor(options: ConstructorParameters<typeof net.Socket>[0]) {
      const forgotten = { ...options, onread: undefined };
      super(forgotten);
    }
  }
  class Refusing extends net.Socket {
    constructor() {
      throw new TypeError('no such option');
      super();
    }
  }
  for (const [what, other] of [
    ['ignores the memory', Forgetful],
    ['refuses it', Refusing],
  ] as const) {
    it(`is read as a stream by a Node that ${what}`, async () => {
      const readAsStream = await withOtherSockets(other);
      const { ours } = await accepted();
      const reader = readAsStream(ours);
      assert.equal(reader.constructor.name, StreamReader.name);
      assert.equal(reader.socket, ours);
    });
  }
});
