// Putting forwards in force: all of them or none; exchanging them without a gap.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it, mock } from 'node:test';
import type { ListenAddress } from '../../src/config/config.js';
import { Binding } from '../../src/forward/listen/binding.js';
import { ListenError } from '../../src/forward/listen/listener.js';
import { Target } from '../../src/forward/target/target.js';
import { fate, withForward, type TestForward } from '../support/forward.js';
import { freePort } from '../support/program.js';
import { CAREFUL, closed, listen, read, receive } from '../support/sockets.js';
import { inTurns } from '../support/turns.js';

const host = '127.0.0.1';
const [freeA, freeB, freeC] = [await freePort(), await freePort(), await freePort()];

/** The listening sockets of this process, once what has been closed is gone. */
async function servers(): Promise<number> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
}

/** The errors that apply() throws. */
async function failures({ forwards }: TestForward, configs: Parameters<typeof forwards.apply>[0]) {
  const error: unknown = await forwards.apply(configs).catch((reason: unknown) => reason);
  assert.ok(error instanceof AggregateError, String(error));
  return (error.errors as unknown[]).map((each) => {
    assert.ok(each instanceof ListenError);
    return [each.address, each.code];
  });
}

describe('forwards that cannot all be opened', () => {
  it(
    'are named with every address, nothing new is left open, and those before go on',
    withForward({ listen: [{ host, port: freeC }] }, async (forward) => {
      const before = await servers();
      const entries: ListenAddress[] = [
        { host: 'fe80::1', port: 8080 },
        { host: '127.0.0.2', port: 0 },
        { host: 'fe80::2', port: 8080 },
        { host: '127.0.0.3', port: 0 },
      ];
      const failed = await failures(forward, [{ ...forward.config, listen: entries }]);
      assert.deepEqual(failed, [
        [entries[0], 'EINVAL'],
        [entries[2], 'EINVAL'],
      ]);
      assert.equal(await servers(), before);
      const { client, target } = await forward.pair();
      client.end('still here');
      assert.equal((await receive(target)).length, 10);
    }),
  );

  it(
    'give back the port of an entry that was to be replaced',
    withForward({ listen: [{ host, port: freeA }] }, async (forward) => {
      const never = { host: 'fe80::1', port: 8080 };
      const wider = { ...forward.config, listen: [{ port: forward.port }, never] };
      assert.deepEqual(await failures(forward, [wider]), [[never, 'EINVAL']]);
      await forward.pair();
    }),
  );
});

describe('forwards with a port that another program has', () => {
  it(
    'are put in force with their other addresses, and say it once',
    withForward({ listen: [{ host, port: freeA }] }, async (forward) => {
      const other = createServer();
      const port = await listen(other);
      const wider = {
        ...forward.config,
        listen: [
          { host, port },
          { host: '127.0.0.2', port: forward.port },
        ],
      };
      await forward.forwards.apply([wider]);
      assert.equal(await forward.event('listenFailed'), 'listenFailed test EADDRINUSE');
      await forward.pair('127.0.0.2');
      const [view] = forward.forwards.views;
      assert.equal(view?.listenState, 'failed');
      const told = view.listenFailures.map(({ address, code, user }) => [address, code, user?.pid]);
      assert.deepEqual(told, [[{ host, port }, 'EADDRINUSE', process.pid]]);
      assert.deepEqual(forward.events, []);
      other.close();
    }),
  );
});

describe('forwards that are exchanged for others', () => {
  it(
    'keep the listener and the connections of what stays the same',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      const same = structuredClone(forward.config);
      await forward.forwards.apply([
        same,
        { ...same, name: 'second', listen: [{ host: '127.0.0.2', port: 0 }] },
      ]);
      assert.deepEqual(forward.forwards.views[0]?.addresses, [{ host, port: forward.port }]);
      assert.equal(forward.forwards.views[0].config, forward.config);
      client.write('ping');
      assert.equal((await read(target, 4)).toString(), 'ping');
    }),
  );

  it(
    'leave live connections alone under the configuration they began with, and take new ones to the new target',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      const other = createServer(CAREFUL, (socket) => {
        socket.on('error', () => undefined).end('the other');
      });
      const port = await listen(other);
      await forward.forwards.apply([{ ...forward.config, target: { host, port } }]);
      assert.equal((await fate(forward, '')).length, 9);
      client.end('the old one');
      assert.equal((await receive(target)).length, 11);
      target.end();
      await closed(client);
      assert.equal((await forward.record()).target, `${host}:${forward.config.target.port}`);
      other.close();
    }),
  );

  it(
    'may exchange names and listen entries among themselves',
    withForward({}, async (forward) => {
      const [entry] = forward.config.listen;
      assert.ok(entry);
      const second = { host: '127.0.0.2', port: 0 };
      await forward.forwards.apply([
        { ...forward.config, name: 'a' },
        { ...forward.config, name: 'b', listen: [second] },
      ]);
      await forward.forwards.apply([
        { ...forward.config, name: 'a', listen: [second] },
        { ...forward.config, name: 'b', listen: [entry] },
      ]);
      const { client, target } = await forward.pair();
      client.resetAndDestroy();
      await closed(target);
      assert.equal((await forward.record()).forward, 'b');
    }),
  );

  it(
    'take over a port that is wanted with other addresses',
    withForward({ listen: [{ host, port: freeB }] }, async (forward) => {
      await forward.forwards.apply([{ ...forward.config, listen: [{ port: forward.port }] }]);
      await forward.pair();
    }),
  );

  it(
    'are drained, cut and forgotten, the replaced ones as well',
    withForward({}, async (forward) => {
      const before = await servers();
      const { client } = await forward.pair();
      const received = receive(client);
      await forward.forwards.apply([]);
      assert.equal(await servers(), before - 1);
      assert.equal((await fate(forward, '')).ending, 'RST');
      forward.forwards.cutAll();
      await forward.forwards.drained();
      assert.equal((await received).ending, 'RST');
      assert.equal((await forward.record()).outcome, 'shutdown');
    }),
  );

  it(
    'are made, looked at and opened in slices, between which connections are served',
    withForward({}, async ({ config, forwards }) => {
      const [made, looked, opened] = [new Set(), new Set(), new Set()];
      await inTurns(async (turn) => {
        const look = mock.method(Target.prototype, 'look', () => void looked.add(turn()));
        const start = mock.method(Binding.prototype, 'start', () => Promise.resolve(opened.add(turn())));
        const hundreds = Array.from({ length: 200 }, (_, n) => ({
          ...config,
          name: `f${n}`,
          listen: [{ host: `127.0.1.${n + 1}`, port: 0 }],
          get sendProxy() {
            made.add(turn());
            return config.sendProxy;
          },
        }));
        await forwards.apply(hundreds);
        look.mock.restore();
        start.mock.restore();
      });
      assert.deepEqual([made.size, looked.size, opened.size], [200, 200, 200]);
    }),
  );
});
