// Statistics: recent connections, the last reader, and the traffic of the last hour.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { ConnectionRecord } from '../../../src/forward/record.js';
import type { ByteCounts, ForwardView } from '../../../src/forward/view.js';
import { MOST_RECENT } from '../../../src/admin/status/sizes.js';
import { Statistics } from '../../../src/admin/status/statistics.js';
import { Reachability } from '../../../src/forward/target/reachability.js';
import { forwardConfig } from '../../support/config.js';
import { connectionRecord } from '../../support/record.js';

const NOBODY = { current: [], retired: [] };

function carrying(carried: ByteCounts): ForwardView {
  const reachability = new Reachability();
  return {
    ...{ config: forwardConfig(), connections: () => [] },
    carried,
    reachability,
  } as unknown as ForwardView;
}

describe('statistics', () => {
  it('remember the last connections, the newest first', () => {
    const statistics = new Statistics(() => NOBODY);
    for (let id = 1; id <= MOST_RECENT + 7; id += 1) statistics.ended(connectionRecord({ id }));
    const ids = statistics.recent.map(({ record }) => record.id);
    assert.deepEqual([ids.length, ids[0], ids.at(-1)], [MOST_RECENT, MOST_RECENT + 7, 8]);
  });

  it('count by forward and outcome', () => {
    const statistics = new Statistics(() => NOBODY);
    statistics.ended(connectionRecord({ forward: 'a', outcome: 'denied' }));
    statistics.ended(connectionRecord({ forward: 'a', outcome: 'client-closed' }));
    statistics.ended(connectionRecord({ forward: 'a', outcome: 'denied' }));
    statistics.ended(connectionRecord({ forward: 'b' }));
    assert.deepEqual(statistics.forward('a').outcomes, { denied: 2, 'client-closed': 1 });
    assert.deepEqual([...statistics.names], ['a', 'b']);
  });

  it('know the last reader, also when a later connection ended without an answer', () => {
    const statistics = new Statistics(() => NOBODY);
    const ended = (client: string, own: Partial<ConnectionRecord>): void => {
      statistics.ended(connectionRecord({ client: `${client}:1`, ...own }));
    };
    ended('10.0.0.1', { answeredMs: 5 });
    ended('10.0.0.2', { answers: 0, answeredMs: undefined });
    ended('10.0.0.3', { answeredMs: 1_000_000 });
    ended('10.0.0.4', { answeredMs: 5000, awaitedMs: 5000 });
    assert.equal(statistics.forward('gateway').lastRead?.client, '10.0.0.1');
    assert.deepEqual(statistics.forward('gateway').visits, { read: 2, unanswered: 1 });
  });

  it('put bytes into the minute in which they were seen, and never take any out', () => {
    let live: ByteCounts = { bytesToTarget: 10, bytesToClient: 100 };
    const statistics = new Statistics(() => ({ current: [carrying(live)], retired: [carrying(live)] }));
    const clock = mock.method(performance, 'now', () => 1000);
    try {
      statistics.sample();
      live = { bytesToTarget: 9, bytesToClient: 150 };
      clock.mock.mockImplementation(() => 61_000);
      statistics.sample();
      live = { bytesToTarget: 11, bytesToClient: 150 };
      statistics.sample();
      const { toTarget, toClient } = statistics.traffic;
      assert.deepEqual(toTarget.values(61_000).slice(-2), [20, 2]);
      assert.deepEqual(toClient.values(61_000).slice(-2), [200, 100]);
    } finally {
      clock.mock.restore();
    }
  });

  it('look at live connections every ten seconds, without keeping the process alive', () => {
    mock.timers.enable({ apis: ['setInterval'] });
    let live: ByteCounts = { bytesToTarget: 0, bytesToClient: 0 };
    const statistics = new Statistics(() => ({ current: [carrying(live)], retired: [] }));
    const seen = (): number => statistics.traffic.toClient.total(performance.now());
    statistics.start(() => {
      statistics.ended(connectionRecord({ bytesToClient: 2 }));
    });
    live = { bytesToTarget: 0, bytesToClient: 5 };
    mock.timers.tick(9_999);
    assert.equal(seen(), 0);
    mock.timers.tick(1);
    assert.equal(seen(), 7, 'with what is handed over then');
    statistics.stop();
    live = { bytesToTarget: 0, bytesToClient: 6 };
    mock.timers.tick(60_000);
    assert.equal(seen(), 7);
    mock.timers.reset();
  });
});
