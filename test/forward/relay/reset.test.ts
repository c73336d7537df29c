// The RST of our own: it waits for what was written to arrive, but not for ever.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it, mock } from 'node:test';
import { resetAfterFlush } from '../../../src/forward/relay/reset.js';
import type { Wire } from '../../../src/forward/wire/wire.js';
import { receive } from '../../support/sockets.js';
import { OpenWires, WIRES } from '../../support/wires.js';

/** Passes time until the wire is reset; the time it took, in ms. */
async function timeToReset(wire: Wire, longest = 20_000): Promise<number> {
  for (let passed = 0; passed < longest; passed += 5) {
    await new Promise(setImmediate);
    if (!wire.isOpen) return passed;
    mock.timers.tick(5);
  }
  return Infinity;
}

for (const [how, wires] of WIRES)
  describe(`a reset of ${how} after a flush`, () => {
    /** A wire and its other end, and a clock that moves only when told to; all are gone after `body`. */
    function withPair(body: (near: Wire, far: Socket) => Promise<void>): () => Promise<void> {
      return async () => {
        const open = new OpenWires(wires);
        const { wire, theirs } = await open.dialled();
        mock.timers.enable({ apis: ['setTimeout'] });
        try {
          await body(wire, theirs);
        } finally {
          mock.timers.reset();
          await open.stop();
        }
      };
    }

    it(
      'comes at once when nothing is on its way, and is an RST',
      withPair(async (near, far) => {
        const received = receive(far);
        assert.equal(await resetAfterFlush(near, () => Promise.resolve(0), false), 0);
        assert.equal((await received).ending, 'RST');
      }),
    );

    it(
      'waits while the receiver takes something',
      withPair(async (near) => {
        let left = 12;
        const lost = resetAfterFlush(near, () => Promise.resolve((left -= 1)), false);
        assert.ok((await timeToReset(near)) > 1000);
        assert.equal(await lost, 0);
      }),
    );

    it(
      'gives a receiver up that takes nothing for a second, and tells what it did not get',
      withPair(async (near) => {
        const lost = resetAfterFlush(near, () => Promise.resolve(1000), false);
        const time = await timeToReset(near);
        assert.ok(time >= 1000 && time < 2000, `${time}`);
        assert.equal(await lost, 1000);
      }),
    );

    it(
      'gives a receiver up that trickles for more than five seconds',
      withPair(async (near) => {
        let left = 1_000_000;
        void resetAfterFlush(near, () => Promise.resolve((left -= 1)), false);
        const time = await timeToReset(near);
        assert.ok(time >= 5000 && time < 6000, `${time}`);
      }),
    );

    it(
      'looks more and more rarely',
      withPair(async (near) => {
        let looks = 0;
        void resetAfterFlush(near, () => Promise.resolve(1_000_000 - (looks += 1)), false);
        await timeToReset(near);
        assert.ok(looks < 30, `${looks}`);
      }),
    );

    it(
      'does not count a FIN as a byte that was lost',
      withPair(async (near) => {
        near.end();
        assert.equal(await resetAfterFlush(near, () => Promise.resolve(1), true), 0);
      }),
    );
  });
