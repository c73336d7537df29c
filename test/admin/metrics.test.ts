// The metrics: what promtool thinks of them, and that counters only grow.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../src/forward/outcome.js';
import type { ByteCounts, ForwardView } from '../../src/forward/view.js';
import { Metrics } from '../../src/admin/metrics.js';
import { Statistics } from '../../src/admin/status/statistics.js';
import { Reachability } from '../../src/forward/target/reachability.js';
import { forwardConfig } from '../support/config.js';
import { connectionRecord } from '../support/record.js';
import { missing } from '../support/requires.js';

interface Scene {
  readonly metrics: Metrics;
  readonly statistics: Statistics;
  /** Of the live connections. */
  live: ByteCounts;
  readonly reachability: Reachability;
  /** The value of a line, by its name and labels. */
  readonly value: (series: string) => Promise<number | undefined>;
}

function scene(): Scene {
  const reachability = new Reachability();
  const view = (): ForwardView => ({
    config: forwardConfig({ name: 'gateway' }),
    listenState: 'listening',
    addresses: [],
    listenFailures: [],
    reachability,
    queued: 2,
    active: 3,
    carried: own.live,
    connections: () => [],
  });
  const views = () => ({ current: [view()], retired: [] });
  const statistics = new Statistics(views);
  const metrics = new Metrics('1.2.3', views, statistics);
  const own: Scene = {
    metrics,
    statistics,
    live: { bytesToTarget: 0, bytesToClient: 0 },
    reachability,
    value: async (series) => {
      const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length));
    },
  };
  return own;
}

const BYTES = 'smgw_proxy_bytes_total{forward="gateway",direction="to_client"}';

describe('the metrics', () => {
  it('are such that promtool has nothing to say', { skip: missing('promtool') }, async () => {
    const { metrics, statistics, reachability } = scene();
    reachability.succeeded();
    for (const outcome of OUTCOMES) {
      const record = connectionRecord({ outcome });
      statistics.ended(record);
      metrics.ended(record);
    }
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: await metrics.text(),
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
  });

  it('have each outcome from the beginning, so that the first one shows as an increase', async () => {
    const { value } = scene();
    for (const outcome of OUTCOMES)
      assert.equal(await value(`smgw_proxy_connections_total{forward="gateway",outcome="${outcome}"}`), 0);
    assert.equal(await value('smgw_proxy_connect_duration_seconds_count{forward="gateway"}'), 0);
  });

  it('count the bytes of ended and live connections, and never go back', async () => {
    const own = scene();
    own.live = { bytesToTarget: 0, bytesToClient: 100 };
    assert.equal(await own.value(BYTES), 100);
    own.live = { bytesToTarget: 0, bytesToClient: 0 };
    own.statistics.ended(connectionRecord({ bytesToClient: 90 }));
    assert.equal(await own.value(BYTES), 100);
    own.live = { bytesToTarget: 0, bytesToClient: 20 };
    assert.equal(await own.value(BYTES), 110);
  });

  it('say how things are now', async () => {
    const { value, reachability } = scene();
    assert.equal(await value('smgw_proxy_active_connections{forward="gateway"}'), 3);
    assert.equal(await value('smgw_proxy_queued_connections{forward="gateway"}'), 2);
    assert.equal(await value('smgw_proxy_build_info{version="1.2.3"}'), 1);
    const up = 'smgw_proxy_target_up{forward="gateway"}';
    const ready = 'smgw_proxy_forward_ready{forward="gateway"}';
    assert.deepEqual([await value(up), await value(ready)], [undefined, 0]);
    reachability.failed({ outcome: 'target-refused', code: 'ECONNREFUSED' });
    assert.deepEqual([await value(up), await value(ready)], [0, 0]);
    reachability.succeeded();
    assert.deepEqual([await value(up), await value(ready)], [1, 1]);
  });

  it('tell whether the meter is read, and when it was last', async () => {
    const { value, reachability, statistics } = scene();
    const verdict = (word: string) =>
      value(`smgw_proxy_forward_verdict{forward="gateway",verdict="${word}"}`);
    const visits = (word: string) => value(`smgw_proxy_visits_total{forward="gateway",visit="${word}"}`);
    const lastRead = () => value('smgw_proxy_last_read_timestamp_seconds{forward="gateway"}');
    assert.deepEqual([await verdict('target-unknown'), await lastRead()], [1, undefined]);
    assert.deepEqual([await visits('read'), await visits('unanswered')], [0, 0]);
    reachability.succeeded();
    statistics.ended(connectionRecord({ answers: 2 }));
    assert.deepEqual([await verdict('read'), await verdict('target-unknown')], [1, undefined]);
    const age = Date.now() / 1000 - ((await lastRead()) ?? NaN);
    assert.ok(age >= 0 && age < 5, `${age} s`);
    statistics.ended(connectionRecord({ awaitedMs: 4000 }));
    assert.deepEqual([await verdict('unanswered'), await visits('unanswered')], [1, 1]);
  });

  it('have the durations of what happened, in seconds', async () => {
    const { metrics, value } = scene();
    metrics.ended(connectionRecord({ connectMs: 20, firstByteMs: undefined, durationMs: 2000 }));
    const name = (what: string, part: string) =>
      `smgw_proxy_${what}_duration_seconds_${part}{forward="gateway"}`;
    assert.deepEqual(
      [await value(name('connect', 'sum')), await value(name('connection', 'sum'))],
      [0.02, 2],
    );
    assert.deepEqual(
      [await value(name('connect', 'count')), await value(name('first_byte', 'count'))],
      [1, 0],
    );
    assert.equal(await value('smgw_proxy_connect_duration_seconds_bucket{le="0.025",forward="gateway"}'), 1);
  });

  it('have the start of the process by the clock as it is set now, as /status has', async (t) => {
    const { value } = scene();
    const before = (await value('process_start_time_seconds')) ?? NaN;
    const [day, real] = [86_400_000, Date.now.bind(Date)];
    t.mock.method(Date, 'now', () => real() + 5 * day);
    const moved = ((await value('process_start_time_seconds')) ?? NaN) - before;
    assert.ok(Math.abs(moved - 5 * 86_400) < 1, `${moved} s`);
  });

  it('tell of the process what is usual', async () => {
    const { metrics } = scene();
    const text = await metrics.text();
    const names = Array.from(text.matchAll(/^# TYPE (process_\S+)/gm), ([, name]) => name).sort();
    assert.deepEqual(names, [
      'process_cpu_seconds_total',
      'process_heap_bytes',
      'process_open_fds',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
    ]);
  });
});
