// The metrics for Prometheus: of the forwards, by name, of the service, and of the process.
import { Registry } from 'prom-client';
import type { ConnectionRecord } from '../forward/record.js';
import type { ByteCounts, ForwardView } from '../forward/view.js';
import type { NameView } from '../mdns/standings.js';
import { checkResults } from './check-results.js';
import { Durations } from './durations.js';
import { Exposition, label, type Labelled } from './exposition.js';
import { FORWARD_FAMILIES, type ForwardFacts } from './forward-families.js';
import { registerProcessMetrics } from './process-metrics.js';
import { SERVICE_FAMILIES, type ServiceFacts } from './service-families.js';
import { TimeOfDay } from './status/clock.js';
import { sum, type Statistics, type Views } from './status/statistics.js';
import { standingOf } from './status/verdict.js';

const PREFIX = 'smgw_proxy_';
const NONE: ByteCounts = { bytesToTarget: 0, bytesToClient: 0 };

export interface MetricsSource {
  readonly views: () => Views;
  readonly service: () => ServiceFacts;
  /** The mDNS name; undefined for none. */
  readonly name: () => NameView | undefined;
}

/** prom-client writes those of the process. For each forward it would take several times as long. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly ofService = new Exposition(PREFIX, SERVICE_FAMILIES);
  private readonly ofForwards = new Exposition(PREFIX, FORWARD_FAMILIES);
  private readonly durations = new Map<string, Durations>();
  /** Prometheus takes a counter that became smaller for one that began anew, see Statistics.sample(). */
  private readonly mostBytes = new Map<string, ByteCounts>();

  constructor(
    private readonly version: string,
    private readonly source: MetricsSource,
    private readonly statistics: Statistics,
  ) {
    registerProcessMetrics(this.registry);
  }

  ended(record: ConnectionRecord): void {
    this.durationsOf(record.forward).ended(record);
  }

  get type(): string {
    return this.registry.contentType;
  }

  /** In the text format of Prometheus, as of now. */
  async text(): Promise<string> {
    const { version } = this;
    const clock = new TimeOfDay();
    const service = { ...this.source.service(), version, name: this.source.name(), clock };
    return [
      await this.registry.metrics(),
      ...this.ofService.parts([{ labels: '', subject: service }]),
      ...this.ofForwards.parts(this.forwards(clock)),
      await checkResults(),
    ].join('');
  }

  private forwards(clock: TimeOfDay): Labelled<ForwardFacts>[] {
    const { current, retired } = this.source.views();
    const inForce = new Map(current.map((view) => [view.config.name, view]));
    const byName = new Map<string, ForwardView[]>();
    for (const name of this.statistics.names) byName.set(name, []);
    for (const view of [...current, ...retired])
      byName.set(view.config.name, [...(byName.get(view.config.name) ?? []), view]);
    return [...byName].map(([name, views]) => ({
      labels: label('forward', name),
      subject: this.factsOf(name, inForce.get(name), views, clock),
    }));
  }

  /** @param views of that name, replaced ones with live connections among them */
  private factsOf(
    name: string,
    view: ForwardView | undefined,
    views: readonly ForwardView[],
    clock: TimeOfDay,
  ): ForwardFacts {
    const counts = this.statistics.forward(name);
    const live = views.flatMap((each) => (each.active === 0 ? [] : [...each.connections()]));
    const answered = live.flatMap(({ answeredMs }) =>
      answeredMs === undefined ? [] : [clock.now - answeredMs],
    );
    const lastAnswerAt = Math.max(counts.lastAnswerAt ?? -Infinity, ...answered);
    return {
      ...{ view, counts, clock, lastAnswerAt },
      standing: view && standingOf(view, counts, live, clock.now),
      durations: this.durationsOf(name),
      bytes: this.bytesOf(name, sum([counts, ...views.map(({ carried }) => carried)])),
      active: views.reduce((total, { active }) => total + active, 0),
      queued: views.reduce((total, { queued }) => total + queued, 0),
      hasTurns: (view?.config.maxTargetConnections ?? 0) > 0,
    };
  }

  private durationsOf(name: string): Durations {
    const known = this.durations.get(name) ?? new Durations();
    this.durations.set(name, known);
    return known;
  }

  private bytesOf(name: string, now: ByteCounts): ByteCounts {
    const before = this.mostBytes.get(name) ?? NONE;
    const most = {
      bytesToTarget: Math.max(now.bytesToTarget, before.bytesToTarget),
      bytesToClient: Math.max(now.bytesToClient, before.bytesToClient),
    };
    this.mostBytes.set(name, most);
    return most;
  }
}
