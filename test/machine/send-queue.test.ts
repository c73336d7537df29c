// The bytes that the kernel reports as unacknowledged are those that the other side has not received.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { endsOf } from '../../src/forward/wire/addresses.js';
import type { SocketEnds } from '../../src/forward/wire/addresses.js';
import * as sendQueue from '../../src/machine/send-queue.js';
import { MiB } from '../support/sockets.js';

async function connected(host: string): Promise<{ writer: Socket; reader: Socket; stop: () => void }> {
  const server = createServer({ pauseOnConnect: true });
  server.listen(0, host);
  await once(server, 'listening');
  const writer = connect((server.address() as AddressInfo).port, host.replace('::ffff:', ''));
  const [reader] = (await once(server, 'connection')) as [Socket];
  return {
    writer,
    reader,
    stop: () => {
      writer.destroy();
      reader.destroy();
      server.close();
    },
  };
}

const unacknowledged = async (ends: SocketEnds): Promise<number> =>
  Number(await sendQueue.unacknowledged(ends));

describe('the send queue', () => {
  for (const host of ['127.0.0.1', '::1']) {
    it(`of a connection over ${host} holds what a reader that does not read has not got`, async (test) => {
      const { writer, reader, stop } = await connected(host);
      test.after(stop); // also when it fails: an open socket would keep the process alive
      assert.equal(await unacknowledged(endsOf(writer)), 0);
      writer.write(Buffer.alloc(32 * MiB));
      while ((await unacknowledged(endsOf(writer))) === 0) await new Promise(setImmediate);
      reader.resume();
      while ((await unacknowledged(endsOf(writer))) > 0 || writer.writableLength > 0)
        await new Promise(setImmediate);
      // Bytes that the kernel has acknowledged still wait for the reader.
      while (reader.bytesRead < 32 * MiB) await new Promise(setImmediate);
      stop();
    });
  }

  it('of an IPv4 client of a socket for both families is found', async () => {
    const { writer, reader, stop } = await connected('::');
    reader.write(Buffer.alloc(32 * MiB));
    writer.pause();
    while ((await unacknowledged(endsOf(reader))) === 0) await new Promise(setImmediate);
    stop();
  });

  it('is looked at anew for who asks after a write, also while somebody else is being answered', async () => {
    for (let i = 0; i < 20; i += 1) {
      const { writer, stop } = await connected('127.0.0.1');
      const asked = Array.from({ length: 3 }, () => unacknowledged(endsOf(writer)));
      await new Promise(setImmediate);
      writer.write(Buffer.alloc(32 * MiB));
      assert.ok((await unacknowledged(endsOf(writer))) > 0);
      await Promise.all(asked);
      stop();
    }
  });

  it('is found among so many sockets that their table is read in many parts', async (test) => {
    const connections: Awaited<ReturnType<typeof connected>>[] = [];
    test.after(() => {
      for (const { stop } of connections) stop();
    });
    for (let n = 0; n < 600; n += 1) connections.push(await connected('127.0.0.1'));
    // Where a socket is in the table is chance: of so many some are behind the first part, all but certainly.
    const full = connections.filter((_, n) => n % 50 === 0).map(({ writer }) => writer);
    for (const writer of full) writer.write(Buffer.alloc(8 * MiB));
    for (const writer of full)
      while ((await unacknowledged(endsOf(writer))) === 0) await new Promise(setImmediate);
    const queues = await Promise.all(connections.map(({ writer }) => unacknowledged(endsOf(writer))));
    assert.equal(queues.filter((bytes) => bytes > 0).length, full.length);
  });

  it('of a closed socket is empty', async () => {
    const { writer, stop } = await connected('127.0.0.1');
    stop();
    await once(writer, 'close');
    assert.equal(await unacknowledged(endsOf(writer)), 0);
  });
});
