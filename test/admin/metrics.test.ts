// The metrics: what promtool thinks of them, and that counters only grow.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ForwardConfig } from '../../src/config/config.js';
import { ListenError } from '../../src/forward/listen/listener.js';
import { OUTCOMES } from '../../src/forward/outcome.js';
import type { ByteCounts, ForwardView, LiveConnection } from '../../src/forward/view.js';
import { Metrics } from '../../src/admin/metrics.js';
import type { ServiceFacts } from '../../src/admin/service-families.js';
import type { NameView } from '../../src/mdns/standings.js';
import { Statistics } from '../../src/admin/status/statistics.js';
import { Reachability } from '../../src/forward/target/reachability.js';
import { forwardConfig } from '../support/config.js';
import { connectionRecord } from '../support/record.js';
import { missing } from '../support/requires.js';

interface Scene {
  readonly metrics: Metrics;
  /** The live connections that are looked at one by one. */
  connections: readonly LiveConnection[];
  readonly statistics: Statistics;
  /** Of the live connections. */
  live: ByteCounts;
  listenState: ForwardView['listenState'];
  listenFailures: readonly ListenError[];
  service: ServiceFacts;
  name: NameView | undefined;
  readonly reachability: Reachability;
  /** The value of a line, by its name and labels. */
  readonly value: (series: string) => Promise<number | undefined>;
}

function scene(config: Partial<ForwardConfig> = {}): Scene {
  const reachability = new Reachability();
  const view = (): ForwardView => ({
    config: forwardConfig({ name: 'gateway', ...config }),
    listenState: own.listenState,
    addresses: [],
    listenFailures: own.listenFailures,
    reachability,
    queued: 2,
    active: 3,
    carried: own.live,
    connections: () => own.connections,
  });
  const views = () => ({ current: [view()], retired: [] });
  const statistics = new Statistics(views);
  const source = { views, service: () => own.service, name: () => own.name };
  const metrics = new Metrics('1.2.3', source, statistics);
  const own: Scene = {
    metrics,
    statistics,
    live: { bytesToTarget: 0, bytesToClient: 0 },
    connections: [],
    listenState: 'listening',
    listenFailures: [],
    service: { configuredAt: 0, isConfigRefused: false, droppedLines: 0 },
    name: undefined,
    reachability,
    value: async (series) => {
      const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length));
    },
  };
  return own;
}

const BYTES = 'smgw_proxy_bytes_total{forward="gateway",direction="to_client"}';

const NAME: NameView = {
  name: 'smgw.local',
  links: [{ interface: 'wlan0', state: 'taken', since: 0, addresses: [], rival: '192.168.0.11' }],
};

const GATEWAY = '{forward="gateway"}';

