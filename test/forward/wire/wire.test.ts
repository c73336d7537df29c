// The contract of a wire, sentence by sentence, for both kinds.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SERVER_OPTIONS, socketWires } from '../../../src/forward/wire/socket-wire.js';
import type { Wire, WireReader } from '../../../src/forward/wire/wire.js';
import { bytesFrom, CAREFUL, listen, MiB, receive, send, sentSha256, turns } from '../../support/sockets.js';
import { CallLog, OpenWires, WIRES } from '../../support/wires.js';

const HOST = '127.0.0.1';

/** More than the kernel takes for a receiver that does not read. */
const MUCH = 32 * MiB;

/** Writes so much that the last piece must wait; how many bytes, and a promise that it has been taken. */
function fill(wire: Wire): { written: number; taken: Promise<void> } {
  let written = 0;
  let onTaken: () => void = () => undefined;
  const taken = new Promise<void>((resolve) => (onTaken = resolve));
  while (written < MUCH) {
    const piece = bytesFrom(written, MiB);
    written += MiB;
    if (!wire.write(piece, onTaken)) break;
  }
  return { written, taken };
}

for (const [how, wires] of WIRES) {
  describe(`a wire made of ${how}`, () => {
    let open: OpenWires;
    beforeEach(() => {
      open = new OpenWires(wires);
    });
    afterEach(() => open.stop());

    for (const side of ['accepted', 'dialled'] as const) {
      it(`tells FIN, after all bytes, and once (${side})`, async () => {
        const { wire, theirs } = await open[side]();
        const log = new CallLog(wire);
        theirs.end(bytesFrom(0, 300_000));
        wire.read(log);
        await log.until('FIN');
        await turns(5);
        assert.deepEqual([log.calls, log.received, wire.isOpen], [['piece', 'FIN'], 300_000, true]);
        wire.end();
        await log.until('close');
        assert.deepEqual([log.calls, wire.isOpen], [['piece', 'FIN', 'close'], false]);
      });

      for (const [when, before] of [
        ['at once', 'nothing'],
        ['right behind bytes', 'bytes'],
        ['after its own FIN', 'FIN'],
        ['right behind bytes, after its own FIN', 'FIN and bytes'],
      ] as const) {
        it(`tells an RST that comes ${when} (${side})`, async () => {
          const { wire, theirs } = await open[side]();
          const log = new CallLog(wire);
          if (before.startsWith('FIN')) {
            wire.end();
            assert.equal((await receive(theirs)).ending, 'FIN');
          }
          if (before.endsWith('bytes')) theirs.write('half an answ');
          theirs.resetAndDestroy();
          wire.read(log);
          await log.until('close');
          const calls = log.calls.filter((call) => call !== 'piece');
          assert.deepEqual(calls, ['ECONNRESET', 'close']);
        });
      }

      it(`never tells a FIN of a connection that is cut behind its last bytes, however many (${side})`, async () => {
        for (const bytes of [1, 511, 512, 513, 1024, 65_536, 100_000]) {
          const { wire, theirs } = await open[side]();
          const log = new CallLog(wire);
          theirs.write(bytesFrom(0, bytes));
          theirs.resetAndDestroy();
          await turns(3);
          wire.read(log);
          await log.until('close');
          assert.ok(!log.calls.includes('FIN'), `${bytes}: ${log.calls.join(' ')}`);
        }
      });

      it(`takes no more than its reader wants, and writes what waits in order (${side})`, async () => {
        const { wire, theirs } = await open[side]();
        const { written, taken } = fill(wire);
        assert.ok(written < MUCH && wire.unsent > 0);
        assert.equal(
          wire.write(bytesFrom(written, 1000), () => undefined),
          false,
        );
        wire.end();
        const received = await receive(theirs);
        await taken;
        const length = written + 1000;
        assert.deepEqual(received, { length, ending: 'FIN', sha256: sentSha256(length) });
        assert.equal(wire.unsent, 0);
      });
    }

    it('reads nothing after stop(), and goes on with another reader', async () => {
      const { wire, theirs } = await open.accepted();
      const [first, second] = [new CallLog(wire), new CallLog(wire)];
      const stopping: WireReader = {
        onFin: () => undefined,
        onPiece: (piece) => {
          wire.stop();
          return first.onPiece(piece);
        },
      };
      wire.read(stopping);
      theirs.write('one');
      await first.until('piece');
      await send(theirs, 1000);
      await turns(5);
      assert.equal(first.received, 3);
      wire.read(second);
      theirs.end();
      await second.until('FIN');
      assert.deepEqual([first.received, second.received], [3, 1000]);
    });

    it('loses no bytes when it is stopped, read and ended in one tick', async () => {
      for (const side of ['accepted', 'dialled'] as const) {
        const { wire, theirs } = await open[side]();
        const log = new CallLog(wire);
        await send(theirs, 1000);
        wire.stop();
        wire.read(log);
        wire.end();
        theirs.end();
        await log.until('close');
        assert.equal(log.received, 1000);
      }
    });

    it('reads nothing behind a piece that is not done with, until resume()', async () => {
      const { wire, theirs } = await open.dialled();
      const pieces: Uint8Array[] = [];
      wire.read({ onFin: () => undefined, onPiece: (piece) => pieces.push(piece) === 0 });
      theirs.write(bytesFrom(0, 100));
      while (pieces.length === 0) await turns(1);
      theirs.write(bytesFrom(100, 100));
      await turns(5);
      assert.deepEqual([pieces.length, pieces[0]], [1, bytesFrom(0, 100)]);
      wire.resume();
      while (pieces.length === 1) await turns(1);
      assert.deepEqual(pieces[1], bytesFrom(100, 100));
    });

    it('keeps a piece that is not done with also behind a needless resume(), after its own FIN', async () => {
      const { wire, theirs } = await open.dialled();
      const pieces: Uint8Array[] = [];
      wire.end();
      await send(theirs, 3000);
      const onPiece = (piece: Uint8Array): boolean => {
        // libuv then reads on within the same poll.
        if (pieces.push(piece) === 1) process.nextTick(() => wire.resume());
        return pieces.length === 1;
      };
      wire.read({ onFin: () => undefined, onPiece });
      while (pieces.length < 2) await turns(1);
      theirs.write('more');
      await turns(5);
      assert.equal(pieces.length, 2);
    });

    it('tells of an error once, not within a call, and then of its end', async () => {
      const { wire, theirs } = await open.accepted();
      const log = new CallLog(wire);
      theirs.resetAndDestroy();
      await turns(5);
      for (let i = 0; i < 3; i += 1) {
        wire.write(bytesFrom(0, 10), () => assert.fail('taken'));
        wire.probe();
        assert.deepEqual(log.calls, []);
      }
      await log.until('close');
      assert.deepEqual([log.calls, wire.isOpen], [['ECONNRESET', 'close'], false]);
    });

    it('finds an RST behind unread bytes when it is asked, also with a piece at the reader', async () => {
      for (const reads of [false, true]) {
        const { wire, theirs } = await open.accepted();
        const log = new CallLog(wire);
        theirs.write('bytes');
        let isAtReader = !reads;
        if (reads) wire.read({ onFin: () => undefined, onPiece: () => !(isAtReader = true) });
        while (!isAtReader) await turns(1);
        wire.probe();
        await turns(5);
        assert.deepEqual(log.calls, []);
        theirs.resetAndDestroy();
        await turns(5);
        wire.probe();
        await log.until('close');
        assert.deepEqual(log.calls, ['ECONNRESET', 'close']);
      }
    });

    it('tells of an RST that a write has met while a piece is at the reader, and of no piece behind it', async () => {
      const { wire, theirs } = await open.accepted();
      const log = new CallLog(wire);
      let pieces = 0;
      theirs.write(bytesFrom(0, MiB));
      await new Promise<void>((resolve) => {
        const onPiece = (): boolean => {
          pieces += 1;
          resolve();
          return false;
        };
        wire.read({ onFin: resolve, onPiece });
      });
      await turns(5);
      theirs.resetAndDestroy();
      await turns(5);
      // Nothing is read here, so nothing else can find it.
      wire.write(bytesFrom(0, 10), () => assert.fail('taken'));
      await log.until('close');
      assert.deepEqual([log.calls, pieces], [['ECONNRESET', 'close'], 1]);
    });

    it('resets: at once, with pieces that wait, and while its FIN is being sent', async () => {
      for (const before of ['nothing', 'pieces', 'FIN', 'pieces and FIN'] as const) {
        const { wire, theirs } = await open.accepted();
        const log = new CallLog(wire);
        if (before.startsWith('pieces')) fill(wire);
        if (before.endsWith('FIN')) wire.end();
        wire.reset();
        const { ending } = await receive(theirs);
        await log.until('close');
        assert.deepEqual(log.calls, ['close'], before);
        if (before !== 'FIN') assert.equal(ending, 'RST', before);
      }
    });

    it('closes with FIN', async () => {
      const { wire, theirs } = await open.dialled();
      const log = new CallLog(wire);
      wire.write(bytesFrom(0, 1000), () => undefined);
      wire.close();
      assert.deepEqual(await receive(theirs), { length: 1000, ending: 'FIN', sha256: sentSha256(1000) });
      await log.until('close');
      assert.deepEqual(log.calls, ['close']);
    });

    it('knows both ends', async () => {
      const { wire, theirs } = await open.accepted();
      const [remote, local] = [theirs.localPort, theirs.remotePort].map((port) => ({ host: HOST, port }));
      assert.deepEqual(wire.ends, { remote, local });
    });

    it('does nothing when it is closed', async () => {
      const { wire } = await open.accepted();
      const log = new CallLog(wire);
      wire.reset();
      await log.until('close');
      wire.read(log);
      wire.resume();
      wire.stop();
      assert.equal(
        wire.write(bytesFrom(0, 1), () => assert.fail('taken')),
        false,
      );
      wire.end();
      wire.probe();
      wire.keepAlive(1000);
      wire.close();
      wire.reset();
      await turns(5);
      assert.deepEqual([log.calls, wire.isOpen, wire.unsent], [['close'], false, 0]);
    });
  });

  if (how === 'sockets')
    describe('a wire made of sockets', () => {
      it('tells no FIN that it has not believed yet when it is reset', async () => {
        const server = createServer(SERVER_OPTIONS);
        const wire = new Promise<Wire>((resolve) => socketWires.takeAccepted(server, resolve));
        const accepted = once(server, 'connection') as Promise<[Socket]>;
        const theirs = connect({ port: await listen(server), host: HOST, ...CAREFUL });
        const log = new CallLog(await wire);
        server.close();
        log.wire.read(log);
        (await accepted)[0].on('end', () => {
          log.wire.reset();
          log.wire.read(log);
        });
        theirs.on('error', () => undefined).end();
        await log.until('close');
        await turns(5);
        assert.deepEqual(log.calls, ['close']);
      });
    });

  if (how === 'handles')
    describe('a wire made of handles that has met an RST by writing', () => {
      it('still reads the bytes before it', async () => {
        const open = new OpenWires(wires);
        const { wire, theirs } = await open.dialled();
        const log = new CallLog(wire);
        theirs.write(bytesFrom(0, 1000));
        theirs.resetAndDestroy();
        await turns(5);
        wire.read(log);
        assert.equal(
          wire.write(bytesFrom(0, 10), () => assert.fail('taken')),
          false,
        );
        await log.until('close');
        assert.deepEqual([log.calls, log.received], [['piece', 'ECONNRESET', 'close'], 1000]);
        await open.stop();
      });
    });
}
