// Made-up results of a run, for tests of what becomes of results.
import type { Figure, Results } from '../../bench/results.js';
import { METRICS } from '../../bench/metrics.js';
import { judge, ratiosOf } from '../../bench/judge.js';
import { has, type Subject } from '../../bench/subjects.js';

const FORWARDERS = ['smgw-proxy', 'pipe', 'haproxy'] as const;
const SUBJECTS: readonly Subject[] = ['direct', ...FORWARDERS, 'node'];

/** Every figure of smgw-proxy is `own`, every other one 10. */
export function madeUpResults(own = 20): Results {
  const figures: Figure[] = METRICS.flatMap((metric) =>
    SUBJECTS.filter((subject) => has(subject, metric)).map((subject) => {
      const value = subject === 'smgw-proxy' ? own : 10;
      return { metric: metric.id, subject, rounds: [value], median: value, min: value, max: value };
    }),
  );
  const ratios = ratiosOf(figures);
  return {
    format: 'smgw-proxy-bench',
    version: 3,
    date: '2026-11-23T10:00:00.000Z',
    seconds: 300,
    quick: false,
    machine: {
      board: 'Raspberry Pi 5 Model B Rev 1.0',
      processor: 'Cortex-A76',
      processors: 4,
      architecture: 'arm64',
      memoryBytes: 8 * 2 ** 30,
      kernel: '6.12.0',
      node: '20.20.2',
    },
    forwarders: FORWARDERS.map((id) => ({ id, version: '1.0' })),
    load: [
      { workload: 'new connections', generator: 'wrk 4.1.0' },
      { workload: 'HTTPS polls', generator: 'Node.js 20.20.2' },
    ],
    missing: [{ id: 'nginx', reason: 'not installed' }],
    goals: judge(figures, ratios),
    ratios,
    figures,
  };
}

/** The same with one figure changed. */
export function withFigure(
  results: Results,
  change: Partial<Figure> & Pick<Figure, 'metric' | 'subject'>,
): Results {
  const figures = results.figures.map((figure) =>
    figure.metric === change.metric && figure.subject === change.subject ? { ...figure, ...change } : figure,
  );
  return { ...results, figures };
}
