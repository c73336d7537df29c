// TLS to the target: every byte arrives, in order and once, and a side that does not read stops the other.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { describeOverWires, bytesIn, DIRECTIONS, ends } from '../../support/forward.js';
import { bytesFrom, MiB, read, receive, send, sentSha256, turns } from '../../support/sockets.js';
import { withTls } from '../../support/tls-target.js';

const SIZES = [0, 1, 65_537, 64 * MiB];
/** More than all buffers on the way hold. */
const MUCH = 128 * MiB;

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const)
  for (const direction of DIRECTIONS)
    describeOverWires(`bytes ${direction} with ${maxVersion}`, () => {
      for (const size of SIZES)
        it(
          `carries ${size} bytes exactly, and counts plaintext`,
          withTls({ server: { maxVersion } }, async ({ forward, pair }) => {
            const { sender, receiver } = ends(await pair(), direction);
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

      it(
        'stops reading from the sender while the receiver does not read, and loses nothing',
        withTls({ server: { maxVersion } }, async ({ pair }) => {
          const { sender, receiver } = ends(await pair(), direction);
          receiver.pause();
          const sending = send(sender, MUCH).then(() => sender.end());
          const before = await settled(sender);
          assert.ok(before < MUCH / 2, `${before} bytes were taken`);
          for (let at = 0; at < MUCH; at += MiB)
            assert.ok((await read(receiver, MiB)).equals(bytesFrom(at, MiB)));
          await sending;
        }),
      );
    });

describeOverWires('a TLS conversation', () => {
  it(
    'goes back and forth in pieces of all sizes',
    withTls({}, async ({ pair }) => {
      const { client, target } = await pair();
      for (let round = 0; round < 200; round += 1) {
        const question = bytesFrom(round, 1 + ((round * 397) % 3000));
        const answer = bytesFrom(7 * round, 1 + ((round * 1511) % 40_000));
        client.write(question);
        assert.ok((await read(target, question.length)).equals(question), `question ${round}`);
        target.write(answer);
        assert.ok((await read(client, answer.length)).equals(answer), `answer ${round}`);
      }
    }),
  );
});

/** How many bytes have left a sender, once that does not change any more. */
async function settled(sender: Socket): Promise<number> {
  let before = -1;
  for (let same = 0; same < 200;) {
    await turns(10);
    const now = sender.bytesWritten - sender.writableLength;
    same = now === before ? same + 1 : 0;
    before = now;
  }
  return before;
}
