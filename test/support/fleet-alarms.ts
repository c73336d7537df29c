// Plants the causes of alerts on a fleet that Prometheus and Alertmanager watch, and tells which alerts came of which.
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cause, Scene } from './fleet-causes.js';
import { FleetReadings } from './fleet-readings.js';
import { writeScaled, type Scale } from './fleet-scale.js';
import type { ManyPis } from './many-pis.js';
import { Prometheus, type Alert } from './prometheus.js';

type Labels = Alert['labels'];
const PLACE = '192.168.77.5:9090';
const POLL_MS = 500;
/** Between two causes, in ms: a start of many programs at once would look like an outage. */
const SPACING_MS = 1500;

/** A cause, and what came of it. Times in s from the planting. */
export interface AlarmResult extends Cause {
  /** Undefined: it did not fire. */
  readonly firedAfter: number | undefined;
  /** `page` or `ticket`, as Alertmanager told of it; undefined: it did not. */
  readonly told: string | undefined;
}

interface Notice {
  readonly alerts: readonly { readonly labels: Labels }[];
}

/** An alert with its instance or its house; some have neither. */
const subjectOf = ({ alertname = '', instance, house }: Labels): string =>
  `${alertname} ${instance ?? house ?? ''}`;

export class FleetAlarms {
  readonly readings: FleetReadings;
  prometheus: Prometheus | undefined;
  /** When each first fired, by performance.now(), with its labels. */
  private readonly fired = new Map<string, { readonly at: number; readonly labels: Labels }>();
  private readonly planted = new Map<Cause, number>();
  private readonly told = new Map<string, string>();
  private readonly scenes: readonly (readonly [Cause, Scene])[];
  private isStopped = false;
  private watching: Promise<void> | undefined;

  constructor(
    private readonly fleet: ManyPis,
    causes: readonly Cause[],
  ) {
    this.readings = new FleetReadings(fleet);
    let next = 0;
    this.scenes = causes.map((cause) => {
      const pi = fleet.pis[next];
      next += cause.pis ?? 1;
      if (pi === undefined) throw new Error(`${cause.alert} needs another Raspberry Pi`);
      return [cause, { fleet, readings: this.readings, pi }];
    });
  }

  /** Starts the fleet, its reader, Prometheus and Alertmanager. */
  async begin(scale: Scale, roundMs?: number): Promise<void> {
    const { fleet } = this;
    await fleet.up();
    for (const [cause, scene] of this.scenes) cause.prepare?.(scene);
    await fleet.startPis();
    this.readings.begin(roundMs);
    writeScaled(fleet.folder, scale, fleet.pis);
    await this.hearAlertmanager();
    this.prometheus = new Prometheus(
      path.join(fleet.folder, 'prometheus.yml'),
      PLACE,
      fleet.inside('haproxy'),
    );
    await this.prometheus.until(`sum(up) == ${fleet.pis.length}`, (samples) => samples.length > 0);
    this.watching = this.watch(this.prometheus);
  }

  /** Alerts that fired so far, as names with an instance or a house. */
  get names(): string[] {
    return [...this.fired.keys()];
  }

  /** Plants one cause after the other, each on its own Raspberry Pis; resolves when all are told of, or after so many ms. */
  async plant(limitMs: number): Promise<AlarmResult[]> {
    const deadline = performance.now() + limitMs;
    const plantings: unknown[] = [];
    for (const [cause, scene] of this.scenes) {
      this.planted.set(cause, performance.now());
      plantings.push(cause.plant(scene));
      await pause(SPACING_MS);
    }
    await Promise.all(plantings);
    while (this.missing().length > 0 && performance.now() < deadline) await pause(POLL_MS);
    return this.scenes.map(([cause, scene]) => {
      const [key, first] = this.find(cause.alert, scene) ?? [''];
      const firedAfter = first && (first.at - (this.planted.get(cause) ?? NaN)) / 1000;
      return { ...cause, firedAfter, told: this.told.get(key) };
    });
  }

  /** Alerts that fired and follow from no cause. */
  get strays(): string[] {
    const isExpected = (labels: Labels): boolean =>
      this.scenes.some(
        ([{ alert, also = [] }, scene]) =>
          [alert, ...also].includes(labels.alertname ?? '') && isAbout(labels, scene),
      );
    return [...this.fired].flatMap(([key, { labels }]) => (isExpected(labels) ? [] : [key]));
  }

  async end(): Promise<void> {
    this.isStopped = true;
    await Promise.all([this.watching, this.readings.stop()]);
    await this.prometheus?.stop();
    await this.fleet.down();
  }

  private missing(): Cause[] {
    return this.scenes.flatMap(([cause, scene]) => {
      const [key = ''] = this.find(cause.alert, scene) ?? [];
      return this.told.has(key) ? [] : [cause];
    });
  }

  private find(alert: string, scene: Scene) {
    return [...this.fired].find(([, { labels }]) => labels.alertname === alert && isAbout(labels, scene));
  }

  private async watch(prometheus: Prometheus): Promise<void> {
    while (!this.isStopped) {
      for (const { labels, state } of await prometheus.alerts())
        if (state === 'firing' && !this.fired.has(subjectOf(labels)))
          this.fired.set(subjectOf(labels), { at: performance.now(), labels });
      await pause(POLL_MS);
    }
  }

  private async hearAlertmanager(): Promise<void> {
    const { fleet } = this;
    const config = path.join(fleet.folder, 'alertmanager.yml');
    const storage = `--storage.path=${path.join(fleet.folder, 'alertmanager')}`;
    const own = ['--web.listen-address=127.0.0.1:9093', '--cluster.listen-address=', '--log.level=error'];
    const child = fleet.start('haproxy', [
      'prometheus-alertmanager',
      `--config.file=${config}`,
      storage,
      ...own,
    ]);
    child.stderr.on('data', (words: Buffer) => process.stderr.write(words));
    const http = createServer((request, response) => {
      void this.heard(request).then(() => response.end());
    });
    const server = await fleet.listen('haproxy', { host: '127.0.0.1', port: 9099 });
    server.on('connection', (socket) => http.emit('connection', socket));
  }

  private async heard(request: IncomingMessage): Promise<void> {
    const { alerts } = (await json(request)) as Notice;
    for (const { labels } of alerts) this.told.set(subjectOf(labels), (request.url ?? '').slice(1));
  }
}

/** Alerts about certificates and versions have no place: they are about gateways or the whole fleet. */
const isAbout = ({ instance, house }: Labels, { pi }: Scene): boolean =>
  instance === undefined && house === undefined
    ? true
    : instance === pi.instance || (instance === undefined && house === pi.house);
