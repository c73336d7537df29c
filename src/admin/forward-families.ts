// The metrics of a forward, each with its name and meaning: a table that docs/monitoring.md explains.
import { OUTCOMES, type Outcome } from '../forward/outcome.js';
import type { ByteCounts, ForwardView } from '../forward/view.js';
import { DURATION_FAMILIES, type Durations } from './durations.js';
import { label, type Family } from './exposition.js';
import type { ForwardCounts } from './status/statistics.js';
import type { TimeOfDay } from './status/clock.js';
import type { Standing } from './status/verdict.js';

/** A forward as it is now. */
export interface ForwardFacts {
  /** Undefined once it is not in force any more; its counters stay. */
  readonly view: ForwardView | undefined;
  readonly standing: Standing | undefined;
  readonly counts: ForwardCounts;
  readonly durations: Durations;
  /** Of ended and live connections. */
  readonly bytes: ByteCounts;
  readonly active: number;
  readonly queued: number;
  /** By performance.now(). */
  readonly lastAnswerAt: number | undefined;
  readonly hasTurns: boolean;
  readonly clock: TimeOfDay;
}

type Has = (facts: ForwardFacts) => boolean;
const hasTurns: Has = (facts) => facts.hasTurns;
const hasTls: Has = ({ view }) => view?.config.targetTls === true;
const hasProxies: Has = ({ view }) => (view?.config.acceptProxy.length ?? 0) > 0;

/** Outcomes that only forwards with certain options have. */
const OF_SOME: Partial<Record<Outcome, Has>> = {
  'queue-timeout': hasTurns,
  'queue-full': hasTurns,
  'client-gone': hasTurns,
  'turn-ended': hasTurns,
  'target-tls-failed': hasTls,
  'target-certificate-changed': hasTls,
  'proxy-header-missing': hasProxies,
  'proxy-header-invalid': hasProxies,
  'proxy-header-timeout': hasProxies,
};
const BY_OUTCOME = OUTCOMES.map((outcome) => ({ outcome, own: label('outcome', outcome) }));

/** A port may be in the way of nothing but another program. */
function portState({ listenState, listenFailures }: ForwardView): string {
  if (listenFailures.some(({ user }) => user !== undefined)) return 'in-the-way';
  return listenState === 'listening' ? 'open' : listenState;
}

/** A gauge of the forwards in force; undefined: without a sample. */
function gauge(
  name: string,
  help: string,
  value: (facts: ForwardFacts, view: ForwardView) => number | undefined,
): Family<ForwardFacts> {
  return {
    ...{ name, help, type: 'gauge' },
    samples: (facts, put) => {
      const known = facts.view && value(facts, facts.view);
      if (known !== undefined) put('', known);
    },
  };
}

/** Likewise of a moment by performance.now(), in seconds since 1970-01-01 UTC. */
function moment(
  name: string,
  help: string,
  at: (facts: ForwardFacts, view: ForwardView) => number | undefined,
): Family<ForwardFacts> {
  return gauge(`${name}_timestamp_seconds`, help, (facts, view) => {
    const known = at(facts, view);
    return known === undefined || known === -Infinity ? undefined : facts.clock.epochMs(known) / 1000;
  });
}

/** Likewise of a word; always 1, for the word of now. */
function word(
  name: string,
  help: string,
  labelName: string,
  of: (facts: ForwardFacts, view: ForwardView) => string | undefined,
): Family<ForwardFacts> {
  return {
    ...{ name, help, type: 'gauge' },
    samples: (facts, put) => {
      const known = facts.view && of(facts, facts.view);
      if (known !== undefined) put(label(labelName, known), 1);
    },
  };
}

export const FORWARD_FAMILIES: readonly Family<ForwardFacts>[] = [
  {
    name: 'connections_total',
    type: 'counter',
    help: 'Connections that have ended',
    samples: (facts, put) => {
      for (const { outcome, own } of BY_OUTCOME) {
        const count = facts.counts.outcomes[outcome];
        // From the beginning, so that the first connection of each is an increase.
        if (count !== undefined || (OF_SOME[outcome]?.(facts) ?? true)) put(own, count ?? 0);
      }
    },
  },
  {
    name: 'bytes_total',
    type: 'counter',
    help: 'Bytes delivered, also of live connections',
    samples: ({ bytes }, put) => {
      put('direction="to_target"', bytes.bytesToTarget);
      put('direction="to_client"', bytes.bytesToClient);
    },
  },
  {
    name: 'visits_total',
    type: 'counter',
    help: 'Connections with a request, by its answer',
    samples: ({ counts: { visits } }, put) => {
      for (const [visit, count] of Object.entries(visits)) put(`visit="${visit}"`, count);
    },
  },
  {
    name: 'password_hints_total',
    type: 'counter',
    help: 'Connections with an unanswered request, often for a wrong password',
    samples: ({ counts }, put) => {
      put('', counts.passwordHints);
    },
  },
  gauge('active_connections', 'Live connections, waiting ones among them', ({ active }) => active),
  gauge('queued_connections', 'Connections waiting for their turn', ({ queued, hasTurns }) =>
    hasTurns ? queued : undefined,
  ),
  gauge('target_up', 'The target could be reached at the last try: 1, or not: 0', (_, { reachability }) =>
    reachability.state === 'unknown' ? undefined : Number(reachability.state === 'up'),
  ),
  gauge(
    'target_certificate_changed',
    'With --target-tls, the target showed another certificate than the pinned one at the last try: 1, or 0',
    (_, { config, reachability }) =>
      config.targetTls ? Number(reachability.hasOtherCertificate) : undefined,
  ),
  moment('target_last_try', 'When the target was last tried, or heard of', (_, view) =>
    Math.max(view.reachability.lastTriedAt, view.reachability.lastSuccessAt ?? -Infinity),
  ),
  moment('last_answer', 'When the target last answered a request', ({ lastAnswerAt }) => lastAnswerAt),
  moment('last_read', 'When the meter was last read', ({ standing }) => standing?.lastRead?.at),
  gauge(
    'forward_ready',
    'It listens and its target could be reached at the last try: 1, or 0',
    ({ standing }) => Number(standing?.state === 'ready'),
  ),
  word('forward_verdict', 'Always 1, for the verdict of now', 'verdict', ({ standing }) => standing?.verdict),
  word('port_state', 'Always 1, for the state of now of the ports', 'state', (_, view) => portState(view)),
  gauge(
    'listen_failures',
    'Addresses that cannot be listened on, or that another program has',
    (_, { listenFailures }) => listenFailures.length,
  ),
  ...DURATION_FAMILIES,
];
