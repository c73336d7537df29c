// The rows of /status: live connections, ended ones, clients, minutes.
import type { LiveConnection } from '../../forward/view.js';
import { hasRead, visitOf } from '../../forward/visit.js';
import { hintFor } from '../../log/hint.js';
import { connectionFields, rounded } from '../../log/connection-log.js';
import { addressOf, isOwnProbe, newCounts, wasOwnProbe, type ClientCounts, type Clients } from './clients.js';
import type { TimeOfDay } from './clock.js';
import type {
  ClientStatus,
  EndedConnectionStatus,
  HistoryHour,
  LiveConnectionStatus,
  TrafficMinute,
} from './schema.js';

import { HOURS, MINUTES } from './sizes.js';
import { sum, type EndedConnection, type Statistics } from './statistics.js';
import { HOUR_MS, MINUTE_MS } from './sums.js';

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
  return connectionFields(record, {
    since,
    endedAt: clock.iso(at),
    visit: visitOf(record),
    ownProbe: wasOwnProbe(record) || undefined,
    hint: hintFor(record),
  });
}

/** The client seen last comes first; one with a live connection is seen now. */
export function clientRows(
  clients: Clients,
  live: readonly LiveConnection[],
  clock: TimeOfDay,
): ClientStatus[] {
  const byAddress = new Map<string, LiveConnection[]>();
  for (const each of live.filter((one) => !isOwnProbe(one))) {
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
  const read = live.filter(hasRead);
  return {
    address,
    name: null,
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

/** The last week, at most back to the start of the process: in how many forwards each hour was like that. */
export function historyRows(
  names: readonly string[],
  statistics: Statistics,
  clock: TimeOfDay,
): HistoryHour[] {
  const newest = Math.floor(clock.now / HOUR_MS);
  const all = names.map((name) => statistics.forward(name).history.hours(clock.now));
  const hours = Array.from({ length: HOURS }, (_, index) => {
    const row = {
      from: clock.iso((newest - HOURS + 1 + index) * HOUR_MS),
      read: 0,
      notRead: 0,
      unreachable: 0,
    };
    for (const states of all) row[states[index] ?? 'notRead'] += 1;
    return row;
  });
  return hours.slice(Math.max(0, HOURS - 1 - newest));
}
