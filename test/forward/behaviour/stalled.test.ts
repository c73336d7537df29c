// A receiver that is given up: the record has what its kernel has got, exactly if there was time to look.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytesIn, describeOverWires, DIRECTIONS, ends, withForward } from '../../support/forward.js';
import { MiB, read, receive, send } from '../../support/sockets.js';

/** A piece of which the kernel has taken a part; net.Socket does not tell how much. */
const PIECE = MiB / 2;

for (const direction of DIRECTIONS)
  describeOverWires(`bytes ${direction} when the receiver does not read`, () => {
    it(
      'are those that it can still read when it has been reset',
      withForward({ idleTimeout: 100 }, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        receiver.pause();
        const sending = send(sender, 64 * MiB);
        const record = await forward.record();
        const { length, ending } = await receive(receiver);
        await sending;
        const missing = length - bytesIn(record, direction);
        assert.deepEqual([record.outcome, record.atMost, ending], ['idle-timeout', [], 'RST']);
        assert.ok(length > 0 && missing >= 0 && missing <= PIECE, `${missing} of ${length} bytes`);
      }),
    );

    it(
      'are an upper bound when it is reset without waiting',
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        sender.write('something');
        await read(receiver, 9);
        forward.forwards.abortAll();
        const record = await forward.record();
        const name = direction === 'toTarget' ? 'bytesToTarget' : 'bytesToClient';
        assert.deepEqual([record.atMost, record[name]], [[name], 9]);
      }),
    );
  });
