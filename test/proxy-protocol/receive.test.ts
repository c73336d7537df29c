// Reading headers from real connections: the payload behind them, and the result without a valid header.
import assert from 'node:assert/strict';
import type { Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { endsOf } from '../../src/forward/wire/addresses.js';
import type { Wire, WireMaker, WireReader } from '../../src/forward/wire/wire.js';
import { unacknowledged } from '../../src/machine/send-queue.js';
import { receiveHeader, type HeaderResult, type HeaderSource } from '../../src/proxy-protocol/receive.js';
import { bytesFrom } from '../support/sockets.js';
import { CallLog, OpenWires, WIRES, type WireEnds } from '../support/wires.js';
import { V1, V1_HEADER, v2 } from './support.js';

const V2 = v2({ block: 'c0a80005 0a0b7802 1234 01bb 04 0003 ffffff' });
const TIMEOUT_MS = 3000;

/** Counts what a wire has read. */
class Counted implements HeaderSource {
  bytesRead = 0;
  isStopped = true;

  constructor(private readonly wire: Wire) {}

  read(reader: WireReader): void {
    this.isStopped = false;
    this.wire.read({
      onPiece: (piece) => {
        this.bytesRead += piece.length;
        return reader.onPiece(piece);
      },
      onFin: () => {
        reader.onFin();
      },
    });
  }

  stop(): void {
    this.isStopped = true;
    this.wire.stop();
  }

  /** Resolves when so many bytes have been read. */
  async taken(bytes: number): Promise<void> {
    while (this.bytesRead < bytes) await new Promise(setImmediate);
  }
}

/** Waits until all written bytes, and a FIN, are in the other side's kernel. */
async function arrived(socket: Socket): Promise<void> {
  if (socket.writableEnded && !socket.writableFinished)
    await new Promise((resolve) => socket.once('finish', resolve));
  while (socket.writableLength > 0 || ((await unacknowledged(endsOf(socket))) ?? 0) > 0)
    await new Promise(setImmediate);
}

function received(source: HeaderSource, timeoutMs = 0): Promise<HeaderResult> {
  return new Promise((resolve) => {
    receiveHeader(source, timeoutMs, resolve);
  });
}

/** The bytes behind a header: those read together with it, and those that come later, up to the FIN. */
async function behind(wire: Wire, result: HeaderResult): Promise<Buffer> {
  assert.ok(result.ok);
  const pieces: Uint8Array[] = [result.rest];
  await new Promise<void>((onFin) => {
    const onPiece = (piece: Uint8Array): boolean => pieces.push(Buffer.from(piece)) > 0;
    wire.read({ onPiece, onFin });
  });
  return Buffer.concat(pieces);
}

const PAYLOADS = [
  ['nothing', Buffer.alloc(0)],
  ['a few bytes', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['more than a piece', bytesFrom(0, 300_000)],
] as const;

for (const [how, wires] of WIRES) {
  describe(`behind a PROXY header, over ${how}`, () => {
    const { accepted } = eachWith(wires);

    for (const [what, payload] of PAYLOADS) {
      it(`${what} and the FIN that arrive together with it are left`, async () => {
        const { wire, theirs } = await accepted();
        theirs.end(Buffer.concat([Buffer.from(V1), payload]));
        if (payload.length < 1000) await arrived(theirs);
        const result = await received(wire);
        assert.deepEqual(result.ok && result.header, V1_HEADER);
        assert.deepEqual(await behind(wire, result), payload);
      });

      it(`${what} and the FIN that arrive one after the other are left`, async () => {
        const { wire, theirs } = await accepted();
        const result = received(wire);
        theirs.write(V1);
        assert.equal((await result).ok, true);
        if (payload.length > 0) theirs.write(payload);
        theirs.end();
        if (payload.length < 1000) await arrived(theirs);
        assert.deepEqual(await behind(wire, await result), payload);
      });

      it(`${what} and the FIN are left to a reader that starts within the callback`, async () => {
        const { wire, theirs } = await accepted();
        theirs.write(V1);
        theirs.end(payload);
        const bytes = await new Promise<Buffer>((resolve) => {
          receiveHeader(wire, TIMEOUT_MS, (result) => {
            resolve(behind(wire, result));
          });
        });
        assert.deepEqual(bytes, payload);
      });
    }

    it('an RST is an RST for the next reader', async () => {
      const { wire, theirs } = await accepted();
      theirs.write(V1);
      assert.equal((await received(wire)).ok, true);
      theirs.resetAndDestroy();
      const log = new CallLog(wire);
      wire.read(log);
      await log.until('close');
      assert.deepEqual(log.calls, ['ECONNRESET', 'close']);
    });

    it('all but one read stays in the kernel', async () => {
      const { wire, theirs } = await accepted();
      const source = new Counted(wire);
      theirs.write(Buffer.concat([Buffer.from(V1), bytesFrom(0, 100_000)]));
      await arrived(theirs);
      const result = await received(source);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      assert.ok(result.ok && result.rest.length + V1.length === source.bytesRead);
      assert.ok(source.bytesRead <= 65_536 && source.isStopped);
    });
  });

  describe(`a PROXY header, over ${how}`, () => {
    const { accepted } = eachWith(wires);

    for (const [version, header] of [
      ['version 1', Buffer.from(V1)],
      ['version 2', V2],
    ] as const) {
      it(`may be split anywhere (${version})`, async () => {
        for (let at = 1; at < header.length; at += 1) {
          const { wire, theirs } = await accepted();
          const source = new Counted(wire);
          const result = received(source);
          theirs.write(header.subarray(0, at));
          await source.taken(at);
          theirs.end(Buffer.concat([header.subarray(at), Buffer.from('payload')]));
          assert.equal((await behind(wire, await result)).toString(), 'payload', `split after ${at} bytes`);
        }
      });

      it(`may come byte by byte (${version})`, async () => {
        const { wire, theirs } = await accepted();
        const source = new Counted(wire);
        const result = received(source);
        for (let at = 0; at < header.length; at += 1) {
          theirs.write(header.subarray(at, at + 1));
          await source.taken(at + 1);
        }
        assert.equal((await result).ok, true);
        theirs.end('payload');
        assert.equal((await behind(wire, await result)).toString(), 'payload');
      });
    }

    for (const [reason, what, text] of [
      ['missing', 'something else comes', 'GET / HTTP/1.1\r\n\r\n'],
      ['missing', 'a single byte of something else comes', 'G'],
      ['invalid', 'it breaks the specification', 'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n'],
      ['invalid', 'more comes than a header can be long', `PROXY UNKNOWN${'x'.repeat(200_000)}`],
    ] as const) {
      it(`is ${reason} at once when ${what}`, async () => {
        const { wire, theirs } = await accepted();
        const source = new Counted(wire);
        theirs.write(text);
        assert.deepEqual(await received(source), { ok: false, reason });
        assert.ok(source.bytesRead <= 65_536 && source.isStopped);
      });
    }

    it('is invalid when the FIN comes inside it', async () => {
      for (const header of [Buffer.from(V1), V2]) {
        const { wire, theirs } = await accepted();
        theirs.end(header.subarray(0, -1));
        assert.deepEqual(await received(wire), { ok: false, reason: 'invalid' });
      }
    });

    it('is reported as closed when the FIN comes instead of it', async () => {
      const { wire, theirs } = await accepted();
      theirs.end();
      assert.deepEqual(await received(wire), { ok: false, reason: 'closed' });
    });
  });
}

/** The wires of a suite, closed after each of its tests. */
function eachWith(wires: WireMaker<Server>): { accepted: () => Promise<WireEnds> } {
  let open: OpenWires;
  beforeEach(() => {
    open = new OpenWires(wires);
  });
  afterEach(() => open.stop());
  return { accepted: () => open.accepted() };
}

describe('the timeout of a PROXY header', () => {
  const { accepted } = eachWith(WIRES[0][1]);

  async function withMockedTime(body: () => Promise<void>): Promise<void> {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      await body();
    } finally {
      mock.timers.reset();
    }
  }

  /** Sends `text`, one byte each second. */
  async function trickle(source: Counted, theirs: Socket, text: string): Promise<void> {
    for (const byte of text) {
      const soFar = source.bytesRead;
      theirs.write(byte);
      await source.taken(soFar + 1);
      mock.timers.tick(1000);
    }
  }

  it('counts from the start, not from the last byte', async () => {
    await withMockedTime(async () => {
      const { wire, theirs } = await accepted();
      const source = new Counted(wire);
      const results: HeaderResult[] = [];
      receiveHeader(source, TIMEOUT_MS, (result) => results.push(result));
      await trickle(source, theirs, 'PR');
      assert.deepEqual(results, []);
      await trickle(source, theirs, 'O');
      assert.deepEqual(results, [{ ok: false, reason: 'timeout' }]);
      assert.ok(source.isStopped);
    });
  });

  it('is off for 0', async () => {
    await withMockedTime(async () => {
      const { wire, theirs } = await accepted();
      const source = new Counted(wire);
      const result = received(source, 0);
      await trickle(source, theirs, V1);
      assert.equal((await result).ok, true);
    });
  });

  it('ends with the header', async () => {
    await withMockedTime(async () => {
      const { wire, theirs } = await accepted();
      const results: HeaderResult[] = [];
      const done = new Promise<void>((resolve) => {
        receiveHeader(wire, TIMEOUT_MS, (result) => {
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
      const { wire, theirs } = await accepted();
      const results: HeaderResult[] = [];
      receiveHeader(wire, TIMEOUT_MS, (result) => results.push(result))();
      theirs.write(V1);
      await arrived(theirs);
      mock.timers.tick(TIMEOUT_MS);
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      assert.deepEqual(results, []);
    });
  });
});
