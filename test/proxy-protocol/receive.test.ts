// Reading headers from real sockets: the payload for the next reader, and the result without a valid header.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, it, mock } from 'node:test';
import { readerOf } from '../../src/forward/relay/adopt.js';
import { Direction } from '../../src/forward/relay/direction.js';
import { STREAM_OPTIONS } from '../../src/forward/relay/tcp.js';
import { unacknowledged } from '../../src/machine/send-queue.js';
import { receiveHeader, type HeaderResult } from '../../src/proxy-protocol/receive.js';
import { NO_EVENTS } from '../support/direction.js';
import { bytesFrom, CAREFUL, listen } from '../support/sockets.js';
import { V1, V1_HEADER, v2 } from './support.js';

const V2 = v2({ block: 'c0a80005 0a0b7802 1234 01bb 04 0003 ffffff' });
/** Node's read size, see receiveHeader(). */
const PIECE = 65_536;
const TIMEOUT_MS = 3000;

/** Both ends of a connection: ours as a server accepts it, and the client's. */
interface Ends {
  readonly ours: Socket;
  readonly theirs: Socket;
}

const opened = new Set<Socket>();

afterEach(() => {
  for (const socket of opened) socket.destroy();
  opened.clear();
});

async function accepted(): Promise<Ends> {
  const server = createServer({ ...STREAM_OPTIONS, pauseOnConnect: true });
  const theirs = connect({ port: await listen(server), host: '127.0.0.1', ...CAREFUL });
  const [ours] = (await once(server, 'connection')) as [Socket];
  server.close();
  for (const socket of [ours, theirs]) opened.add(socket.on('error', () => undefined));
  return { ours, theirs };
}

/** Waits until all written bytes, and a FIN, are in the other side's kernel. */
async function arrived(socket: Socket): Promise<void> {
  if (socket.writableEnded && !socket.writableFinished) await once(socket, 'finish');
  while (socket.writableLength > 0 || (await unacknowledged(socket)) > 0) await new Promise(setImmediate);
}

/** Waits until our side has read as many bytes from the kernel. */
async function taken(ours: Socket, bytes: number): Promise<void> {
  while (ours.bytesRead < bytes) await new Promise(setImmediate);
}

function received(ours: Socket, timeoutMs = 0): Promise<HeaderResult> {
  return new Promise((resolve) => {
    receiveHeader(ours, timeoutMs, resolve);
  });
}

/** All bytes that a Direction forwards from `source`; resolves when it forwards the FIN. */
async function forwarded(source: Socket, careful: boolean): Promise<Buffer> {
  const { ours: sink, theirs: receiver } = await accepted();
  return start(source, sink, receiver, careful);
}

function start(source: Socket, sink: Socket, receiver: Socket, careful: boolean): Promise<Buffer> {
  const reader = readerOf(source);
  opened.add(reader.socket);
  const direction = new Direction('client', reader, sink, NO_EVENTS);
  direction.start();
  if (careful) direction.readCarefully();
  return buffer(receiver);
}

