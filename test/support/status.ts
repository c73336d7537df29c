// A made-up /status for the tests of its readers: an evening in a house with two clients.
import { OUTCOMES } from '../../src/forward/outcome.js';
import type {
  ClientStatus,
  EndedConnectionStatus,
  ForwardStatus,
  LiveConnectionStatus,
  MdnsStatus,
  Status,
  StatusTotals,
} from '../../src/admin/status/schema.js';

/** When it is, for the service. */
const NOW = Date.parse('2026-03-01T18:30:15.000Z');

/** A moment before that, as /status writes it. */
export function before(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString();
}

const TOTALS: StatusTotals = {
  connections: 1284,
  outcomes: { 'client-closed': 1280, 'target-timeout': 4 },
  bytesToTarget: 1_830_000,
  bytesToClient: 38_400_000,
  active: 2,
  queued: 0,
};

export function forwardStatus(own: Partial<ForwardStatus> = {}): ForwardStatus {
  return {
    name: 'gateway',
    state: 'ready',
    verdict: 'read',
    listen: ['wlan0:8080'],
    addresses: ['192.168.0.10:8080'],
    target: {
      address: '10.11.120.2:443',
      source: null,
      state: 'up',
      since: before(3 * 3600),
      lastSuccess: before(94),
      lastFailure: null,
    },
    totals: TOTALS,
    visits: { read: 1270, unanswered: 0 },
    lastRead: { client: '192.168.0.12', at: before(94) },
    unanswered: null,
    ...own,
  };
}

const IDENTITY = { forward: 'gateway', local: '192.168.0.10:8080', target: '10.11.120.2:443' } as const;

const BYTES = { bytesToTarget: 812, bytesToClient: 24_512 } as const;
const clientOf = (id: number): string => `192.168.0.12:${50_000 + id}`;

export function liveConnection(id: number, own: Partial<LiveConnectionStatus> = {}): LiveConnectionStatus {
  const times = { since: before(93), durationMs: 93_000 };
  return { ...IDENTITY, id, client: clientOf(id), ...times, ...BYTES, state: 'open', ...own };
}

export function endedConnection(id: number, own: Partial<EndedConnectionStatus> = {}): EndedConnectionStatus {
  const times = { since: before(400), endedAt: before(399), durationMs: 1240 };
  const waits = { queueMs: 0, connectMs: 2, firstByteMs: 40 };
  return {
    ...IDENTITY,
    id,
    client: clientOf(id),
    ...BYTES,
    ...times,
    ...waits,
    outcome: 'client-closed',
    ...own,
  };
}

export function clientStatus(address: string, own: Partial<ClientStatus> = {}): ClientStatus {
  const counts = { active: 1, connections: 1201, bytesToTarget: 1_000_000, bytesToClient: 20_000_000 };
  const name = address === '192.168.0.12' ? 'homeassistant.fritz.box' : null;
  return { address, name, ...counts, lastSeen: before(2), pollsPerHour: 12, ...own };
}

type NameStanding = MdnsStatus['links'][number];

function nameStanding(state: NameStanding['state']): NameStanding {
  const rival = state === 'taken' ? '192.168.0.11' : null;
  return { interface: 'wlan0', state, since: before(7200), addresses: ['192.168.0.10'], rival };
}

export function status(own: Partial<Status> = {}): Status {
  return {
    version: '1.2.3',
    host: 'smgw-pi',
    now: before(0),
    since: before(3 * 86_400),
    ready: true,
    stopping: false,
    totals: TOTALS,
    forwards: [forwardStatus()],
    mdns: null,
    connections: [liveConnection(1300), liveConnection(1301, { state: 'half-closed' })],
    recent: Array.from({ length: 20 }, (_, at) => endedConnection(1299 - at, { visit: 'read' })),
    clients: [clientStatus('192.168.0.12'), clientStatus('192.168.0.11', { active: 0, pollsPerHour: 1 })],
    traffic: Array.from({ length: 60 }, (_, at) => ({
      from: before((59 - at) * 60),
      connections: at % 5 === 0 ? 1 : 0,
      bytesToTarget: at % 5 === 0 ? 8000 : 0,
      bytesToClient: at % 5 === 0 ? 60_000 + ((at * 53) % 17) * 7900 : 0,
    })),
    history: Array.from({ length: 73 }, (_, at) => ({
      from: before((72 - at) * 3600),
      read: at % 9 === 0 ? 0 : 1,
      notRead: at % 18 === 0 ? 1 : 0,
      unreachable: at % 18 === 9 ? 1 : 0,
    })),
    ...own,
  };
}

