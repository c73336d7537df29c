// Counts by client address: connections, bytes, and how often the gateway is read.
import type { ConnectionRecord } from '../../forward/record.js';
import type { LiveConnection } from '../../forward/view.js';
import { hasRead, visitOf } from '../../forward/visit.js';
import { isLoopback } from '../../config/ip-literal.js';
import { MINUTES, MOST_CLIENTS } from './sizes.js';
import { MINUTE_MS, Sums } from './sums.js';

/** Sums of the connections of one client that have ended. */
export interface ClientCounts {
  connections: number;
  bytesToTarget: number;
  bytesToClient: number;
  /** When its last connection ended, by performance.now(). */
  lastSeenAt: number;
  /** Connections that read. */
  readonly polls: Sums;
}

export class Clients {
  /** A Map keeps the order of insertion: the client seen last is at its end. */
  private readonly counts = new Map<string, ClientCounts>();

  /** A denied address is no client, and neither is a probe of this machine. */
  ended(record: ConnectionRecord, now: number): void {
    if (record.outcome === 'denied' || wasOwnProbe(record)) return;
    const address = addressOf(record.client);
    const counts = this.counts.get(address) ?? newCounts();
    counts.connections += 1;
    counts.bytesToTarget += record.bytesToTarget;
    counts.bytesToClient += record.bytesToClient;
    counts.lastSeenAt = now;
    if (visitOf(record) === 'read') counts.polls.add(1, now);
    this.counts.delete(address);
    this.counts.set(address, counts);
    for (const [oldest] of this.counts) {
      if (this.counts.size <= MOST_CLIENTS) break;
      this.counts.delete(oldest);
    }
  }

  get(address: string): ClientCounts | undefined {
    return this.counts.get(address);
  }

  /** The client seen last comes last. */
  get addresses(): Iterable<string> {
    return this.counts.keys();
  }
}

/** Whether the connection comes from `smgw-proxy check`, or another program of this machine that has read nothing. */
export const isOwnProbe = (live: LiveConnection): boolean => !hasRead(live) && isFromHere(live);

/** Likewise, of one that has ended. */
export const wasOwnProbe = (record: ConnectionRecord): boolean =>
  visitOf(record) === undefined && isFromHere(record);

/** A connection to an own address comes from that address. On loopback there is no other client. */
function isFromHere({ client, local }: Pick<ConnectionRecord, 'client' | 'local'>): boolean {
  const address = addressOf(client);
  return address === addressOf(local) && !isLoopback(address);
}

export function newCounts(): ClientCounts {
  const polls = new Sums(MINUTES, MINUTE_MS);
  return { connections: 0, bytesToTarget: 0, bytesToClient: 0, lastSeenAt: -Infinity, polls };
}

/** `192.168.0.12:51234` → `192.168.0.12`, `[fe80::1%eth0]:51234` → `fe80::1%eth0`. */
export function addressOf(end: string): string {
  return end.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
