// Listening on an interface: its addresses come late, change, and go. The clock is the test's; the sockets are real.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, Server } from 'node:net';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { withForward, type TestForward } from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import type { PortUser } from '../../../src/forward/listen/listener.js';
import { read, refusedPort } from '../../support/sockets.js';

const port = await freePort();
let addresses: string[] = [];
let scopeId = 0;
const WLAN = {
  listen: [{ interface: 'wlan0', port }],
  addressesOf: () => addresses.map((host) => ({ host, scopeId })),
};

/** The interface's addresses are now these, and it has been looked at again. */
function become(...now: readonly string[]): void {
  addresses = [...now];
  mock.timers.tick(2000);
}

function listening({ forwards }: TestForward): (string | undefined)[] {
  return forwards.views.flatMap(({ addresses: all }) => all.map(({ host }) => host));
}

describe('listening on an interface', () => {
  beforeEach(() => {
    addresses = [];
    scopeId = 0;
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it(
    'waits for its first address, and says so once',
    withForward(WLAN, async (forward) => {
      assert.deepEqual(forward.events, ['waiting test wlan0']);
      become();
      become('127.0.0.2');
      assert.equal(await forward.event('listening'), `listening test 127.0.0.2:${port}`);
      become('127.0.0.2');
      await forward.pair('127.0.0.2');
      assert.deepEqual(forward.events, ['waiting test wlan0']);
    }),
  );

  it('listens on each of its addresses', async () => {
    addresses = ['127.0.0.2', '::1'];
    await withForward(WLAN, async (forward) => {
      assert.deepEqual(listening(forward), ['127.0.0.2', '::1']);
      await forward.pair('127.0.0.2');
      await forward.pair('::1');
      assert.deepEqual(forward.events, []);
    })();
  });

  it('follows a changed address without touching live connections, or addresses that stay', async () => {
    addresses = ['127.0.0.2', '127.0.0.9'];
    await withForward(WLAN, async (forward) => {
      const { client, target } = await forward.pair('127.0.0.2');
      become('127.0.0.3', '127.0.0.9');
      await forward.event('listening');
      assert.deepEqual(listening(forward).sort(), ['127.0.0.3', '127.0.0.9']);
      client.write('ping');
      assert.equal((await read(target, 4)).toString(), 'ping');
      await forward.pair('127.0.0.3');
      await forward.pair('127.0.0.9');
    })();
  });

  it('goes on listening while it has no address for a moment, and says so once', async () => {
    addresses = ['127.0.0.2'];
    await withForward(WLAN, async (forward) => {
      become();
      await forward.event('waiting');
      become();
      await forward.pair('127.0.0.2');
      become('127.0.0.2');
      await forward.event('listening');
      assert.deepEqual([listening(forward), forward.events], [['127.0.0.2'], []]);
    })();
  });

  it('listens anew when the interface has gone and come back meanwhile with the same addresses', async () => {
    addresses = ['127.0.0.2'];
    await withForward(WLAN, async (forward) => {
      const [before] = forward.forwards.views[0]?.addresses ?? [];
      scopeId = 7;
      become('127.0.0.2');
      while (forward.forwards.views[0]?.addresses[0] === before) await new Promise(setImmediate);
      await forward.pair('127.0.0.2');
      assert.deepEqual(forward.events, []);
    })();
  });

  it('tries an address again that is not usable yet, and says nothing', async () => {
    addresses = ['127.0.0.2', '192.0.2.1'];
    await withForward(WLAN, async (forward) => {
      assert.deepEqual(listening(forward), ['127.0.0.2']);
      become('127.0.0.2', '127.0.0.3');
      await forward.event('listening');
      assert.deepEqual(forward.events, []);
    })();
  });

  it('says once that a port of a new address is taken, and takes it when it is free', async () => {
    const squatter = createServer();
    squatter.listen(port, '127.0.0.3');
    await once(squatter, 'listening');
    addresses = ['127.0.0.2'];
    await withForward(WLAN, async (forward) => {
      become('127.0.0.2', '127.0.0.3');
      assert.equal(await forward.event('listenFailed'), 'listenFailed test EADDRINUSE');
      become('127.0.0.2', '127.0.0.3');
      squatter.close();
      await once(squatter, 'close');
      become('127.0.0.2', '127.0.0.3');
      await forward.event('listening');
      await forward.pair('127.0.0.3');
      assert.deepEqual(forward.events, []);
    })();
  });

  it('leaves out an address of a family that sockets cannot have', async () => {
    addresses = ['127.0.0.2', '::1'];
    // As in a sandbox without AF_INET6: the kernel has the address, and refuses the socket.
    const refusing = mock.method(Server.prototype, 'listen', refuseIpv6);
    await withForward(WLAN, async (forward) => {
      assert.deepEqual(listening(forward), ['127.0.0.2']);
      assert.equal(forward.forwards.views[0]?.listenState, 'listening');
      await forward.pair('127.0.0.2');
      assert.deepEqual(forward.events, []);
    })();
    refusing.mock.restore();
  });
});

const usualListen = Object.getOwnPropertyDescriptor(Server.prototype, 'listen')?.value as Server['listen'];

function refuseIpv6(this: Server, ...words: unknown[]): Server {
  const [where] = words as [{ readonly host?: string }];
  if (where.host?.includes(':') !== true) return Reflect.apply(usualListen, this, words) as Server;
  setImmediate(() => this.emit('error', Object.assign(new Error(), { code: 'EAFNOSUPPORT' })));
  return this;
}

/** Another program that listens there until it is closed. */
async function squat(at: number): Promise<Server> {
  const squatter = createServer();
  squatter.listen(at, '127.0.0.1');
  await once(squatter, 'listening');
  return squatter;
}

async function leave(squatter: Server): Promise<void> {
  squatter.close();
  await once(squatter, 'close');
}

describe('a port that another program has', () => {
  const LISTEN = { listen: [{ host: '127.0.0.1', port }] };
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('is no reason not to start: it is said once, and taken when it is free', async () => {
    const squatter = await squat(port);
    await withForward(LISTEN, async (forward) => {
      assert.equal(await forward.event('listenFailed'), 'listenFailed test EADDRINUSE');
      const [view] = forward.forwards.views;
      assert.deepEqual([view?.listenState, view?.listenFailures[0]?.user?.pid], ['failed', process.pid]);
      mock.timers.tick(2000);
      await leave(squatter);
      mock.timers.tick(2000);
      assert.equal(await forward.event('listening'), `listening test 127.0.0.1:${port}`);
      await forward.pair();
      assert.deepEqual([view?.listenState, forward.events], ['listening', []]);
    })();
  });

  it('is not to be had on all addresses while it is closed because the target is down', async () => {
    const target = { host: '127.0.0.1', port: await refusedPort() };
    await withForward({ ...LISTEN, target, whenTargetDown: 'refuse' }, async (forward) => {
      await forward.client();
      await forward.event('targetDown');
      const impostor = createServer().listen(port, '0.0.0.0');
      const [error] = (await once(impostor, 'error')) as [NodeJS.ErrnoException];
      assert.equal(error.code, 'EADDRINUSE');
      const gateway = createServer().listen(target.port, target.host);
      await forward.event('targetUp');
      await forward.client();
      assert.equal(forward.forwards.views[0]?.listenState, 'listening');
      gateway.close();
    })();
  });

  it('is said also while it is closed because the target is down', async () => {
    const target = { host: '127.0.0.1', port: await refusedPort() };
    let user: PortUser | undefined;
    const options = { ...LISTEN, target, portUser: () => user, whenTargetDown: 'refuse' } as const;
    await withForward(options, async (forward) => {
      await forward.client();
      await forward.event('targetDown');
      const [view] = forward.forwards.views;
      mock.timers.tick(10_000);
      await settle();
      assert.deepEqual([view?.listenState, forward.events], ['closed', []]);
      user = { pid: 4711, name: 'impostor', user: 'nobody' };
      mock.timers.tick(10_000);
      assert.equal(await forward.event('listenFailed'), 'listenFailed test EADDRINUSE');
      mock.timers.tick(10_000);
      await settle();
      assert.deepEqual(
        [view?.listenState, view?.listenFailures[0]?.user, forward.events],
        ['failed', user, []],
      );
      user = undefined;
      mock.timers.tick(10_000);
      await settle();
      assert.equal(view?.listenState, 'closed');
    })();
  });
});

/** Waits until all work that has begun is done. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
}
