// Counts since the start, by forward, by client and by minute; and the last connections.
import type { Outcome } from '../../forward/outcome.js';
import type { ConnectionRecord } from '../../forward/record.js';
import type { ByteCounts, ForwardView } from '../../forward/view.js';
import { addressOf, Clients } from './clients.js';
import { LastHour } from './last-hour.js';
import { MOST_RECENT } from './sizes.js';

/** How often the bytes of live connections are added to their minute, in ms. */
const SAMPLE_MS = 10_000;

/** The newest connection to which the target sent something. `at` is by performance.now(). */
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
  lastRead: LastRead | undefined;
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
  readonly traffic = { connections: new LastHour(), toTarget: new LastHour(), toClient: new LastHour() };
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
    counts.lastRead = laterRead(counts.lastRead, record, now);
    this.clients.ended(record, now);
    this.traffic.connections.add(1, now);
    this.ring[this.count % MOST_RECENT] = { record, at: now };
    this.count += 1;
  }

  /** Of a forward by this name; all zero if none has had a connection. */
  forward(name: string): ForwardCounts {
    const known = this.forwards.get(name);
    if (known !== undefined) return known;
    const counts = { connections: 0, bytesToTarget: 0, bytesToClient: 0, outcomes: {}, lastRead: undefined };
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

  /** Adds the bytes since the last call to the present minute. */
  sample(): void {
    const [now, before, carried] = [performance.now(), this.sampled, this.carried];
    // Bytes that a reset has cut off are subtracted when their connection ends: the sums can become a little smaller.
    this.traffic.toTarget.add(Math.max(0, carried.bytesToTarget - before.bytesToTarget), now);
    this.traffic.toClient.add(Math.max(0, carried.bytesToClient - before.bytesToClient), now);
    this.sampled = {
      bytesToTarget: Math.max(carried.bytesToTarget, before.bytesToTarget),
      bytesToClient: Math.max(carried.bytesToClient, before.bytesToClient),
    };
  }
}

export function sum(parts: readonly ByteCounts[]): ByteCounts {
  return {
    bytesToTarget: parts.reduce((total, { bytesToTarget }) => total + bytesToTarget, 0),
    bytesToClient: parts.reduce((total, { bytesToClient }) => total + bytesToClient, 0),
  };
}

/** The later of a reading known before and that of a connection, live or at its end. */
export function laterRead(
  before: LastRead | undefined,
  { client, silentMs }: Pick<ConnectionRecord, 'client' | 'silentMs'>,
  now: number,
): LastRead | undefined {
  if (silentMs === undefined || now - silentMs < (before?.at ?? -Infinity)) return before;
  return { client: addressOf(client), at: now - silentMs };
}