const PAYLOADS = [
  ['nothing', Buffer.alloc(0)],
  ['a few bytes', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['more than a piece', bytesFrom(0, 300_000)],
] as const;

describe('behind a PROXY header', () => {
  for (const careful of [false, true]) {
    const reader = careful ? 'a careful reader' : 'the next reader';

    for (const [what, payload] of PAYLOADS) {
      it(`${reader} gets ${what} and the FIN that arrive together with it`, async () => {
        const { ours, theirs } = await accepted();
        theirs.write(Buffer.concat([Buffer.from(V1), payload.subarray(0, PIECE)]));
        theirs.end(payload.subarray(PIECE));
        if (payload.length < PIECE) await arrived(theirs);
        assert.deepEqual(await received(ours), { ok: true, header: V1_HEADER });
        assert.deepEqual(await forwarded(ours, careful), payload);
      });

      it(`${reader} gets ${what} and the FIN that arrive one after the other`, async () => {
        const { ours, theirs } = await accepted();
        const result = received(ours);
        theirs.write(V1);
        assert.equal((await result).ok, true);
        if (payload.length > 0) theirs.write(payload);
        theirs.end();
        if (payload.length < PIECE) await arrived(theirs);
        assert.deepEqual(await forwarded(ours, careful), payload);
      });

      it(`${reader} gets ${what} and the FIN when it starts within the callback`, async () => {
        const { ours, theirs } = await accepted();
        const { ours: sink, theirs: receiver } = await accepted();
        theirs.write(V1);
        theirs.end(payload);
        const bytes = await new Promise<Buffer>((resolve) => {
          receiveHeader(ours, TIMEOUT_MS, () => {
            resolve(start(ours, sink, receiver, careful));
          });
        });
        assert.deepEqual(bytes, payload);
      });
    }
  }

  it('an RST is still an RST for the next reader', async () => {
    const { ours, theirs } = await accepted();
    theirs.write(V1);
    assert.equal((await received(ours)).ok, true);
    theirs.resetAndDestroy();
    const failed = once(ours, 'error') as Promise<[NodeJS.ErrnoException]>;
    void forwarded(ours, true).catch(() => undefined); // it waits for a FIN, which must not come
    assert.deepEqual([(await failed)[0].code, ours.readableEnded], ['ECONNRESET', false]);
  });

  it('all but one read stays in the kernel', async () => {
    const { ours, theirs } = await accepted();
    theirs.write(Buffer.concat([Buffer.from(V1), bytesFrom(0, PIECE + 10_000)]));
    await arrived(theirs);
    assert.equal((await received(ours)).ok, true);
    theirs.write('more');
    await arrived(theirs);
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    assert.deepEqual([ours.bytesRead, ours.readableLength], [PIECE, PIECE - V1.length]);
  });
});

describe('a PROXY header', () => {
  for (const [version, header] of [
    ['version 1', Buffer.from(V1)],
    ['version 2', V2],
  ] as const) {
    it(`may be split anywhere (${version})`, async () => {
      for (let at = 1; at < header.length; at += 1) {
        const { ours, theirs } = await accepted();
        const result = received(ours);
        theirs.write(header.subarray(0, at));
        await taken(ours, at);
        theirs.end(Buffer.concat([header.subarray(at), Buffer.from('payload')]));
        assert.equal((await result).ok, true, `split after ${at} bytes`);
        assert.equal((await forwarded(ours, false)).toString(), 'payload', `split after ${at} bytes`);
      }
    });

    it(`may come byte by byte (${version})`, async () => {
      const { ours, theirs } = await accepted();
      const result = received(ours);
      for (let at = 0; at < header.length; at += 1) {
        theirs.write(header.subarray(at, at + 1));
        await taken(ours, at + 1);
      }
      assert.equal((await result).ok, true);
      theirs.end('payload');
      assert.equal((await forwarded(ours, true)).toString(), 'payload');
    });
  }

  for (const [reason, what, text] of [
    ['missing', 'something else comes', 'GET / HTTP/1.1\r\n\r\n'],
    ['missing', 'a single byte of something else comes', 'G'],
    ['invalid', 'it breaks the specification', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n'],
    ['invalid', 'more comes than a header can be long', `PROXY UNKNOWN${'x'.repeat(200_000)}`],
  ] as const) {
    it(`is ${reason} at once when ${what}`, async () => {
      const { ours, theirs } = await accepted();
      theirs.write(text);
      assert.deepEqual(await received(ours), { ok: false, reason });
      assert.ok(ours.bytesRead <= PIECE);
    });
  }

  it('is invalid when the FIN comes inside it', async () => {
    for (const header of [Buffer.from(V1), V2]) {
      const { ours, theirs } = await accepted();
      theirs.end(header.subarray(0, -1));
      assert.deepEqual(await received(ours), { ok: false, reason: 'invalid' });
    }
  });

  it('is reported as closed when the FIN comes instead of it', async () => {
    const { ours, theirs } = await accepted();
    theirs.end();
    assert.deepEqual(await received(ours), { ok: false, reason: 'closed' });
  });
});

describe('the socket of a PROXY header', () => {
  const listeners = (socket: Socket): string[] =>
    socket.eventNames().map((name) => `${String(name)} ${socket.listenerCount(name)}`);

  for (const [what, text] of [
    ['a header', V1],
    ['no header', 'GET /'],
  ] as const) {
    it(`is paused and without our listeners after ${what}`, async () => {
      const { ours, theirs } = await accepted();
      const before = listeners(ours);
      theirs.write(text);
      await received(ours, TIMEOUT_MS);
      assert.ok(ours.isPaused());
      assert.deepEqual(listeners(ours), before);
    });
  }
});

describe('the timeout of a PROXY header', () => {
  async function withMockedTime(body: () => Promise<void>): Promise<void> {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await body();
    } finally {
      mock.timers.reset();
    }
  }

  /** Sends `text`, one byte each second. */
  async function trickle({ ours, theirs }: Ends, text: string): Promise<void> {
    for (const byte of text) {
      const soFar = ours.bytesRead;
      theirs.write(byte);
      await taken(ours, soFar + 1);
      mock.timers.tick(1000);
    }
  }

  it('counts from the start, not from the last byte', async () => {
    await withMockedTime(async () => {
      const ends = await accepted();
      const results: HeaderResult[] = [];
      receiveHeader(ends.ours, TIMEOUT_MS, (result) => results.push(result));
      await trickle(ends, 'PR');
      assert.deepEqual(results, []);
      await trickle(ends, 'O');
      assert.deepEqual(results, [{ ok: false, reason: 'timeout' }]);
      assert.ok(ends.ours.isPaused());
    });
  });

  it('is off for 0', async () => {
    await withMockedTime(async () => {
      const ends = await accepted();
      const result = received(ends.ours, 0);
      await trickle(ends, V1);
      assert.equal((await result).ok, true);
    });
  });

  it('ends with the header', async () => {
    await withMockedTime(async () => {
      const { ours, theirs } = await accepted();
      const results: HeaderResult[] = [];
      const done = new Promise<void>((resolve) => {
        receiveHeader(ours, TIMEOUT_MS, (result) => {
          results.push(result);
          resolve();
        });
      });
      theirs.write(V1);
      await done;
      mock.timers.tick(TIMEOUT_MS);
      assert.equal(results.length, 1);
    });
  });

  it('ends when the read is cancelled', async () => {
    await withMockedTime(async () => {
      const { ours, theirs } = await accepted();
      const results: HeaderResult[] = [];
      receiveHeader(ours, TIMEOUT_MS, (result) => results.push(result))();
      theirs.write(V1);
      await arrived(theirs);
      mock.timers.tick(TIMEOUT_MS);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      assert.deepEqual(results, []);
    });
  });
});