/** The log-in of one of two clients is not answered. */
export function unanswered(): Status {
  const hint = 'the gateway took the request and never answered: often a wrong password';
  const vain = { client: '192.168.0.11', at: before(70), times: 3, hint };
  const failed = [2003, 2002, 2001].map((id, at) =>
    endedConnection(id, {
      client: `192.168.0.11:${id}`,
      endedAt: before(70 + 600 * at),
      durationMs: 10_200,
      outcome: 'client-reset',
      visit: 'unanswered',
      hint,
    }),
  );
  return status({
    forwards: [forwardStatus({ verdict: 'unanswered', unanswered: vain })],
    recent: [...failed, ...status().recent],
  });
}

/** Just set up: no device has connected yet. */
export function untouched(): Status {
  const totals = { ...TOTALS, connections: 0, active: 0, outcomes: {}, bytesToTarget: 0, bytesToClient: 0 };
  const visits = { read: 0, unanswered: 0 };
  const addresses = ['443', '8080'];
  return status({
    since: before(300),
    totals,
    forwards: [forwardStatus({ verdict: 'not-read-yet', addresses, totals, visits, lastRead: null })],
    ...{ connections: [], recent: [], clients: [] },
    traffic: status()
      .traffic.slice(-5)
      .map((minute) => ({ ...minute, bytesToClient: 0, bytesToTarget: 0 })),
    history: [{ from: before(300), read: 0, notRead: 1, unreachable: 0 }],
  });
}

/** A file that the service does not take. */
export function refusedConfig(): NonNullable<Status['refusedConfig']> {
  const file = '/etc/smgw-proxy/config.yaml';
  const problems = [
    {
      en: `${file}, line 12, listen: expected a port, got "x"`,
      de: `${file}, Zeile 12, listen: angegeben ist „x“, erwartet wird ein Port`,
    },
  ];
  return { since: before(120), problems, mend: `sudo nano +12 ${file}` };
}

/** Many gateways; those that need attention are not the first ones. */
export function many(count = 40): Status {
  const forwards = Array.from({ length: count }, (_, at) => forwardStatus({ name: `house-${at + 1}` }));
  const old = { client: '192.168.0.12', at: before(8000) };
  forwards[30] = forwardStatus({ name: 'house-31', verdict: 'not-read', lastRead: old });
  forwards[36] = { ...(trouble().forwards[1] ?? forwardStatus()), name: 'house-37' };
  return status({ forwards });
}

/** One forward in each state, and a service that is being stopped. */
export function trouble(): Status {
  const down = forwardStatus().target;
  const lastFailure = { at: before(4), outcome: 'target-timeout', code: 'ETIMEDOUT' } as const;
  const unknown = { ...down, state: 'unknown', since: null, lastSuccess: null } as const;
  return status({
    stopping: true,
    ready: false,
    forwards: [
      forwardStatus(),
      forwardStatus({
        name: 'down',
        state: 'target-down',
        verdict: 'target-down',
        addresses: [],
        target: { ...down, state: 'down', lastFailure },
      }),
      forwardStatus({
        name: 'new',
        state: 'target-unknown',
        verdict: 'target-unknown',
        addresses: [],
        target: unknown,
        lastRead: null,
      }),
      forwardStatus({ name: 'away', state: 'waiting', verdict: 'waiting', addresses: [], target: unknown }),
      forwardStatus({ name: 'taken', state: 'listen-failed', verdict: 'listen-failed', addresses: [] }),
    ],
    mdns: { name: 'smgw.local', links: [nameStanding('taken')] },
    recent: OUTCOMES.map((outcome, at) => endedConnection(2000 - at, { outcome })),
  });
}
