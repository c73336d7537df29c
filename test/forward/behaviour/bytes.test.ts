// Every byte arrives, in order and once, in both directions, in all sizes and to slow readers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { describeOverWires, bytesIn, DIRECTIONS, ends, withForward } from '../../support/forward.js';
import { bytesFrom, MiB, read, receive, send, sentSha256 } from '../../support/sockets.js';

/** Most that the kernel lets a socket buffer grow to: the third number of tcp_rmem and tcp_wmem, see tcp(7). */
function largestBuffer(name: 'tcp_rmem' | 'tcp_wmem'): number {
  return Number(readFileSync(`/proc/sys/net/ipv4/${name}`, 'latin1').trim().split(/\s+/)[2]);
}

/** Two pairs of socket buffers, and some room. */
const MOST_ON_THE_WAY = 2 * (largestBuffer('tcp_rmem') + largestBuffer('tcp_wmem')) + 4 * MiB;
const MUCH = Math.ceil(MOST_ON_THE_WAY / MiB) + 32;

const SIZES = [0, 1, 65_535, 65_536, 65_537, MiB, 64 * MiB];

for (const direction of DIRECTIONS) {
  describeOverWires(`bytes ${direction}`, () => {
    for (const size of SIZES) {
      it(
        `carries ${size} bytes exactly and counts them`,
        withForward({}, async (forward) => {
          const { sender, receiver } = ends(await forward.pair(), direction);
          const received = receive(receiver);
          await send(sender, size);
          sender.end();
          assert.deepEqual(await received, { length: size, ending: 'FIN', sha256: sentSha256(size) });
          receiver.end();
          const record = await forward.record();
          assert.equal(bytesIn(record, direction), size);
          assert.equal(record.bytesToTarget + record.bytesToClient, size);
        }),
      );
    }

    it(
      'never takes more from the sender than the kernel buffers hold while the receiver is slow',
      withForward({}, async (forward) => {
        const { sender, receiver } = ends(await forward.pair(), direction);
        receiver.pause();
        const sending = send(sender, MUCH * MiB);
        for (let taken = 0; taken < MUCH * MiB; taken += MiB) {
          assert.deepEqual(await read(receiver, MiB), bytesFrom(taken, MiB));
          const onTheWay = sender.bytesWritten - sender.writableLength - taken;
          assert.ok(onTheWay < MOST_ON_THE_WAY, `${onTheWay} bytes on the way`);
        }
        await sending;
      }),
    );
  });
}

describeOverWires('conversations', () => {
  it(
    'lets a target speak first',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      target.write('220 ready');
      assert.equal((await read(client, 9)).toString(), '220 ready');
    }),
  );

  it(
    'carries what a client sent before the target had accepted',
    withForward({}, async (forward) => {
      const accepted = forward.accepted();
      const client = await forward.client((socket) => socket.write('early'));
      assert.equal((await read(await accepted, 5)).toString(), 'early');
      client.write('late');
      assert.equal((await read(await accepted, 4)).toString(), 'late');
    }),
  );

  it(
    'answers 300 turns of question and answer on one connection',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      for (let turn = 0; turn < 300; turn += 1) {
        client.write(`question ${turn}`);
        assert.equal((await read(target, `question ${turn}`.length)).toString(), `question ${turn}`);
        target.write(`answer ${turn}`);
        assert.equal((await read(client, `answer ${turn}`.length)).toString(), `answer ${turn}`);
      }
    }),
  );
});
