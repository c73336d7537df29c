// Counts since the start, by forward, by client and by minute; and the last connections.
import type { Outcome } from '../../forward/outcome.js';
import type { ConnectionRecord } from '../../forward/record.js';
import type { ByteCounts, ForwardView, LiveConnection } from '../../forward/view.js';
import { addressOf, Clients } from './clients.js';
import { hasRead, visitOf, type Visit } from '../../forward/visit.js';
import { hintsAtPassword } from '../../log/hint.js';
import { History } from './history.js';
import { InVain } from './in-vain.js';
import { MINUTES, MOST_RECENT } from './sizes.js';
import { HOUR_MS, MINUTE_MS, Sums } from './sums.js';

/** How often the bytes of live connections are added to their minute, in ms. */
const SAMPLE_MS = 10_000;

/** The newest answer of the target to a reading. `at` is by performance.now(). */
export interface LastRead {
  readonly client: string;
  readonly at: number;
}

/** Of the connections of a forward that have ended. */
export interface ForwardCounts {
  connections: number;
  bytesToTarget: number;
  bytesToClient: number;
  readonly outcomes: Partial<Record<Outcome, number>>;
  readonly visits: Record<Visit, number>;
  lastRead: LastRead | undefined;
  /** When the target last answered a request, also one without a password, by performance.now(). */
  lastAnswerAt: number | undefined;
  /** Connections with the hint of a wrong password. */
  passwordHints: number;
  readonly inVain: InVain;
  readonly history: History;
}

export interface EndedConnection {
  readonly record: ConnectionRecord;
  /** By performance.now(). */
  readonly at: number;
}

/** `retired` forwards have been replaced, and only finish their connections. */
export interface Views {
  readonly current: readonly ForwardView[];
  readonly retired: readonly ForwardView[];
}

export class Statistics {
  readonly clients = new Clients();
  readonly traffic = { connections: lastHour(), toTarget: lastHour(), toClient: lastHour() };
  private readonly forwards = new Map<string, ForwardCounts>();
  private readonly ring: EndedConnection[] = [];
  private count = 0;
  private sampled: ByteCounts = { bytesToTarget: 0, bytesToClient: 0 };
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly views: () => Views) {}

  /** @param count hands over the connections that have ended since its last call */
  start(count: () => void): void {
    const look = (): void => {
      count();
      this.sample();
    };
    this.timer ??= setInterval(look, SAMPLE_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** @param now when that was, never going back */
  ended(record: ConnectionRecord, now: number = performance.now()): void {
    const counts = this.forward(record.forward);
    counts.connections += 1;
    counts.bytesToTarget += record.bytesToTarget;
    counts.bytesToClient += record.bytesToClient;
    counts.outcomes[record.outcome] = (counts.outcomes[record.outcome] ?? 0) + 1;
    countVisit(counts, record, now);
    this.clients.ended(record, now);
    this.traffic.connections.add(1, now);
    this.ring[this.count % MOST_RECENT] = { record, at: now };
    this.count += 1;
  }

  /** Of a forward by this name; all zero if none has had a connection. */
  forward(name: string): ForwardCounts {
    const known = this.forwards.get(name);
    if (known !== undefined) return known;
    const counts = newCounts();
    this.forwards.set(name, counts);
    return counts;
  }

  /** Of all forwards there have been. */
  get names(): Iterable<string> {
    return this.forwards.keys();
  }

  /** The newest first. */
  get recent(): readonly EndedConnection[] {
    const oldest = this.count % MOST_RECENT;
    return [...this.ring.slice(oldest), ...this.ring.slice(0, oldest)].reverse();
  }

  /** Bytes of connections that have ended and of live ones. */
  get carried(): ByteCounts {
    const { current, retired } = this.views();
    return sum([...this.forwards.values(), ...[...current, ...retired].map(({ carried }) => carried)]);
  }

  /** Adds the bytes since the last call to the present minute, and what is live to the present hour. */
  sample(): void {
    this.sampleHour(performance.now());
    const [now, before, carried] = [performance.now(), this.sampled, this.carried];
    // Bytes that a reset has cut off are subtracted when their connection ends: the sums can become a little smaller.
    this.traffic.toTarget.add(Math.max(0, carried.bytesToTarget - before.bytesToTarget), now);
    this.traffic.toClient.add(Math.max(0, carried.bytesToClient - before.bytesToClient), now);
    this.sampled = {
      bytesToTarget: Math.max(carried.bytesToTarget, before.bytesToTarget),
      bytesToClient: Math.max(carried.bytesToClient, before.bytesToClient),
    };
  }

  private sampleHour(now: number): void {
    const { current, retired } = this.views();
    for (const { config, reachability } of current)
      if (reachability.state === 'down') this.forward(config.name).history.unreachable(now);
    for (const view of [...current, ...retired]) {
      const { history } = this.forward(view.config.name);
      // A connection that reads for hours has no record in the meantime.
      for (const live of view.connections()) if (hasReadThisHour(live, now)) history.read(now);
    }
  }
}

function hasReadThisHour(live: LiveConnection, now: number): boolean {
  return hasRead(live) && live.answeredMs !== undefined && now - live.answeredMs >= now - (now % HOUR_MS);
}

function lastHour(): Sums {
  return new Sums(MINUTES, MINUTE_MS);
}

function newCounts(): ForwardCounts {
  return {
    connections: 0,
    bytesToTarget: 0,
    bytesToClient: 0,
    outcomes: {},
    visits: { read: 0, unanswered: 0 },
    lastRead: undefined,
    lastAnswerAt: undefined,
    passwordHints: 0,
    inVain: new InVain(),
    history: new History(),
  };
}

function countVisit(counts: ForwardCounts, record: ConnectionRecord, now: number): void {
  const visit = visitOf(record);
  if (visit !== undefined) counts.visits[visit] += 1;
  if (visit === 'unanswered' && hintsAtPassword(record)) counts.passwordHints += 1;
  if (record.answeredMs !== undefined)
    counts.lastAnswerAt = Math.max(counts.lastAnswerAt ?? -Infinity, now - record.answeredMs);
  counts.inVain.ended(record, now);
  if (visit !== 'read') return;
  counts.lastRead = later(counts.lastRead, record, now);
  counts.history.read(now);
}

export function sum(parts: readonly ByteCounts[]): ByteCounts {
  return {
    bytesToTarget: parts.reduce((total, { bytesToTarget }) => total + bytesToTarget, 0),
    bytesToClient: parts.reduce((total, { bytesToClient }) => total + bytesToClient, 0),
  };
}

/** The later of a reading known before and that of a live connection. */
export function laterRead(
  before: LastRead | undefined,
  live: LiveConnection,
  now: number,
): LastRead | undefined {
  return hasRead(live) ? later(before, live, now) : before;
}

function later(
  before: LastRead | undefined,
  { client, answeredMs }: Pick<ConnectionRecord, 'client' | 'answeredMs'>,
  now: number,
): LastRead | undefined {
  if (answeredMs === undefined || now - answeredMs < (before?.at ?? -Infinity)) return before;
  return { client: addressOf(client), at: now - answeredMs };
}
