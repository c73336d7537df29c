// The views of forwards and their live connections.
import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { AddressRange } from '../../src/config/config.js';
import type { ForwardView, LiveConnection } from '../../src/forward/view.js';
import { forwardConfig } from '../support/config.js';
import { withForward, type TestForward } from '../support/forward.js';
import { startSilentTarget } from '../support/silent-target.js';
import { listen, read } from '../support/sockets.js';

const LOOPBACK: readonly AddressRange[] = [{ kind: 'network', address: '127.0.0.0', prefix: 8 }];

function view({ forwards }: TestForward): ForwardView {
  const [first] = forwards.views;
  assert.ok(first);
  return first;
}

const live = (forward: TestForward): LiveConnection[] => [...view(forward).connections()];
const states = (forward: TestForward): string[] => live(forward).map(({ state }) => state);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}

describe('the view of a forward', { timeout: 60_000 }, () => {
  it(
    'shows a live connection with its ends, the bytes delivered so far, and a half-close',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      await until(() => states(forward)[0] === 'open');
      assert.deepEqual([live(forward)[0]?.answers, live(forward)[0]?.answeredMs], [0, undefined]);
      client.write('12345');
      await read(target, 5);
      target.write('1234567');
      await read(client, 7);
      const [shown] = live(forward);
      assert.ok(shown);
      assert.deepEqual([shown.bytesToTarget, shown.bytesToClient], [5, 7]);
      assert.equal(shown.answers, 1);
      assert.ok((shown.answeredMs ?? Infinity) <= shown.durationMs);
      assert.deepEqual(view(forward).carried, { bytesToTarget: 5, bytesToClient: 7 });
      assert.deepEqual(
        [shown.id, shown.forward, shown.client, shown.peer],
        [1, 'test', `127.0.0.1:${client.localPort ?? 0}`, undefined],
      );
      client.end();
      await until(() => states(forward)[0] === 'half-closed');
      target.end();
      const { answeredMs, durationMs } = await forward.record();
      assert.ok((answeredMs ?? Infinity) <= durationMs);
      assert.deepEqual([live(forward), view(forward).active], [[], 0]);
    }),
  );

  it(
    'shows the client that a PROXY header announced, and the peer',
    withForward({ acceptProxy: LOOPBACK }, async (forward) => {
      const client = await forward.client();
      await until(() => states(forward).length === 1);
      assert.deepEqual(states(forward), ['entering']);
      client.write('PROXY TCP4 10.0.0.1 10.0.0.2 1000 2000\r\n');
      await until(() => states(forward)[0] === 'open');
      const [shown] = live(forward);
      assert.deepEqual([shown?.client, shown?.peer], ['10.0.0.1:1000', `127.0.0.1:${client.localPort ?? 0}`]);
    }),
  );

  it(
    'shows a connection that waits for its turn',
    withForward({ maxTargetConnections: 1, maxQueue: 8 }, async (forward) => {
      const asks = (socket: Socket): void => void socket.write('x');
      await Promise.all([forward.accepted(), forward.client(asks)]);
      await forward.client(asks);
      await until(() => states(forward).join() === 'open,waiting');
      assert.equal(view(forward).queued, 1);
    }),
  );

  it('shows what is being connected', async () => {
    const silent = await startSilentTarget();
    await withForward({ target: { host: '127.0.0.1', port: silent.port } }, async (forward) => {
      await forward.client();
      await until(() => states(forward).length === 1);
      assert.deepEqual(states(forward), ['connecting']);
    })();
    await silent.stop();
  });

  it('is closed while the target is down, and how the target is known from its tries', async () => {
    const silent = await startSilentTarget();
    const target = { host: '127.0.0.1', port: silent.port };
    await withForward({ target, whenTargetDown: 'refuse' }, async (forward) => {
      assert.deepEqual([view(forward).listenState, view(forward).reachability.state], ['closed', 'unknown']);
      await forward.event('targetDown');
      assert.deepEqual([view(forward).listenState, view(forward).reachability.state], ['closed', 'down']);
      assert.deepEqual(view(forward).addresses, []);
    })();
    await silent.stop();
  });

  it('waits while an interface has no address, from the start or since it went away', async () => {
    let addresses = [{ host: '127.0.0.1', scopeId: 0 }];
    const options = {
      whenTargetDown: 'refuse',
      listen: [{ interface: 'wlan0', port: 0 }],
      addressesOf: () => addresses,
    } as const;
    await withForward(options, async (forward) => {
      assert.equal(view(forward).listenState, 'listening');
      addresses = [];
      await forward.event('waiting');
      assert.equal(view(forward).listenState, 'waiting');
    })();
    await withForward(options, (forward) => {
      assert.equal(view(forward).listenState, 'waiting');
      return Promise.resolve();
    })();
  });

  it('has failed while one of its addresses cannot be listened on, and no longer when that is not wanted', async () => {
    const other = createServer();
    const port = await listen(other);
    let addresses = [{ host: '127.0.0.2', scopeId: 0 }];
    const options = {
      whenTargetDown: 'refuse',
      listen: [{ interface: 'wlan0', port }],
      addressesOf: () => addresses,
    } as const;
    await withForward(options, async (forward) => {
      assert.equal(view(forward).listenState, 'listening');
      addresses = [{ host: '127.0.0.1', scopeId: 0 }];
      await forward.event('listenFailed');
      assert.equal(view(forward).listenState, 'failed');
      addresses = [{ host: '127.0.0.3', scopeId: 0 }];
      await forward.event('listening');
      assert.equal(view(forward).listenState, 'listening');
    })();
    other.close();
  });

  it(
    'stays visible after a reload as long as connections of it are live',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      await forward.forwards.apply([forwardConfig({ ...forward.config, connectTimeout: 7 })]);
      const [retired] = forward.forwards.retiredViews;
      assert.deepEqual([retired?.active, view(forward).active], [1, 0]);
      const second: Socket = connect(forward.port, '127.0.0.1');
      await forward.accepted();
      assert.equal(view(forward).active, 1);
      for (const socket of [client, second, target]) socket.destroy();
      await until(() => forward.forwards.retiredViews.length === 0);
    }),
  );
});
