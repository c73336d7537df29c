// A target that cannot be reached: ports that are closed honestly, and opened again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { it } from 'node:test';
import { describeOverWires, fate, withForward, type TestForward } from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import { startSilentTarget } from '../../support/silent-target.js';
import { CAREFUL, closed } from '../../support/sockets.js';

const host = '127.0.0.1';
const target = { host, port: await freePort() };
const other = { host, port: await freePort() };
const own = { listen: [{ host, port: await freePort() }], target };
const REFUSE = { ...own, whenTargetDown: 'refuse' } as const;

/** The gateway comes back. */
async function startTarget(): Promise<Server> {
  const server = createServer(CAREFUL, (socket) => {
    socket.on('error', () => undefined).end('back');
  });
  server.listen(target.port, host);
  await once(server, 'listening');
  return server;
}

/** The errno name of connect(); undefined if the port is open. */
async function refusal({ port }: TestForward): Promise<string | undefined> {
  const socket = connect({ port, host });
  try {
    await once(socket, 'connect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
    await closed(socket);
  }
}

describeOverWires('while the target is unreachable, a forward that refuses', () => {
  it(
    'closes its port after the first failed connection, and opens it when the target is back, each told once',
    withForward(REFUSE, async (forward) => {
      assert.equal((await fate(forward, 'hello')).ending, 'RST');
      assert.equal((await forward.record()).outcome, 'target-refused');
      assert.equal(await refusal(forward), 'ECONNREFUSED');
      const server = await startTarget();
      try {
        await forward.event('targetUp');
        assert.equal((await fate(forward, 'hello')).length, 4);
        assert.deepEqual(forward.events, [`targetDown ${target.port} target-refused`]);
      } finally {
        server.close();
      }
    }),
  );

  it(
    'keeps it open as long as another connection to the target is live',
    withForward(REFUSE, async (forward) => {
      const server = await startTarget();
      await Promise.all([once(server, 'connection'), forward.client()]);
      server.close();
      assert.equal((await fate(forward, 'hello')).ending, 'RST');
      assert.equal((await forward.record()).outcome, 'target-refused');
      assert.equal(await refusal(forward), undefined);
      assert.deepEqual(forward.events, []);
    }),
  );

  it(
    'resets connections that wait for their turn, too',
    withForward({ ...REFUSE, maxTargetConnections: 1, maxQueue: 9 }, async (forward) => {
      const silent = await startSilentTarget();
      const config = { ...forward.config, target: { host, port: silent.port }, connectTimeout: 100 };
      await forward.forwards.apply([config]);
      try {
        await Promise.all([fate(forward, 'first'), fate(forward, 'second'), fate(forward, 'third')]);
        await forward.record(3);
        const records = forward.records.map(({ outcome, queueMs, connectMs }) => [
          outcome,
          queueMs > 0,
          connectMs,
        ]);
        assert.deepEqual(records, [
          ['target-timeout', false, undefined],
          ['target-timeout', true, undefined],
          ['target-timeout', true, undefined],
        ]);
      } finally {
        await silent.stop();
      }
    }),
  );

  it(
    'closes the ports of all forwards to that target which refuse, and no others',
    withForward(REFUSE, async (forward) => {
      const [second, third] = [other.port, await freePort()];
      await forward.forwards.apply([
        forward.config,
        { ...forward.config, name: 'second', listen: [{ host, port: second }] },
        { ...forward.config, name: 'third', listen: [{ host, port: third }], whenTargetDown: 'reset' },
      ]);
      await fate(forward, 'hello');
      await forward.event('targetDown');
      const ports = forward.forwards.views.map(({ addresses }) => addresses.map(({ port }) => port));
      assert.deepEqual(ports, [[], [], [third]]);
    }),
  );

  it(
    'tells once that it cannot open its port again, and opens it as soon as it can',
    withForward(REFUSE, async (forward) => {
      await fate(forward, 'hello');
      await forward.event('targetDown');
      const squatter = createServer();
      squatter.listen(forward.port, host);
      await once(squatter, 'listening');
      const server = await startTarget();
      try {
        assert.equal(await forward.event('listenFailed'), 'listenFailed test EADDRINUSE');
        squatter.close();
        await forward.event('targetUp');
        while (forward.forwards.views[0]?.addresses.length === 0) await new Promise(setImmediate);
        assert.equal((await fate(forward, 'hello')).length, 4);
        assert.deepEqual(forward.events, []);
      } finally {
        server.close();
        squatter.close();
      }
    }),
  );

  it(
    'stays closed when a reload changes something else, and opens when it is told to reset instead',
    withForward(REFUSE, async (forward) => {
      await fate(forward, 'hello');
      await forward.event('targetDown');
      await forward.forwards.apply([{ ...forward.config, idleTimeout: 60_000 }]);
      assert.equal(await refusal(forward), 'ECONNREFUSED');
      await forward.forwards.apply([{ ...forward.config, whenTargetDown: 'reset' }]);
      while (forward.forwards.views[0]?.addresses.length === 0) await new Promise(setImmediate);
      assert.equal(await refusal(forward), undefined);
    }),
  );

  it(
    'opens when a reload points it at another target',
    withForward(REFUSE, async (forward) => {
      await fate(forward, 'hello');
      await forward.event('targetDown');
      await forward.forwards.apply([{ ...forward.config, target: other }]);
      while (forward.forwards.views[0]?.addresses.length === 0) await new Promise(setImmediate);
      assert.equal(await refusal(forward), undefined);
    }),
  );

  it(
    'leaves nothing behind when it is stopped',
    withForward(REFUSE, async (forward) => {
      await fate(forward, 'hello');
      await forward.event('targetDown');
      forward.forwards.stopListening();
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
      const left = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
      assert.deepEqual(left, []);
    }),
  );
});

describeOverWires('while the target is unreachable, a forward that resets', () => {
  it(
    'keeps its port open',
    withForward({ ...own, whenTargetDown: 'reset' }, async (forward) => {
      for (const turn of [1, 2, 3]) {
        assert.equal((await fate(forward, 'hello')).ending, 'RST');
        assert.equal((await forward.record(turn)).outcome, 'target-refused');
      }
      assert.equal(await refusal(forward), undefined);
      assert.deepEqual(forward.events, []);
    }),
  );
});
