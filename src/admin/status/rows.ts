// The rows of /status: live connections, ended ones, clients, minutes.
import type { LiveConnection } from '../../forward/view.js';
import { hintFor } from '../../log/hint.js';
import { connectionFields, rounded } from '../../log/connection-log.js';
import { addressOf, newCounts, type ClientCounts, type Clients } from './clients.js';
import type { TimeOfDay } from './clock.js';
import type { ClientStatus, EndedConnectionStatus, LiveConnectionStatus, TrafficMinute } from './schema.js';
import { MINUTE_MS } from './last-hour.js';
import { MINUTES } from './sizes.js';
import { sum, type EndedConnection, type Statistics } from './statistics.js';

export function liveRow(live: LiveConnection, clock: TimeOfDay): LiveConnectionStatus {
  // Without a spread: it would take most of the time.
  return {
    id: live.id,
    forward: live.forward,
    client: live.client,
    peer: live.peer,
    local: live.local,
    target: live.target,
    state: live.state,
    since: clock.iso(clock.now - live.durationMs),
    durationMs: rounded(live.durationMs),
    bytesToTarget: live.bytesToTarget,
    bytesToClient: live.bytesToClient,
  };
}

export function endedRow({ record, at }: EndedConnection, clock: TimeOfDay): EndedConnectionStatus {
  const since = clock.iso(at - record.durationMs);
  return connectionFields(record, { since, endedAt: clock.iso(at), hint: hintFor(record) });
}

/** The client seen last comes first; one with a live connection is seen now. */
export function clientRows(
  clients: Clients,
  live: readonly LiveConnection[],
  clock: TimeOfDay,
): ClientStatus[] {
  const byAddress = new Map<string, LiveConnection[]>();
  for (const each of live) {
    const address = addressOf(each.client);
    const own = byAddress.get(address) ?? [];
    own.push(each);
    byAddress.set(address, own);
  }
  const addresses = new Set([...byAddress.keys(), ...[...clients.addresses].reverse()]);
  return [...addresses].map((address) =>
    clientRow(address, clients.get(address) ?? newCounts(), byAddress.get(address) ?? [], clock),
  );
}

function clientRow(
  address: string,
  ended: ClientCounts,
  live: readonly LiveConnection[],
  clock: TimeOfDay,
): ClientStatus {
  const bytes = sum([ended, ...live]);
  const read = live.filter(({ silentMs }) => silentMs !== undefined);
  return {
    address,
    active: live.length,
    connections: ended.connections + live.length,
    bytesToTarget: bytes.bytesToTarget,
    bytesToClient: bytes.bytesToClient,
    lastSeen: clock.iso(live.length > 0 ? clock.now : ended.lastSeenAt),
    pollsPerHour: ended.polls.total(clock.now) + read.length,
  };
}

/** The last hour, at most back to the start of the process. */
export function trafficRows({ traffic }: Statistics, clock: TimeOfDay): TrafficMinute[] {
  const toTarget = traffic.toTarget.values(clock.now);
  const toClient = traffic.toClient.values(clock.now);
  const newest = Math.floor(clock.now / MINUTE_MS);
  const minutes = traffic.connections.values(clock.now).map((connections, index) => ({
    from: clock.iso((newest - MINUTES + 1 + index) * MINUTE_MS),
    connections,
    bytesToTarget: toTarget[index] ?? 0,
    bytesToClient: toClient[index] ?? 0,
  }));
  return minutes.slice(Math.max(0, MINUTES - 1 - newest));
}