describe('the metrics', () => {
  it('are such that promtool has nothing to say', { skip: missing('promtool') }, async () => {
    const own = scene({ maxTargetConnections: 1, targetTls: true });
    const { metrics, statistics, reachability } = own;
    reachability.succeeded();
    own.name = NAME;
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
    const acceptProxy = [{ kind: 'private' }] as const;
    const { value } = scene({ maxTargetConnections: 1, targetTls: true, acceptProxy });
    for (const outcome of OUTCOMES)
      assert.equal(await value(`smgw_proxy_connections_total{forward="gateway",outcome="${outcome}"}`), 0);
    assert.equal(await value('smgw_proxy_connect_duration_seconds_count{forward="gateway"}'), 0);
  });

  it('leave out what the forward is not configured for, and are 45 at most for it', async () => {
    const { metrics, value, statistics, reachability } = scene();
    reachability.succeeded();
    statistics.ended(connectionRecord());
    const series = (outcome: string) =>
      `smgw_proxy_connections_total{forward="gateway",outcome="${outcome}"}`;
    assert.equal(await value(series('queue-full')), undefined);
    const lines = (await metrics.text()).split('\n').filter((line) => line.includes(GATEWAY.slice(1, -1)));
    assert.ok(lines.length <= 45, `${lines.length} series`);
    statistics.ended(connectionRecord({ outcome: 'queue-full' }));
    assert.equal(await value(series('queue-full')), 1, 'it was configured otherwise before');
  });

  it('tell when the target was tried, and when it answered, from the first time on', async () => {
    const { value, reachability, statistics } = scene();
    const tried = () => value(`smgw_proxy_target_last_try_timestamp_seconds${GATEWAY}`);
    const answered = () => value(`smgw_proxy_last_answer_timestamp_seconds${GATEWAY}`);
    const hints = () => value(`smgw_proxy_password_hints_total${GATEWAY}`);
    assert.deepEqual([await tried(), await answered(), await hints()], [undefined, undefined, 0]);
    reachability.failed({ outcome: 'target-refused', code: 'ECONNREFUSED' });
    const age = Date.now() / 1000 - ((await tried()) ?? NaN);
    assert.ok(Math.abs(age) < 5, `${age} s`);
    const now = performance.now();
    reachability.succeeded(now + 60_000);
    reachability.lastTriedAt = now;
    const heard = ((await tried()) ?? NaN) - Date.now() / 1000;
    assert.ok(Math.abs(heard - 60) < 5, `heard of ${heard} s later`);
    statistics.ended(connectionRecord({ answeredMs: 4000, awaitedMs: 4000 }), now);
    const last = ((await answered()) ?? NaN) * 1000;
    assert.ok(Math.abs(last - (Date.now() - performance.now() + now - 4000)) < 1000, `${last}`);
    assert.equal(await hints(), 1);
  });

  it('tell of an answer on a live connection as well', async () => {
    const own = scene();
    const identity = { id: 1, forward: 'gateway', client: '10.0.0.3:1', local: '10.0.0.1:443' };
    const answered = { answers: 2, answeredMs: 4000, isAwaiting: false };
    const live = { ...identity, ...answered, bytesToTarget: 0, bytesToClient: 0, durationMs: 9000 };
    own.connections = [{ ...live, state: 'connected' } as unknown as LiveConnection];
    const at = await own.value(`smgw_proxy_last_answer_timestamp_seconds${GATEWAY}`);
    assert.ok(Math.abs(Date.now() / 1000 - 4 - (at ?? NaN)) < 2, `${at ?? 'none'}`);
  });

  it('tell of the ports: open, closed, or that another program has one', async () => {
    const own = scene();
    const state = async (): Promise<unknown> => {
      const text = await own.metrics.text();
      return /^smgw_proxy_port_state{forward="gateway",state="(.*)"} 1$/m.exec(text)?.[1];
    };
    const failures = () => own.value(`smgw_proxy_listen_failures${GATEWAY}`);
    assert.deepEqual([await state(), await failures()], ['open', 0]);
    own.listenState = 'closed';
    assert.equal(await state(), 'closed');
    own.listenState = 'failed';
    assert.equal(await state(), 'failed');
    const address = { host: '127.0.0.1', port: 443 };
    const user = { pid: 1, name: 'nginx', user: 'root' };
    own.listenFailures = [new ListenError(address, 'EADDRINUSE', address, user)];
    assert.deepEqual([await state(), await failures()], ['in-the-way', 1]);
  });

  it('tell of configuration, log and name at home', async () => {
    const own = scene();
    const figures = () =>
      Promise.all(
        [
          'smgw_proxy_config_last_reload_successful',
          'smgw_proxy_log_lines_dropped_total',
          'smgw_proxy_mdns_state{interface="wlan0",name="smgw.local",state="taken"}',
        ].map((name) => own.value(name)),
      );
    assert.deepEqual(await figures(), [1, 0, undefined]);
    const taken = await own.value('smgw_proxy_config_last_reload_success_timestamp_seconds');
    assert.ok(Math.abs((taken ?? NaN) - performance.timeOrigin / 1000) < 5);
    own.service = { configuredAt: 0, isConfigRefused: true, droppedLines: 3 };
    own.name = NAME;
    assert.deepEqual(await figures(), [0, 3, 1]);
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
    const turns = scene({ maxTargetConnections: 1 });
    assert.equal(await turns.value(`smgw_proxy_queued_connections${GATEWAY}`), 2);
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
    assert.equal(await value('smgw_proxy_connect_duration_seconds_bucket{forward="gateway",le="0.01"}'), 0);
    assert.equal(await value('smgw_proxy_connect_duration_seconds_bucket{forward="gateway",le="0.1"}'), 1);
    assert.equal(await value('smgw_proxy_connect_duration_seconds_bucket{forward="gateway",le="1"}'), 1);
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
      'process_max_fds',
      'process_open_fds',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
    ]);
  });

  it('have figures of the process that follow what it does', async () => {
    const { value } = scene();
    const figures = (): Promise<number[]> =>
      Promise.all(
        ['open_fds', 'max_fds', 'cpu_seconds_total', 'resident_memory_bytes'].map(
          async (name) => (await value(`process_${name}`)) ?? NaN,
        ),
      );
    const [open = NaN, most, cpu = NaN] = await figures();
    assert.equal(
      most,
      Number(/^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]),
    );
    const files = Array.from({ length: 9 }, () => openSync('/proc/self/limits', 'r'));
    const [openThen = NaN, , cpuThen = NaN, memory = NaN] = await figures();
    for (const file of files) closeSync(file);
    assert.ok(openThen >= open + 5, `${open}, then ${openThen}`);
    assert.ok(cpuThen > cpu, `${cpu}, then ${cpuThen}`);
    assert.ok(memory > 10_000_000, `${memory} bytes`);
  });
});
