// The whole run as a list of steps: each workload round by round, and in each round every subject in turn.
import { direct, start } from './forwarders/running.js';
import type { ForwarderProgram } from './forwarders/forwarder.js';
import { metricOf, type MetricId } from './metrics.js';
import type { Recorder, Values } from './recorder.js';
import { FAILED, NOT_ASKED_FOR } from './results.js';
import { SUBJECTS, has, type Subject } from './subjects.js';
import { START_METRIC, startBareNode, startForwarder, watchAlone } from './workloads/alone.js';
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

const ALONE: readonly MetricId[] = ['process.memory', 'process.wake-ups'];
const LISTENED_FOR = 'systemd listens in its place and starts it at the first connection';

export class BenchSteps {
  constructor(
    private readonly bench: Bench,
    private readonly recorder: Recorder,
    private readonly forwarders: readonly ForwarderProgram[],
    private readonly workloads: readonly Workload[],
  ) {}

  all(): BenchStep[] {
    return [
      ...this.starts(),
      { title: 'memory and wake-ups without connections', run: () => this.watch() },
      ...this.workloads.flatMap((workload) => this.rounds(workload)),
    ];
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

  private async watch(): Promise<void> {
    try {
      await watchAlone(this.bench, this.forwarders, this.recorder);
    } catch (error) {
      for (const { id } of this.forwarders) this.recorder.leaveOut(id, ALONE, failure(error));
    }
  }

  private rounds(workload: Workload): BenchStep[] {
    const subjects: Subject[] = ['direct', ...this.forwarders.map(({ id }) => id)];
    const able = subjects.filter((subject) => this.isFit(workload, subject));
    return Array.from({ length: workload.rounds }, (_, round) =>
      rotate(able, round).map((subject) => ({
        title: stepTitle(workload.title, round, subject),
        run: () => this.attempt(subject, workload.metrics, () => this.measure(workload, subject)),
      })),
    ).flat();
  }

  /** A subject that cannot do it on this machine is left out of it, and the results say why. */
  private isFit({ connections, metrics, rounds }: Workload, subject: Subject): boolean {
    if (!metrics.some((id) => has(subject, metricOf(id)))) return false;
    const forwarder = this.forwarders.find(({ id }) => id === subject);
    const reason = rounds === 0 ? NOT_ASKED_FOR : unfit(connections, forwarder);
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

  private async measure({ targetPort, connections, measure }: Workload, subject: Subject): Promise<Values> {
    const forwarder = this.forwarders.find(({ id }) => id === subject);
    if (forwarder === undefined) return measure(direct(targetPort));
    const running = await start(forwarder, targetPort, this.bench.folder, connections);
    try {
      return await measure(running);
    } finally {
      await running.stop();
    }
  }
}

function failure(error: unknown): string {
  return FAILED + (error instanceof Error ? error.message : String(error));
}

function stepTitle(what: string, round: number, subject: Subject): string {
  return `${what}, round ${round + 1}: ${SUBJECTS[subject]}`;
}
