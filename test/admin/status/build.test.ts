// /status of real forwards in all their states, held against the schema.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AddressRange } from '../../../src/config/config.js';
import type { ClientStatus, Status } from '../../../src/admin/status/schema.js';
import { MOST_LIVE } from '../../../src/admin/status/sizes.js';
import { withAdmin, type TestAdmin } from '../../support/admin.js';
import { forwardConfig } from '../../support/config.js';
import type { Pair } from '../../support/forward.js';
import { startSilentTarget } from '../../support/silent-target.js';
import { assertIsStatus } from '../../support/status-schema.js';
import { read, refusedPort } from '../../support/sockets.js';

async function statusOf(admin: TestAdmin): Promise<Status> {
  const status = await admin.status();
  assertIsStatus(status);
  return status;
}

async function until(admin: TestAdmin, isSo: (status: Status) => boolean): Promise<Status> {
  for (;;) {
    const status = await statusOf(admin);
    if (isSo(status)) return status;
  }
}

const LOOPBACK: readonly AddressRange[] = [{ kind: 'network', address: '127.0.0.0', prefix: 8 }];

const countsOf = ({ address, active, connections, pollsPerHour }: ClientStatus) => [
  address,
  active,
  connections,
  pollsPerHour,
];

/** Five bytes to the target, seven back. */
async function exchange(admin: TestAdmin): Promise<Pair> {
  const pair = await admin.forward.pair();
  pair.client.write('12345');
  await read(pair.target, 5);
  pair.target.write('1234567');
  await read(pair.client, 7);
  return pair;
}

