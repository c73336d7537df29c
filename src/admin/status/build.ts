// Puts /status together: the service as it is at one moment.
import { hostname } from 'node:os';
import { formatListen } from '../../config/listen-address.js';
import { problemLine, remedyFor, type Problem } from '../../config/problem.js';
import type { ForwardView, LiveConnection } from '../../forward/view.js';
import type { NameView } from '../../mdns/standings.js';
import { TimeOfDay } from './clock.js';
import { listenFields, targetStatus } from './forward-fields.js';
import type { VainVisits } from './in-vain.js';
import { clientRows, endedRow, historyRows, liveRow, trafficRows } from './rows.js';
import type { ForwardStatus, Status } from './schema.js';
import { MOST_CLIENTS, MOST_LIVE, MOST_PROBLEMS } from './sizes.js';
import type { Statistics, Views } from './statistics.js';
import { totalsOf } from './totals.js';
import { standingOf, stateOf } from './verdict.js';

/** By performance.now(). */
const PROCESS_START = 0;

/** The parts of the service that a status is made of. */
export interface StatusSource {
  readonly version: string;
  readonly isStopping: boolean;
  readonly views: Views;
  /** The mDNS name; undefined for none. */
  readonly name: NameView | undefined;
  readonly refusal: RefusedConfig | undefined;
  readonly statistics: Statistics;
  /** As far as known; null: unknown. */
  readonly clientName: (address: string) => string | null;
}

/** A configuration on disk that is not in force: since when by performance.now(), and each mistake. */
export interface RefusedConfig {
  readonly at: number;
  readonly problems: readonly Problem[];
}

export function buildStatus({
  version,
  isStopping,
  views,
  name,
  refusal,
  statistics,
  clientName,
}: StatusSource): Status {
  statistics.sample();
  const clock = new TimeOfDay();
  const all = [...views.current, ...views.retired];
  const live = all.flatMap((view) => [...view.connections()]).sort((a, b) => a.id - b.id);
  const viewsOf = grouped(all, ({ config }) => config.name);
  const liveOf = grouped(live, ({ forward }) => forward);
  const names = [...new Set([...statistics.names, ...viewsOf.keys()])];
  return {
    version,
    pid: process.pid,
    host: hostname(),
    now: clock.iso(clock.now),
    since: clock.iso(PROCESS_START),
    ready: !isStopping && views.current.every((view) => stateOf(view) === 'ready'),
    stopping: isStopping,
    refusedConfig: refusal === undefined ? null : refusedStatus(refusal, clock),
    totals: totalsOf(names, all, statistics),
    forwards: views.current.map((view) => {
      const { name } = view.config;
      const own = { views: viewsOf.get(name) ?? [], live: liveOf.get(name) ?? [] };
      return forwardStatus(view, { ...own, statistics, clock });
    }),
    mdns: name === undefined ? null : nameStatus(name, clock),
    connections: live.slice(0, MOST_LIVE).map((each) => liveRow(each, clock)),
    recent: statistics.recent.map((each) => endedRow(each, clock)),
    clients: clientRows(statistics.clients, live, clock)
      .slice(0, MOST_CLIENTS)
      .map((client) => ({ ...client, name: clientName(client.address) })),
    traffic: trafficRows(statistics, clock),
    history: historyRows(
      views.current.map(({ config }) => config.name),
      statistics,
      clock,
    ),
  };
}

function refusedStatus({ at, problems }: RefusedConfig, clock: TimeOfDay): Status['refusedConfig'] {
  const shown = problems.slice(0, MOST_PROBLEMS);
  return {
    since: clock.iso(at),
    problems: shown.map((each) => ({ en: problemLine(each, 'en'), de: problemLine(each, 'de') })),
    mend: remedyFor(problems) ?? null,
  };
}

function nameStatus({ name, links }: NameView, clock: TimeOfDay): NonNullable<Status['mdns']> {
  return {
    name,
    links: links.map(({ interface: link, state, since, addresses, rival = null }) => ({
      ...{ interface: link, state, since: clock.iso(since), addresses: [...addresses], rival },
    })),
  };
}

/** By the names of forwards: each of hundreds would look through all of them. */
function grouped<T>(all: readonly T[], nameOf: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(nameOf(each));
    if (group === undefined) groups.set(nameOf(each), [each]);
    else group.push(each);
  }
  return groups;
}

/** Views and connections by the name of the forward, replaced ones among them. */
interface Surroundings {
  readonly views: readonly ForwardView[];
  readonly live: readonly LiveConnection[];
  readonly statistics: Statistics;
  readonly clock: TimeOfDay;
}

function forwardStatus(view: ForwardView, { views, live, statistics, clock }: Surroundings): ForwardStatus {
  const { name } = view.config;
  const counts = statistics.forward(name);
  const { state, verdict, lastRead, unanswered } = standingOf(view, counts, live, clock.now);
  return {
    name,
    state,
    verdict,
    addresses: view.addresses.map(formatListen),
    ...listenFields(view),
    target: targetStatus(view, clock),
    totals: totalsOf([name], views, statistics),
    visits: { ...counts.visits },
    lastRead: lastRead === undefined ? null : { client: lastRead.client, at: clock.iso(lastRead.at) },
    unanswered: unansweredStatus(unanswered, clock),
  };
}

function unansweredStatus(vain: VainVisits | undefined, clock: TimeOfDay): ForwardStatus['unanswered'] {
  if (vain === undefined) return null;
  const { client, at, times, hint } = vain;
  return { client, at: clock.iso(at), times, ...(hint !== undefined && { hint }) };
}
