// The whole run as a list of steps: each workload round by round, and in each round every subject in turn.
import { direct, start, type RunningForwarder } from './forwarders/running.js';
import type { ForwarderProgram } from './forwarders/forwarder.js';
import { METRICS, type MetricId } from './metrics.js';
import type { Recorder, Values } from './recorder.js';
import { FAILED } from './results.js';
import { OWN, SUBJECTS, type Subject } from './subjects.js';
import { START_METRIC, startBareNode, startForwarder, watchIdle } from './workloads/alone.js';
import { bulk } from './workloads/bulk.js';
import { memory } from './workloads/memory.js';
import { newConnections } from './workloads/new-connections.js';
import { requests } from './workloads/requests.js';
import { unfit, type Bench, type Workload } from './workloads/workload.js';

export interface BenchStep {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** In each round another subject begins: being first after another workload may be good or bad. */
function rotate<T>(all: readonly T[], round: number): T[] {
  const first = round % Math.max(all.length, 1);
  return [...all.slice(first), ...all.slice(0, first)];
}

const ALL_METRICS = METRICS.map(({ id }) => id);
const WARM_UP_CONNECTIONS = 32;
const LISTENED_FOR = 'systemd listens in its place and starts it at the first connection';

export class BenchSteps {
  /** The forwarders that run all the time, and the direct connection. */
  private readonly running: RunningForwarder[] = [];

  constructor(
    private readonly bench: Bench,
    private readonly recorder: Recorder,
    private readonly forwarders: readonly ForwarderProgram[],
  ) {}

  all(): BenchStep[] {
    const { settings } = this.bench;
    const workloads = [...bulk(settings), ...requests(settings), newConnections(settings)];
    return [
      ...this.starts(),
      { title: 'starting all forwarders', run: () => this.startAll() },
      {
        title: 'memory and wake-ups without connections',
        run: () => watchIdle(this.bench, this.running, this.recorder),
      },
      { title: 'warming up', run: () => this.warmUp() },
      ...workloads.flatMap((workload) => this.rounds(workload, ['direct', ...this.ids()])),
      { title: 'ending all forwarders', run: () => this.stopAll() },
      ...memory(settings).flatMap((workload) => this.rounds(workload, this.ids())),
    ];
  }

  private ids(): Subject[] {
    return this.forwarders.map(({ id }) => id);
  }

  private starts(): BenchStep[] {
    const able = this.forwarders.filter(({ startsAtFirstConnection }) => !startsAtFirstConnection);
    for (const { id } of this.forwarders.filter((each) => !able.includes(each)))
      this.recorder.leaveOut(id, [START_METRIC], LISTENED_FOR);
    const starts = [
      { id: 'node' as Subject, measure: () => startBareNode(this.bench) },
      ...able.map((each) => ({ id: each.id, measure: () => startForwarder(this.bench, each) })),
    ];
    return Array.from({ length: this.bench.settings.startRounds }, (_, round) =>
      rotate(starts, round).map(({ id, measure }) => ({
        title: stepTitle('start to listening', round, id),
        run: () => this.attempt(id, [START_METRIC], measure),
      })),
    ).flat();
  }

  private async startAll(): Promise<void> {
    const { load, folder } = this.bench;
    this.running.push(direct(load.port));
    for (const forwarder of this.forwarders) {
      try {
        this.running.push(await start(forwarder, load.port, folder));
      } catch (error) {
        // The others are still worth measuring.
        if (forwarder.id === OWN) throw error;
        this.recorder.leaveOut(forwarder.id, ALL_METRICS, failure(error));
      }
    }
  }

  private async stopAll(): Promise<void> {
    await Promise.all(this.running.map((each) => each.stop()));
  }

  /** Brings what compiles while it runs - the load itself, smgw-proxy, the plain pipe - up to speed. */
  private async warmUp(): Promise<void> {
    const { load, settings } = this.bench;
    const ms = settings.warmUpMs;
    for (const { port, forwarder } of this.running) {
      if (forwarder?.compiles === false) continue;
      await load.one('receive', port, ms);
      await load.one('send', port, ms);
      await load.all('visit', port, ms);
      await load.hold(port, WARM_UP_CONNECTIONS);
      await load.all('converse', ms);
      await load.all('release');
    }
  }

  private rounds(workload: Workload, subjects: readonly Subject[]): BenchStep[] {
    const able = subjects.filter((subject) => this.isFit(workload, subject));
    return Array.from({ length: workload.rounds }, (_, round) =>
      rotate(able, round).map((subject) => ({
        title: stepTitle(workload.title, round, subject),
        run: () => this.attempt(subject, workload.metrics, () => this.measure(workload, subject)),
      })),
    ).flat();
  }

  /** A subject that cannot do it on this machine is left out of it, and the results say why. */
  private isFit({ connections, metrics }: Workload, subject: Subject): boolean {
    const forwarder = this.forwarders.find(({ id }) => id === subject);
    const reason = unfit(connections, forwarder === undefined ? {} : { forwarder });
    if (reason !== undefined) this.recorder.leaveOut(subject, metrics, reason);
    return reason === undefined;
  }

  /** One measurement. A failure is noted in the results, and the others are measured all the same. */
  private async attempt(
    subject: Subject,
    metrics: readonly MetricId[],
    measure: () => Promise<Values>,
  ): Promise<void> {
    try {
      this.recorder.add(subject, await measure());
    } catch (error) {
      this.recorder.leaveOut(subject, metrics, failure(error));
      await this.bench.load.restartClients();
    }
  }

  private async measure(workload: Workload, subject: Subject): Promise<Values> {
    const running = await this.runningOf(workload, subject);
    const measure = () => workload.measure(this.bench, running);
    try {
      if (!workload.complete) return await measure();
      const [values, bytes] = await this.bench.load.counting(measure);
      this.recorder.addBytes(workload.id, subject, bytes);
      return values;
    } finally {
      if (workload.fresh) await running.stop();
    }
  }

  private async runningOf({ fresh }: Workload, subject: Subject): Promise<RunningForwarder> {
    const forwarder = this.forwarders.find(({ id }) => id === subject);
    if (fresh && forwarder !== undefined) return start(forwarder, this.bench.load.port, this.bench.folder);
    const running = this.running.find(({ id }) => id === subject);
    if (running === undefined) throw new Error('it does not run');
    return running;
  }
}

function failure(error: unknown): string {
  return FAILED + (error instanceof Error ? error.message : String(error));
}

function stepTitle(what: string, round: number, subject: Subject): string {
  return `${what}, round ${round + 1}: ${SUBJECTS[subject]}`;
}