describe('/status', { timeout: 60_000 }, () => {
  it(
    'says what is listened on, and that the target has been looked at',
    withAdmin({}, async (admin) => {
      const status = await until(admin, ({ forwards }) => forwards[0]?.target.state === 'up');
      assert.deepEqual([status.version, status.ready, status.stopping], ['1.2.3', true, false]);
      const [forward] = status.forwards;
      assert.deepEqual(
        [forward?.name, forward?.state, forward?.addresses, forward?.lastRead],
        ['test', 'ready', [`127.0.0.1:${admin.forward.port}`], null],
      );
      assert.notEqual(forward?.target.lastSuccess, null);
    }),
  );

  it('is not ready while nothing is known of the target, whatever happens to a client', async () => {
    const silent = await startSilentTarget();
    const target = { host: '127.0.0.1', port: silent.port };
    for (const [whenTargetDown, addresses] of [
      ['refuse', 0],
      ['reset', 1],
    ] as const)
      await withAdmin({ forward: { target, whenTargetDown } }, async (admin) => {
        const { ready, forwards } = await statusOf(admin);
        assert.deepEqual(
          [ready, forwards[0]?.state, forwards[0]?.target.state, forwards[0]?.addresses.length],
          [false, 'target-unknown', 'unknown', addresses],
        );
      })();
    await silent.stop();
  });

  it(
    'shows a connection while it is live',
    withAdmin({}, async (admin) => {
      await exchange(admin);
      const { connections, totals, forwards, clients } = await statusOf(admin);
      assert.deepEqual(
        connections.map(({ state, bytesToTarget, bytesToClient }) => [state, bytesToTarget, bytesToClient]),
        [['open', 5, 7]],
      );
      assert.deepEqual([totals.active, totals.bytesToTarget, totals.connections], [1, 5, 0]);
      assert.equal(forwards[0]?.lastRead?.client, '127.0.0.1');
      assert.deepEqual(clients.map(countsOf), [['127.0.0.1', 1, 1, 1]]);
    }),
  );

  it(
    'has the name of a client once that is known',
    withAdmin(
      { forward: { acceptProxy: LOOPBACK }, nameOf: (address) => Promise.resolve(`${address}.lan`) },
      async (admin) => {
        const client = await admin.forward.client();
        client.write('PROXY TCP4 10.0.0.1 10.0.0.2 1000 2000\r\n');
        await until(admin, ({ clients }) => clients.some(({ name }) => name === '10.0.0.1.lan'));
        client.destroy();
      },
    ),
  );

  it(
    'shows a connection after its end, and its client as the last reader',
    withAdmin({}, async (admin) => {
      const { client, target } = await exchange(admin);
      client.end();
      target.end();
      await admin.forward.record();
      const { now, connections, totals, recent, clients, traffic } = await statusOf(admin);
      assert.deepEqual([connections, totals.active, totals.outcomes], [[], 0, { 'client-closed': 1 }]);
      assert.deepEqual(
        recent.map(({ outcome, bytesToTarget, bytesToClient }) => [outcome, bytesToTarget, bytesToClient]),
        [['client-closed', 5, 7]],
      );
      assert.deepEqual(clients.map(countsOf), [['127.0.0.1', 0, 1, 1]]);
      assert.deepEqual(
        traffic.slice(-1).map(({ connections, bytesToClient }) => [connections, bytesToClient]),
        [[1, 7]],
      );
      const times = recent.flatMap(({ since, endedAt }) => [since, endedAt, now]);
      assert.deepEqual(times, [...times].sort());
    }),
  );

  it('says why the target cannot be reached', async () => {
    const target = { host: '127.0.0.1', port: await refusedPort() };
    await withAdmin({ forward: { target, whenTargetDown: 'refuse' } }, async (admin) => {
      const down = await until(admin, ({ ready }) => !ready);
      const [forward] = down.forwards;
      assert.deepEqual([forward?.state, forward?.addresses], ['target-down', []]);
      assert.deepEqual(
        [forward?.target.state, forward?.target.lastFailure?.outcome, forward?.target.lastFailure?.code],
        ['down', 'target-refused', 'ECONNREFUSED'],
      );
      const answer = await fetch(admin.url('/readyz'));
      const { ready, reasons } = (await answer.json()) as { ready: boolean; reasons: { reason: string }[] };
      assert.deepEqual([answer.status, ready, reasons[0]?.reason], [503, false, 'target-down']);
    })();
  });

  it(
    'says that an interface is waited for',
    withAdmin({ forward: { listen: [{ interface: 'wlan0', port: 8080 }] } }, async (admin) => {
      const status = await statusOf(admin);
      assert.deepEqual([status.ready, status.forwards[0]?.state], [false, 'waiting']);
      assert.deepEqual(status.forwards[0]?.listen, ['wlan0:8080']);
    }),
  );

  it(
    'counts connections that wait for their turn, and shows the client that a PROXY header announced',
    withAdmin({ forward: { maxTargetConnections: 1, maxQueue: 8, acceptProxy: LOOPBACK } }, async (admin) => {
      const clients = [
        await admin.forward.client(),
        await admin.forward.client(),
        await admin.forward.client(),
      ];
      clients[0]?.write('PROXY TCP4 10.0.0.1 10.0.0.2 1000 2000\r\nx');
      await until(admin, ({ connections }) => connections[0]?.state === 'open');
      clients[1]?.write('PROXY TCP4 10.0.0.3 10.0.0.2 1000 2000\r\nx');
      const { connections, totals, forwards } = await until(admin, ({ totals: { queued } }) => queued === 1);
      assert.deepEqual(connections.map(({ state, client }) => `${state} ${client}`).slice(0, 2), [
        'open 10.0.0.1:1000',
        'waiting 10.0.0.3:1000',
      ]);
      assert.equal(connections[2]?.state, 'entering');
      assert.match(connections[0]?.peer ?? '', /^127\.0\.0\.1:/);
      assert.deepEqual([totals.active, forwards[0]?.totals.queued], [3, 1]);
    }),
  );

  it(
    'keeps counting what a reload has replaced',
    withAdmin({}, async (admin) => {
      const { client, target } = await admin.forward.pair();
      client.write('123');
      await read(target, 3);
      await admin.forward.forwards.apply([forwardConfig({ ...admin.forward.config, connectTimeout: 7 })]);
      const status = await statusOf(admin);
      assert.deepEqual(
        [status.forwards.length, status.totals.active, status.totals.bytesToTarget],
        [1, 1, 3],
      );
      assert.equal(status.connections.length, 1);
      client.destroy();
      target.destroy();
      const later = await until(admin, ({ totals: { active } }) => active === 0);
      assert.equal(later.totals.bytesToTarget, 3);
    }),
  );

  it(
    'shows the oldest live connections, and counts them all',
    withAdmin({}, async (admin) => {
      for (let n = 0; n <= MOST_LIVE; n += 1) await admin.forward.client();
      const { connections, totals } = await until(admin, ({ totals: { active } }) => active > MOST_LIVE);
      assert.deepEqual([connections.length, totals.active], [MOST_LIVE, MOST_LIVE + 1]);
      assert.equal(connections[0]?.id, 1);
    }),
  );

  it('is not ready any more when it is stopping', async () => {
    let isStopping = false;
    await withAdmin({ isStopping: () => isStopping }, async (admin) => {
      isStopping = true;
      const status = await statusOf(admin);
      assert.deepEqual([status.ready, status.stopping], [false, true]);
      const answer = await fetch(admin.url('/readyz'));
      assert.deepEqual(
        [answer.status, await answer.json()],
        [503, { ready: false, reasons: [{ reason: 'stopping' }] }],
      );
      assert.equal((await fetch(admin.url('/healthz'))).status, 200);
    })();
  });
});
