// A target that takes only so many connections: which ones wait, get their turn, and leave the queue.
import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { it } from 'node:test';
import {
  describeOverWires,
  fate,
  queued,
  queuedIn,
  withForward,
  type Pair,
  type TestForward,
  type TestForwardOptions,
} from '../../support/forward.js';
import { connectionsTo } from '../../support/kernel-connections.js';
import { CAREFUL, closed, listen, MiB, read, receive, send, sentSha256 } from '../../support/sockets.js';

const ONE_AT_A_TIME = { maxTargetConnections: 1, maxQueue: 64 };
const ANSWER = 100_000;

/** Answers one line with many bytes, and counts how many connections it has at the same time. */
class CountingTarget {
  /** The questions, in the order of the connections. */
  readonly asked: string[] = [];
  most = 0;

  constructor(
    private readonly port: number,
    server: Server,
  ) {
    // A client that leaves ends the reading.
    server.on('connection', (socket: Socket) => void this.serve(socket).catch(() => undefined));
  }

  private async serve(socket: Socket): Promise<void> {
    this.most = Math.max(this.most, connectionsTo(this.port));
    socket.on('end', () => socket.end()).on('error', () => undefined);
    this.asked.push((await read(socket, 3)).toString());
    await send(socket, ANSWER);
    socket.end();
  }
}

async function withCountingTarget(
  options: TestForwardOptions,
  body: (forward: TestForward, target: CountingTarget) => Promise<void>,
): Promise<void> {
  const server = createServer(CAREFUL);
  const port = await listen(server);
  const target = { host: '127.0.0.1', port };
  await withForward({ target, ...options }, (forward) => body(forward, new CountingTarget(port, server)))();
  server.close();
}

/** Asks with three letters, and takes the whole answer. */
async function ask(forward: TestForward, word: string, from: string): Promise<void> {
  const client = await forward.client((socket) => socket.write(word), from);
  const received = await receive(client);
  assert.deepEqual([received.length, received.sha256, received.ending], [ANSWER, sentSha256(ANSWER), 'FIN']);
  client.end();
  await closed(client);
}

/** Sends its first byte, which makes it wait for its turn. */
const asks = (client: Socket): boolean => client.write('x');

/** The first bytes of a TLS ClientHello (RFC 8446 section 4.1.2). */
const CLIENT_HELLO = Buffer.from('16030100c0010000bc0303', 'hex');

/** A connection that has its turn, with its first byte at the target. */
async function served(forward: TestForward): Promise<Pair> {
  const [target, client] = await Promise.all([forward.accepted(), forward.client(asks)]);
  await read(target, 1);
  return { client, target };
}

describeOverWires('clients of a target that takes one connection at a time', () => {
  it('all get their whole answer, one after the other, each of them for all its questions in a row', async () => {
    await withCountingTarget(ONE_AT_A_TIME, async (forward, target) => {
      const first = await forward.client(asks);
      const asking: Promise<void>[] = [];
      for (const [index, client] of ['a', 'b', 'c', 'd'].entries()) {
        for (const turn of [1, 2, 3, 4, 5]) {
          asking.push(ask(forward, `${client}-${turn}`, `127.0.0.${index + 2}`));
          await queued(forward, asking.length);
        }
      }
      first.resetAndDestroy();
      await Promise.all(asking);
      assert.equal(target.most, 1);
      const turns = ['a', 'b', 'c', 'd'].flatMap((client) =>
        [1, 2, 3, 4, 5].map((turn) => `${client}-${turn}`),
      );
      assert.deepEqual(target.asked, turns);
      const records = forward.records.slice(1);
      assert.ok(records.every(({ queueMs, durationMs }) => queueMs > 0 && queueMs < durationMs));
    });
  });

  it('are never more than the limit while clients come, ask, wait, leave or cut', async () => {
    const options = { maxTargetConnections: 3, maxQueue: 1000 };
    await withCountingTarget(options, async (forward, target) => {
      const served: Promise<void>[] = [];
      const left: Promise<void>[] = [];
      for (let i = 0; i < 150; i += 1) {
        const from = `127.0.0.${2 + (i % 7)}`;
        if (i % 3 === 0) served.push(ask(forward, 'abc', from));
        else left.push(leave(await forward.client(undefined, from), i));
      }
      await Promise.all([...served, ...left]);
      await forward.record(150);
      assert.deepEqual([queuedIn(forward), forward.admission.active], [0, 0]);
      assert.ok(target.most <= 3, `${target.most}`);
    });
  });
});

/** Leaves in one of several ways. */
async function leave(client: Socket, way: number): Promise<void> {
  if (way % 2 === 0) client.write('x');
  if (way % 5 < 2) await new Promise(setImmediate);
  if (way % 7 < 4) client.resetAndDestroy();
  else client.destroy();
  await closed(client);
}

