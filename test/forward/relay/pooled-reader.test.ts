// The memory that sockets are read into: a piece stays as it is until its receiver wants more.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { readerOf } from '../../../src/forward/relay/adopt.js';
import { dial } from '../../../src/forward/target/dial.js';
import { PooledReader } from '../../../src/forward/relay/pooled-reader.js';
import { SMALL_BYTES } from '../../../src/forward/relay/read-buffers.js';
import type { Reader, ReaderEvents } from '../../../src/forward/relay/reader.js';
import { STREAM_OPTIONS } from '../../../src/forward/relay/tcp.js';
import { bytesFrom, CAREFUL, closed, listen, send } from '../../support/sockets.js';

const READERS = 48;
const LENGTH = 1_000_000;

interface Ends {
  readonly reader: Reader;
  readonly theirs: Socket;
}

const opened: Ends[] = [];

afterEach(async () => {
  for (const { reader, theirs } of opened.splice(0)) {
    for (const socket of [reader.socket, theirs]) socket.destroy();
    await closed(reader.socket);
    reader.release();
  }
});

/** Our side as a listener hands it over. */
async function accepted(): Promise<Ends> {
  const server = createServer({ ...STREAM_OPTIONS, pauseOnConnect: true });
  const theirs = connect({ port: await listen(server), host: '127.0.0.1', ...CAREFUL });
  const [ours] = (await once(server, 'connection')) as [Socket];
  server.close();
  return noted({ reader: readerOf(ours), theirs });
}

/** Our side as it is dialled. */
async function dialled(): Promise<Ends> {
  const server = createServer(CAREFUL);
  const port = await listen(server);
  const connection = once(server, 'connection') as Promise<[Socket]>;
  const reader = await new Promise<Reader>((resolve, reject) => {
    dial({ host: '127.0.0.1', port }, 0, (result) => {
      if (result.ok) resolve(result.target);
      else reject(new Error(result.code));
    });
  });
  const [theirs] = await connection;
  server.close();
  return noted({ reader, theirs });
}

function noted(ends: Ends): Ends {
  opened.push(ends);
  return ends;
}

/** Keeps every piece for a while, as a slow sink would, then compares it with what was sent. */
class Keeper implements ReaderEvents {
  taken = 0;
  readonly pieces: number[] = [];
  /** Rejects when a piece is not what was sent. */
  readonly ended: Promise<void>;
  private end: () => void = () => undefined;
  private fail: (reason: unknown) => void = () => undefined;

  constructor(
    private readonly reader: Reader,
    private readonly start: number,
  ) {
    this.ended = new Promise((resolve, reject) => {
      [this.end, this.fail] = [resolve, reject];
    });
  }

  onPiece(piece: Uint8Array): boolean {
    this.pieces.push(piece.length);
    this.keep(piece).catch(this.fail);
    return false;
  }

  private async keep(piece: Uint8Array): Promise<void> {
    for (let turn = 0; turn <= this.start % 5; turn += 1) await new Promise(setImmediate);
    const expected = bytesFrom(this.start + this.taken, piece.length);
    assert.ok(expected.equals(piece), `at ${this.taken}`);
    this.taken += piece.length;
    this.reader.resume();
  }

  onEnd(): void {
    this.end();
  }
}

/** So that each piece has gone before the next comes, if they are small. */
async function sendInPieces(socket: Socket, length: number, offset: number): Promise<void> {
  for (let at = 0; at < LENGTH; at += length) {
    await send(socket, Math.min(length, LENGTH - at), offset + at);
    for (let turn = 0; turn < 8; turn += 1) await new Promise(setImmediate);
  }
}

describe('memory that sockets are read into', () => {
  for (const [what, open] of [
    ['accepted', accepted],
    ['dialled', dialled],
  ] as const) {
    it(`belongs to one of ${READERS} ${what} sockets at a time`, async () => {
      const all = await Promise.all(Array.from({ length: READERS }, open));
      const keepers = all.map(({ reader }, i) => new Keeper(reader, i * 1237));
      keepers.forEach((keeper, i) => all[i]?.reader.start(keeper));
      await Promise.all(
        all.map(async ({ theirs }, i) => {
          await sendInPieces(theirs, i % 2 === 0 ? LENGTH : 9000, i * 1237);
          theirs.end();
        }),
      );
      await Promise.all(keepers.map(({ ended }) => ended));
      assert.deepEqual(
        keepers.map(({ taken }) => taken),
        keepers.map(() => LENGTH),
      );
    });
  }

  it('is small for a connection that carries little, large while it carries much', async () => {
    const { reader, theirs } = await accepted();
    assert.ok(reader instanceof PooledReader);
    const keeper = new Keeper(reader, 0);
    reader.start(keeper);
    await send(theirs, LENGTH);
    while (keeper.taken < LENGTH) await new Promise(setImmediate);
    assert.equal(keeper.pieces[0], SMALL_BYTES);
    assert.ok(Math.max(...keeper.pieces) > 65_536, `pieces of ${keeper.pieces.join(', ')}`);
    for (const [sent, total] of [
      [100, LENGTH + 100],
      [SMALL_BYTES + 7, LENGTH + SMALL_BYTES + 107],
    ] as const) {
      await send(theirs, sent, total - sent);
      while (keeper.taken < total) await new Promise(setImmediate);
    }
    assert.deepEqual(keeper.pieces.slice(-2), [SMALL_BYTES, 7]);
  });
});
