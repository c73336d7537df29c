// The memory that wires are read into: a piece stays as it is until its reader is done with it.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Socket } from 'node:net';
import { SMALL_BYTES } from '../../../src/forward/wire/read-memory.js';
import type { Wire, WireReader } from '../../../src/forward/wire/wire.js';
import { bytesFrom, send } from '../../support/sockets.js';
import { OpenWires, WIRES } from '../../support/wires.js';

const READERS = 48;
const LENGTH = 1_000_000;

/** Keeps every piece for a while, as a slow sink would, then compares it with what was sent. */
class Keeper implements WireReader {
  taken = 0;
  readonly pieces: number[] = [];
  /** Rejects when a piece is not what was sent. */
  readonly ended: Promise<void>;
  private end: () => void = () => undefined;
  private fail: (reason: unknown) => void = () => undefined;

  constructor(
    private readonly wire: Wire,
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
    this.wire.resume();
  }

  onFin(): void {
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

for (const [how, wires] of WIRES) {
  describe(`memory that ${how} are read into`, () => {
    let open: OpenWires;
    beforeEach(() => {
      open = new OpenWires(wires);
    });
    afterEach(() => open.stop());

    for (const what of ['accepted', 'dialled'] as const) {
      it(`belongs to one of ${READERS} ${what} wires at a time`, async () => {
        const all = await Promise.all(Array.from({ length: READERS }, () => open[what]()));
        const keepers = all.map(({ wire }, i) => new Keeper(wire, i * 1237));
        keepers.forEach((keeper, i) => all[i]?.wire.read(keeper));
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
      const { wire, theirs } = await open.dialled();
      const keeper = new Keeper(wire, 0);
      wire.read(keeper);
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
}
