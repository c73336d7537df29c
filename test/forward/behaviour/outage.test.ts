// A target that cannot be reached: ports that are closed honestly, and opened again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { it } from 'node:test';
import {
  describeOverWires,
  fate,
  withForward,
  type TestForward,
  type TestForwardOptions,
} from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import { startSilentTarget } from '../../support/silent-target.js';
import { CAREFUL, closed } from '../../support/sockets.js';

const host = '127.0.0.1';
const target = { host, port: await freePort() };
const other = { host, port: await freePort() };
const own = { listen: [{ host, port: await freePort() }], target };
const REFUSE = { ...own, whenTargetDown: 'refuse' } as const;

/** The gateway comes back. */
async function startTarget(port = target.port): Promise<Server> {
  const server = createServer(CAREFUL, (socket) => {
    socket.on('error', () => undefined).end('back');
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** Runs `body` with a forward whose target has been there at the start, and goes. */
function withTargetGone(
  options: TestForwardOptions,
  body: (forward: TestForward) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const server = await startTarget();
    await withForward(options, async (forward) => {
      server.close();
      await body(forward);
    })();
  };
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

describeOverWires('before its target has been reached, a forward that refuses', () => {
  it(
    'keeps its port closed, and opens it when the target is there, also without a client',
    withForward(REFUSE, async (forward) => {
      assert.equal(await refusal(forward), 'ECONNREFUSED');
      assert.deepEqual(forward.events, [`targetDown ${target.port} target-refused`]);
      const server = await startTarget();
      try {
        await forward.event('targetUp');
        await forward.event('listening');
        assert.equal((await fate(forward, 'hello')).length, 4);
      } finally {
        server.close();
      }
    }),
  );

  it('keeps its port closed also while it is unknown whether the target is there, and holds up no other', async () => {
    const silent = await startSilentTarget();
    const server = await startTarget();
    const config = { ...REFUSE, target: { host, port: silent.port } };
    await withForward(config, async (forward) => {
      const second = { ...forward.config, name: 'second', listen: [{ host, port: other.port }], target };
      await forward.forwards.apply([forward.config, second]);
      const states = forward.forwards.views.map(({ listenState, reachability }) => [
        listenState,
        reachability.state,
      ]);
      assert.deepEqual(states[1], ['listening', 'up']);
      assert.equal(states[0]?.[0], 'closed');
      assert.equal(await refusal(forward), 'ECONNREFUSED');
      await forward.event('targetDown');
    })();
    server.close();
    await silent.stop();
  });

  it(
    'does not try a known target again for forwards that a reload adds',
    withTargetGone(REFUSE, async (forward) => {
      let tries = 0;
      const server = await startTarget();
      server.on('connection', () => (tries += 1));
      try {
        const second = { ...forward.config, name: 'second', listen: [{ host, port: other.port }] };
        const third = { ...second, name: 'third', listen: [{ host, port: await freePort() }] };
        await forward.forwards.apply([forward.config, second, third]);
        assert.deepEqual(
          [tries, forward.forwards.views.map(({ listenState }) => listenState)],
          [0, ['listening', 'listening', 'listening']],
        );
      } finally {
        server.close();
      }
    }),
  );
});

describeOverWires('while the target is unreachable, a forward that refuses', () => {
  it(
    'closes its port after the first failed connection, and opens it when the target is back, each told once',
    withTargetGone(REFUSE, async (forward) => {
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
    withTargetGone(REFUSE, async (forward) => {
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
    withTargetGone(
      { ...REFUSE, maxTargetConnections: 1, maxQueue: 9, connectTimeout: 100 },
      async (forward) => {
        const silent = await startSilentTarget(target.port);
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
      },
    ),
  );

  it(
    'closes the ports of all forwards to that target which refuse, and no others',
    withTargetGone(REFUSE, async (forward) => {
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
    withTargetGone(REFUSE, async (forward) => {
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
        await forward.event('listening');
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
    withTargetGone(REFUSE, async (forward) => {
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
    withTargetGone(REFUSE, async (forward) => {
      await fate(forward, 'hello');
      await forward.event('targetDown');
      const server = await startTarget(other.port);
      await forward.forwards.apply([{ ...forward.config, target: other }]);
      while (forward.forwards.views[0]?.addresses.length === 0) await new Promise(setImmediate);
      server.close();
      assert.equal(await refusal(forward), undefined);
    }),
  );

  it(
    'leaves nothing behind when it is stopped',
    withTargetGone(REFUSE, async (forward) => {
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
