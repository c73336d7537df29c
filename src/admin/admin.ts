// Counts what happens and answers questions about it: statistics, metrics and the server, put together.
import type { Socket } from 'node:net';
import type { ListenAddress } from '../config/config.js';
import type { Language } from '../config/language.js';
import type { IsInOwnSubnet } from '../forward/admit/access.js';
import type { Binding, ListenMachine } from '../forward/listen/binding.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { LogRecord } from '../log/log.js';
import type { NameView } from '../mdns/standings.js';
import { buildStatus, type RefusedConfig } from './status/build.js';
import type { Status } from './status/schema.js';
import { Statistics, type EndedConnection, type Views } from './status/statistics.js';
import { adminBinding } from './admin-binding.js';
import { AdminServer, type Admitted } from './admin-server.js';
import type { HttpAnswer } from './answer.js';
import { ClientNames, type NameLookup } from './client-names.js';
import { Metrics } from './metrics.js';
import type { ServiceFacts } from './service-families.js';
import { readiness, type Readiness } from './readiness.js';
import * as records from './records.js';
import { Reuse } from './reuse.js';
import { Routes } from './routes.js';

export interface AdminDependencies extends ListenMachine {
  readonly version: () => string;
  /** Where the files of the page are. */
  readonly pageFolder: () => URL;
  /** Of this machine; a reload may change it. */
  readonly language: () => Language;
  readonly views: () => Views;
  readonly isStopping: () => boolean;
  /** The mDNS name; undefined for none. */
  readonly name: () => NameView | undefined;
  /** The configuration on disk, if it is not in force. */
  readonly refusal: () => RefusedConfig | undefined;
  /** The name of a client by its address. */
  readonly nameOf: NameLookup;
  /** As Sources.look(). */
  readonly look: () => Promise<void>;
  /** The state of the service itself. */
  readonly service: () => ServiceFacts;
  readonly isInOwnSubnet: IsInOwnSubnet;
  readonly write: (record: LogRecord) => void;
}

/** Counted at the next request, or when there are so many. */
const MOST_UNCOUNTED = 500;

/** Counts from its construction until stop(), also while it listens nowhere. */
export class Admin {
  private readonly version: string;
  private readonly statistics: Statistics;
  private readonly metrics: Metrics;
  private readonly server: AdminServer;
  private readonly names: ClientNames;
  private readonly uncounted: EndedConnection[] = [];

  constructor(private readonly dependencies: AdminDependencies) {
    const { version, views, pageFolder, language, look, isInOwnSubnet, write } = dependencies;
    this.version = version();
    this.names = new ClientNames(dependencies.nameOf);
    this.statistics = new Statistics(views);
    this.metrics = new Metrics(this.version, dependencies, this.statistics);
    const [status, metrics] = [new Reuse(this.status), new Reuse(this.metricsAnswer)];
    const routes = new Routes({
      status: () => status.get(),
      readiness: this.readiness,
      look,
      metrics: () => metrics.get(),
      pageFolder: pageFolder(),
      language,
    });
    this.server = new AdminServer(routes.answer, isInOwnSubnet, (error) => {
      write(records.adminFailed(error));
    });
    this.statistics.start(this.count);
  }

  ended(record: ConnectionRecord): void {
    this.uncounted.push({ record, at: performance.now() });
    if (this.uncounted.length >= MOST_UNCOUNTED) this.count();
  }

  /** Many at a time: one by one, between other work, each would cost several times as much. */
  private readonly count = (): void => {
    for (const { record, at } of this.uncounted.splice(0)) {
      this.statistics.ended(record, at);
      this.metrics.ended(record);
    }
  };

  /** As AdminServer.admit(). */
  admit(admitted: Admitted): void {
    this.server.admit(admitted);
  }

  /** A listening place of this server, not started yet. */
  bindingTo(entry: ListenAddress): Binding<Socket> {
    return adminBinding(entry, this.server, this.dependencies, this.dependencies.write);
  }

  stop(): void {
    this.statistics.stop();
    this.server.stop();
  }

  private readonly status = (): Status => {
    const { views, isStopping, name, refusal } = this.dependencies;
    this.count();
    return buildStatus({
      version: this.version,
      isStopping: isStopping(),
      views: views(),
      name: name(),
      refusal: refusal(),
      statistics: this.statistics,
      clientName: this.names.of,
    });
  };

  /** Not by way of the status, which costs a hundred times as much. */
  private readonly readiness = (name?: string): Readiness | undefined => {
    const { views, isStopping } = this.dependencies;
    const { current } = views();
    const own = name === undefined ? current : current.filter(({ config }) => config.name === name);
    return own.length === 0 ? undefined : readiness(own, isStopping());
  };

  private readonly metricsAnswer = async (): Promise<HttpAnswer> => {
    this.count();
    return { status: 200, type: this.metrics.type, body: await this.metrics.text() };
  };
}
