// The metrics for Prometheus: of the forwards, by name, and of the process.
import { Counter, Gauge, Registry } from 'prom-client';
import { OUTCOMES } from '../forward/outcome.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { ForwardView } from '../forward/view.js';
import { stateOf } from './status/build.js';
import type { StatusTotals } from './status/schema.js';
import type { Statistics, Views } from './status/statistics.js';
import { totalsOf } from './status/totals.js';
import { Histograms } from './histograms.js';
import { registerProcessMetrics } from './process-metrics.js';

const PREFIX = 'smgw_proxy_';

export class Metrics {
  private readonly registry = new Registry();
  private readonly histograms = new Histograms(this.registry, PREFIX);
  private readonly connections = this.counter('connections_total', 'Connections that have ended', 'outcome');
  private readonly bytes = this.counter('bytes_total', 'Bytes delivered, also of live ones', 'direction');
  private readonly active = this.gauge('active_connections', 'Live connections, waiting ones among them');
  private readonly queued = this.gauge('queued_connections', 'Connections waiting for their turn');
  private readonly up = this.gauge('target_up', 'The target could be reached at the last try: 1, or not: 0');
  private readonly certificateChanged = this.gauge(
    'target_certificate_changed',
    'With --target-tls, the target showed another certificate than the pinned one at the last try: 1, or 0',
  );
  private readonly ready = this.gauge(
    'forward_ready',
    'It listens and its target could be reached at the last try: 1, or 0',
  );
  private readonly listenFailures = this.gauge(
    'listen_failures',
    'Addresses that cannot be listened on, or that another program has',
  );
  /** Prometheus takes a counter that became smaller for one that began anew, see Statistics.sample(). */
  private readonly mostBytes = new Map<string, number>();

  constructor(
    version: string,
    private readonly views: () => Views,
    private readonly statistics: Statistics,
  ) {
    registerProcessMetrics(this.registry);
    this.gauge('build_info', 'The version that runs; always 1', 'version').set({ version }, 1);
  }

  ended(record: ConnectionRecord): void {
    this.histograms.ended(record);
  }

  get type(): string {
    return this.registry.contentType;
  }

  /** In the text format of Prometheus, as of now. */
  text(): Promise<string> {
    const { current, retired } = this.views();
    const all = [...current, ...retired];
    const { connections, bytes, active, queued, up, certificateChanged, ready, listenFailures } = this;
    const states = [up, certificateChanged, ready, listenFailures];
    for (const metric of [connections, bytes, active, queued, ...states]) metric.reset();
    for (const view of current) this.setState(view);
    for (const name of new Set([...this.statistics.names, ...all.map(({ config }) => config.name)]))
      this.setTotals(name, totalsOf([name], all, this.statistics));
    return this.registry.metrics();
  }

  private setState(view: ForwardView): void {
    const forward = { forward: view.config.name };
    const { state, lastFailure } = view.reachability;
    const hasChanged = state === 'down' && lastFailure?.outcome === 'target-certificate-changed';
    if (view.config.targetTls) this.certificateChanged.set(forward, hasChanged ? 1 : 0);
    if (state !== 'unknown') this.up.set(forward, state === 'up' ? 1 : 0);
    this.ready.set(forward, stateOf(view) === 'ready' ? 1 : 0);
    this.listenFailures.set(forward, view.listenFailures.length);
  }

  private setTotals(forward: string, totals: StatusTotals): void {
    this.histograms.begin(forward);
    this.active.set({ forward }, totals.active);
    this.queued.set({ forward }, totals.queued);
    for (const outcome of OUTCOMES) this.connections.inc({ forward, outcome }, totals.outcomes[outcome] ?? 0);
    this.setBytes(forward, 'to_target', totals.bytesToTarget);
    this.setBytes(forward, 'to_client', totals.bytesToClient);
  }

  private setBytes(forward: string, direction: string, bytes: number): void {
    const key = `${direction} ${forward}`;
    const most = Math.max(bytes, this.mostBytes.get(key) ?? 0);
    this.mostBytes.set(key, most);
    this.bytes.inc({ forward, direction }, most);
  }

  private counter(name: string, help: string, label: string): Counter {
    const labelNames = ['forward', label];
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string, label = 'forward'): Gauge {
    return new Gauge({ name: PREFIX + name, help, labelNames: [label], registers: [this.registry] });
  }
}
