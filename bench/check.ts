// Checks the results of a run on any machine: every figure is there. A load that lost a byte or an answer has none.
import { METRICS } from './metrics.js';
import { FAILED, FORMAT, VERSION, type Figure, type Results } from './results.js';
import { SUBJECTS, has, type Subject } from './subjects.js';

/** Results out of a JSON file, or undefined if it is something else, or of another version. */
export function readResults(text: string): Results | undefined {
  try {
    const value = JSON.parse(text) as Partial<Results> | null;
    return value?.format === FORMAT && value.version === VERSION ? (value as Results) : undefined;
  } catch {
    return undefined;
  }
}

/** One sentence for each thing that is wrong. Slow is not wrong. */
export function check({ figures, forwarders }: Results): string[] {
  const subjects: Subject[] = ['direct', ...forwarders.map(({ id }) => id), 'node'];
  return [...absent(figures, subjects), ...figures.flatMap(checkFigure)];
}

function absent(figures: readonly Figure[], subjects: readonly Subject[]): string[] {
  const there = new Set(figures.map(({ metric, subject }) => `${metric} ${subject}`));
  const wanted = METRICS.flatMap((metric) =>
    subjects.filter((subject) => has(subject, metric)).map((subject) => `${metric.id} ${subject}`),
  );
  return wanted.filter((name) => !there.has(name)).map((name) => `${name}: no figure`);
}

/** Differences, and growth of memory, can be negative on a noisy machine. */
const MAY_BE_NEGATIVE = /\.(added|memory)$/;
const MAY_BE_ZERO = /^(process\.wake-ups|idle\.cpu)$/;

function checkFigure({ metric, subject, median, reason }: Figure): string[] {
  const name = `${metric} ${SUBJECTS[subject]}`;
  if (median === null) {
    if (reason === undefined) return [`${name}: left out without a reason`];
    return reason.startsWith(FAILED) ? [`${name}: ${reason}`] : [];
  }
  if (!Number.isFinite(median)) return [`${name}: not a number`];
  const isPossible = median > 0 || MAY_BE_NEGATIVE.test(metric) || (median === 0 && MAY_BE_ZERO.test(metric));
  return isPossible ? [] : [`${name}: ${median} cannot be`];
}
