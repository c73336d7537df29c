// Questions about health: those about one forward, and the look at the target that each of them causes.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { withAdmin } from '../support/admin.js';
import { refusedPort } from '../support/sockets.js';

describe('an answer about health', () => {
  it(
    'tells of one forward under its name, and of no other name',
    withAdmin({ forward: { whenTargetDown: 'refuse' } }, async (admin) => {
      const { config, forwards } = admin.forward;
      const refused = { host: '127.0.0.1', port: await refusedPort() };
      const nowhere = [{ interface: 'none0', port: 1 }];
      await forwards.apply([config, { ...config, name: 'gone', target: refused, listen: nowhere }]);
      const answers = await Promise.all(
        ['', '/test', '/gone', '/none', '/'].map((name) => fetch(admin.url(`/readyz${name}`))),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        [503, 200, 503, 404, 404],
      );
      assert.deepEqual(await answers[1]?.json(), { ready: true, reasons: [] });
    }),
  );

  it(
    'is not made of the whole status, which costs a hundred times as much',
    withAdmin({ forward: { whenTargetDown: 'refuse' } }, async (admin) => {
      const [view] = admin.forward.forwards.views;
      assert.ok(view);
      const connections = mock.method(view, 'connections');
      assert.equal((await fetch(admin.url('/readyz'))).status, 200);
      assert.equal(connections.mock.callCount(), 0);
      await admin.status();
      assert.ok(connections.mock.callCount() > 0);
    }),
  );

  for (const where of ['/healthz', '/readyz', '/readyz/test', '/status', '/metrics'])
    it(
      `looks at the target again for ${where}`,
      withAdmin({ forward: { whenTargetDown: 'refuse' } }, async (admin) => {
        const now = performance.now.bind(performance);
        const clock = mock.method(performance, 'now', () => now() + 8000);
        const looked = admin.forward.accepted();
        await (await fetch(admin.url(where))).text();
        clock.mock.restore();
        (await looked).destroy();
      }),
    );

  it(
    'looks at the target as often as eight seconds are over',
    withAdmin({ forward: { whenTargetDown: 'refuse' } }, async (admin) => {
      const now = performance.now.bind(performance);
      let aheadMs = 0;
      const clock = mock.method(performance, 'now', () => now() + aheadMs);
      for (aheadMs of [8000, 20_000]) {
        const looked = admin.forward.accepted();
        await (await fetch(admin.url('/readyz'))).text();
        (await looked).destroy();
      }
      clock.mock.restore();
    }),
  );
});
