// Collects what is measured, round by round.
import { METRICS, type MetricId } from './metrics.js';
import { FAILED, type Figure } from './results.js';
import { summarize } from './statistics.js';
import { has, type Subject } from './subjects.js';

/** Values of some metrics, of one subject in one round; a text says why there is none. */
export type Values = Readonly<Partial<Record<MetricId, number | string>>>;

/** Latency through a forwarder, and what it adds to that of a direct connection. */
const ADDED: readonly (readonly [MetricId, MetricId])[] = [
  ['requests-1.latency', 'requests-1.added'],
  ['polls.latency', 'polls.added'],
];

export class Recorder {
  private readonly rounds = new Map<string, number[]>();
  private readonly reasons = new Map<string, string>();

  add(subject: Subject, values: Values): void {
    for (const [metric, value] of Object.entries(values)) {
      const key = `${metric} ${subject}`;
      if (typeof value === 'string') this.leaveOut(subject, [metric as MetricId], value);
      else this.rounds.set(key, [...(this.rounds.get(key) ?? []), value]);
    }
  }

  /** The first reason is the one that counts. */
  leaveOut(subject: Subject, metrics: readonly MetricId[], reason: string): void {
    for (const metric of metrics) {
      const key = `${metric} ${subject}`;
      if (!this.reasons.has(key)) this.reasons.set(key, reason);
    }
  }

  /** A figure for every metric of every subject, measured or not. */
  figures(subjects: readonly Subject[]): Figure[] {
    this.addDifferences(subjects);
    return METRICS.flatMap((metric) =>
      subjects.filter((subject) => has(subject, metric)).map((subject) => this.figure(metric.id, subject)),
    );
  }

  private addDifferences(subjects: readonly Subject[]): void {
    for (const [metric, added] of ADDED) {
      const direct = this.rounds.get(`${metric} direct`) ?? [];
      for (const subject of subjects) {
        const own = this.rounds.get(`${metric} ${subject}`) ?? [];
        const matches = own.length === direct.length && subject !== 'direct';
        if (matches)
          this.rounds.set(
            `${added} ${subject}`,
            own.map((value, round) => value - (direct[round] ?? NaN)),
          );
      }
    }
  }

  private figure(metric: MetricId, subject: Subject): Figure {
    const key = `${metric} ${subject}`;
    const rounds = this.rounds.get(key) ?? [];
    const summary = this.reasons.has(key) ? undefined : summarize(rounds);
    if (summary !== undefined) return { metric, subject, rounds, ...summary };
    const reason = this.reasons.get(key) ?? `${FAILED}it was not measured`;
    return { metric, subject, rounds: [], median: null, min: null, max: null, reason };
  }
}
