// A status as a service could tell it, and parts of one.
import type {
  ClientStatus,
  EndedConnectionStatus,
  ForwardStatus,
  LiveConnectionStatus,
  Status,
  StatusTotals,
} from '../../../src/admin/status/schema.js';

export const NOW = '2026-11-25T12:00:00.000Z';

/** As long before NOW. */
const earlier = (ms: number): string => new Date(Date.parse(NOW) - ms).toISOString();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const TOTALS: StatusTotals = {
  connections: 1234,
  outcomes: { 'client-closed': 1219, 'target-refused': 12, denied: 3 },
  bytesToTarget: 1_204_000,
  bytesToClient: 34_310_000,
  active: 2,
  queued: 0,
};

export const FORWARD: ForwardStatus = {
  name: 'gateway',
  state: 'ready',
  verdict: 'read',
  listen: ['8080'],
  addresses: ['8080'],
  target: {
    address: '10.11.120.2:443',
    source: null,
    state: 'up',
    since: earlier(3 * DAY + 2 * HOUR),
    lastSuccess: earlier(12_000),
    lastFailure: {
      at: earlier(3 * DAY + 2 * HOUR + MINUTE),
      outcome: 'target-refused',
      code: 'ECONNREFUSED',
    },
  },
  totals: TOTALS,
  visits: { read: 1201, unanswered: 0 },
  lastRead: { client: '192.168.0.12', at: earlier(12_000) },
  unanswered: null,
};

/** The same while its target is down. */
export const DOWN_FORWARD: ForwardStatus = {
  ...FORWARD,
  state: 'target-down',
  verdict: 'target-down',
  addresses: [],
  target: {
    ...FORWARD.target,
    state: 'down',
    since: earlier(12 * MINUTE),
    lastSuccess: earlier(13 * MINUTE),
    lastFailure: { at: earlier(3000), outcome: 'target-refused', code: 'ECONNREFUSED' },
  },
};

const connection = {
  id: 1240,
  forward: 'gateway',
  client: '192.168.0.12:51234',
  local: '192.168.0.10:8080',
  target: '10.11.120.2:443',
  since: earlier(12_400),
  durationMs: 12_400,
  bytesToTarget: 812,
  bytesToClient: 3481,
};

export const LIVE: LiveConnectionStatus = { ...connection, state: 'open' };

export const ENDED: EndedConnectionStatus = {
  ...connection,
  id: 1239,
  endedAt: earlier(65_000),
  durationMs: 1240,
  outcome: 'client-closed',
  queueMs: 0,
  connectMs: 1.2,
  firstByteMs: 35.1,
};

export const CLIENT: ClientStatus = {
  address: '192.168.0.12',
  name: null,
  active: 1,
  connections: 1190,
  bytesToTarget: 1_100_000,
  bytesToClient: 33_000_000,
  lastSeen: earlier(12_000),
  pollsPerHour: 60,
};

export function aStatus(changes: Partial<Status> = {}): Status {
  return {
    version: '0.1.0',
    host: 'smgw-pi',
    now: NOW,
    since: earlier(3 * DAY + 2 * HOUR),
    ready: true,
    stopping: false,
    totals: TOTALS,
    forwards: [FORWARD],
    connections: [
      LIVE,
      { ...LIVE, id: 1241, client: '192.168.0.11:40022', state: 'connecting', durationMs: 35 },
    ],
    recent: [
      ENDED,
      {
        ...ENDED,
        id: 1238,
        client: '192.168.0.11:40020',
        endedAt: earlier(5 * MINUTE),
        durationMs: 30_000,
        bytesToClient: 0,
        hint: 'the gateway took the request and never answered: often a wrong password',
      },
    ],
    clients: [
      CLIENT,
      { ...CLIENT, address: '192.168.0.11', connections: 44, pollsPerHour: 2, lastSeen: earlier(35) },
    ],
    traffic: [{ from: earlier(0), connections: 0, bytesToTarget: 812, bytesToClient: 3481 }],
    history: [{ from: earlier(0), read: 1, notRead: 0, unreachable: 0 }],
    ...changes,
  };
}