describeOverWires('a connection that waits for its turn', () => {
  it(
    'brings along everything that was sent meanwhile, and a FIN behind it is no departure',
    withForward(ONE_AT_A_TIME, async (forward) => {
      const first = await served(forward);
      const second = await forward.client();
      const sending = send(second, 4 * MiB).then(() => second.end());
      await queued(forward, 1);
      const next = forward.accepted();
      first.client.resetAndDestroy();
      const received = await receive(await next);
      assert.deepEqual(
        [received.length, received.sha256, received.ending],
        [4 * MiB, sentSha256(4 * MiB), 'FIN'],
      );
      await sending;
    }),
  );

  it(
    'is served when it has sent little and FIN, long before its turn',
    withForward(ONE_AT_A_TIME, async (forward) => {
      const first = await served(forward);
      const second = await forward.client();
      second.end('question');
      await queued(forward, 1);
      const third = await forward.client();
      third.end(CLIENT_HELLO); // when its FIN is noticed, so was that of the second
      await forward.record();
      const next = forward.accepted();
      first.client.resetAndDestroy();
      const target = await next;
      assert.equal((await receive(target)).length, 8);
      target.end('answer');
      assert.deepEqual((await receive(second)).length, 6);
      assert.equal((await forward.record(3)).outcome, 'client-closed');
    }),
  );

  const DEPARTURES: readonly (readonly [string, (client: Socket) => void])[] = [
    ['with FIN behind a ClientHello', (client) => client.end(CLIENT_HELLO)],
    ['with RST after it has sent something', (client) => client.write('x', () => client.resetAndDestroy())],
    [
      'with RST after it has sent more than is read',
      (client) => client.write(Buffer.alloc(MiB), () => client.resetAndDestroy()),
    ],
  ];
  for (const [how, depart] of DEPARTURES) {
    it(
      `gives its place free when its client leaves ${how}`,
      withForward({ ...ONE_AT_A_TIME, maxQueue: 1 }, async (forward) => {
        const { client, target } = await served(forward);
        depart(await forward.client());
        const record = await forward.record();
        assert.deepEqual([record.outcome, record.bytesToTarget, queuedIn(forward)], ['client-gone', 0, 0]);
        const accepted = forward.accepted();
        const other = await forward.client(asks);
        await queued(forward, 1);
        client.end();
        target.end();
        (await accepted).end('answer');
        assert.equal((await receive(other)).length, 6);
      }),
    );
  }

  it(
    'is reset when it has waited too long',
    withForward({ ...ONE_AT_A_TIME, queueTimeout: 30 }, async (forward) => {
      await served(forward);
      assert.equal((await fate(forward, 'hello')).ending, 'RST');
      const { outcome, queueMs, connectMs } = await forward.record();
      assert.deepEqual([outcome, connectMs, queuedIn(forward)], ['queue-timeout', undefined, 0]);
      assert.ok(queueMs >= 29, `${queueMs}`);
    }),
  );

  it(
    'is reset at once when too many wait already',
    withForward({ ...ONE_AT_A_TIME, maxQueue: 1 }, async (forward) => {
      await served(forward);
      await forward.client(asks);
      await queued(forward, 1);
      assert.equal((await fate(forward, 'hello')).ending, 'RST');
      const { outcome, queueMs } = await forward.record();
      assert.deepEqual([outcome, queueMs], ['queue-full', 0]);
    }),
  );

  it(
    'is not timed out once it has been served',
    withForward({ ...ONE_AT_A_TIME, queueTimeout: 2000 }, async (forward) => {
      const first = await served(forward);
      const next = forward.accepted();
      const client = await forward.client(asks);
      await queued(forward, 1);
      // FIN both ways ends at once, an RST only when all has been acknowledged.
      first.client.end();
      first.target.end();
      const target = await next;
      await fate(forward, 'this one waits too long');
      client.write('still here');
      assert.equal((await read(target, 11)).toString(), 'xstill here');
    }),
  );

  it(
    'goes on at once when a reload raises the limit',
    withForward(ONE_AT_A_TIME, async (forward) => {
      await served(forward);
      const accepted = forward.accepted();
      await forward.client(asks);
      await queued(forward, 1);
      await forward.forwards.apply([{ ...forward.config, maxTargetConnections: 2 }]);
      await accepted;
    }),
  );

  it(
    'counts at the target together with the connections of a replaced configuration',
    withForward(ONE_AT_A_TIME, async (forward) => {
      const { client, target } = await served(forward);
      await forward.forwards.apply([{ ...forward.config, idleTimeout: 60_000 }]);
      const accepted = forward.accepted();
      await forward.client(asks);
      await queued(forward, 1);
      client.end();
      target.end();
      await accepted;
    }),
  );

  it(
    'is ended by a second stop signal',
    withForward(ONE_AT_A_TIME, async (forward) => {
      await served(forward);
      const client = await forward.client(asks);
      await queued(forward, 1);
      forward.forwards.stopListening();
      forward.forwards.abortAll();
      await forward.forwards.drained();
      assert.equal((await receive(client)).ending, 'RST');
      assert.deepEqual([...new Set(forward.records.map(({ outcome }) => outcome))], ['shutdown']);
    }),
  );
});
