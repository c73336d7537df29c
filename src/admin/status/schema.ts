// The shape of /status, in one place: its types, the reader of `smgw-proxy status`, and docs/status.schema.json.
import * as v from 'valibot';
import { OUTCOMES } from '../../forward/outcome.js';
import { LIVE_STATES } from '../../forward/view.js';
import type { NameState } from '../../mdns/standings.js';
import { HOURS, MINUTES, MOST_CLIENTS, MOST_LIVE, MOST_PROBLEMS, MOST_RECENT } from './sizes.js';
import { count, described, list, milliseconds, text, time, word } from './values.js';

// The reader must understand a newer service: it takes unknown fields, unknown words and longer lists.
// JSON Schema keywords in v.metadata() narrow the published schema only, to what this version writes.

const NAME_STATES = ['claiming', 'held', 'taken'] as const satisfies readonly NameState[];

const FORWARD_STATES = ['ready', 'target-down', 'target-unknown', 'waiting', 'listen-failed'] as const;

export const FORWARD_VERDICTS = [
  'read',
  'not-read-yet',
  'not-read',
  'unanswered',
  'certificate-changed',
  'target-down',
  'target-unknown',
  'waiting',
  'listen-failed',
  'port-taken',
] as const;

const outcome = word(OUTCOMES);
const bytes = { bytesToTarget: count, bytesToClient: count };

const totals = described(
  v.object({
    connections: described(count, 'That have ended'),
    outcomes: v.record(outcome, count),
    ...bytes,
    active: described(count, 'Live now, waiting ones among them'),
    queued: described(count, 'Waiting for their turn'),
  }),
  'Since the start; bytes of ended and live connections',
);

const target = v.object({
  address: described(text, 'host:port'),
  source: described(
    v.nullable(text),
    'The own address or interface by which connections to it leave; null: any, as the kernel chooses',
  ),
  state: described(word(['up', 'down', 'unknown']), 'At the last try; unknown: not tried since the start'),
  since: described(v.nullable(time), 'Since when it has been in that state; null: unknown'),
  lastTry: v.optional(
    described(v.nullable(time), 'The start or the end of the last try; after all results: it has none yet'),
  ),
  lastSuccess: described(v.nullable(time), 'When a connection to it was last made'),
  lastFailure: described(
    v.nullable(v.object({ at: time, outcome, code: text })),
    'The newest try that failed, with the code of its error',
  ),
});

const listenFailure = v.object({
  address: described(text, 'As it would be listened on'),
  code: described(text, 'EADDRINUSE: another program has the port, and its clients take it for the gateway'),
  program: described(v.nullable(text), 'That program; null: unknown, or none'),
  pid: v.nullable(count),
  user: described(v.nullable(text), 'Whose program it is: a name, or a number without one; null: none'),
});

const forward = v.object({
  name: text,
  state: described(
    word(FORWARD_STATES),
    'ready: listens, and the target was reachable at the last try; target-down: it was not; target-unknown: it has not been tried yet; waiting: an interface to listen on has no address; listen-failed: an address cannot be listened on, or another program has it',
  ),
  verdict: described(
    word(FORWARD_VERDICTS),
    "Whether the meter is being read. read: in the last hour; not-read-yet: not since the start or the gateway's return, less than an hour ago; not-read: not for an hour; unanswered: the last requests of a client got no answer, often because of a wrong password; port-taken: another program has a port; certificate-changed: the target is not the one that was pinned; others: as state",
  ),
  listen: described(list(text, { minItems: 1 }), 'As configured: 8080, wlan0:8080'),
  addresses: described(
    v.array(text),
    'Where it listens at the moment; nowhere while the ports are closed because the target is not known to be up',
  ),
  listenFailures: v.optional(
    described(v.array(listenFailure), 'The addresses that cannot be listened on; absent: none'),
  ),
  target,
  totals,
  visits: described(
    v.object({
      read: described(count, 'The target answered the last request of the client'),
      unanswered: described(count, 'It left that request unanswered for 3 s, until the end'),
    }),
    'Connections that have ended with a request of the client since the start; a TLS handshake is no request',
  ),
  lastRead: described(
    v.nullable(v.object({ client: described(text, 'Its address without port'), at: time })),
    'The newest answer of the target to a request that ended in a reading',
  ),
  unanswered: described(
    v.nullable(
      v.object({
        client: described(text, 'Its address without port'),
        at: described(time, 'When the last of these connections ended'),
        times: described(count, 'How many'),
        hint: v.optional(described(text, 'What the last one probably means, in English')),
      }),
    ),
    'The client whose last requests of this hour got no answer; null: none',
  ),
});

const mdns = v.object({
  name: text,
  links: described(
    v.array(
      v.object({
        interface: text,
        state: described(
          word(NAME_STATES),
          'claiming: not ours yet; held: this machine answers for it; taken: another host has it',
        ),
        since: described(time, 'Since when it has been in that state'),
        addresses: described(v.array(text), 'What the name has on that interface, or is to have'),
        rival: described(v.nullable(text), 'The address of the other host, if taken'),
      }),
    ),
    'Interfaces to the home; none: no forward listens there',
  ),
});

const refusedConfig = v.object({
  since: described(time, 'When it was found'),
  problems: described(
    list(v.object({ en: text, de: text }), { minItems: 1, maxItems: MOST_PROBLEMS }),
    'A line for each mistake, with its place, in each language',
  ),
  mend: described(v.nullable(text), 'The command that opens the file at the first mistake; null: none'),
});

const connection = {
  id: described(count, "The connection's number since the start"),
  forward: described(text, 'The name of the forward'),
  client: described(text, 'address:port, as announced by a trusted PROXY header if one was'),
  peer: v.optional(
    described(text, 'address:port of the sender of the PROXY header, if that announced another client'),
  ),
  local: described(text, 'The address the client connected to'),
  target: described(text, 'The target as configured'),
  since: described(time, 'When it was accepted'),
  durationMs: milliseconds,
  ...bytes,
};

const liveConnection = v.object({
  ...connection,
  state: described(
    word(LIVE_STATES),
    'entering: its first byte, or a PROXY header, is awaited; waiting: for its turn; half-closed: one side has sent FIN',
  ),
});

const endedConnection = v.object({
  ...connection,
  endedAt: time,
  outcome,
  queueMs: described(milliseconds, 'Until its turn came'),
  connectMs: described(v.nullable(milliseconds), 'Until the target had accepted; null: it did not'),
  firstByteMs: described(
    v.nullable(milliseconds),
    "From then until the target's first byte; null: none came",
  ),
  atMost: v.optional(
    described(
      v.array(word(['bytesToTarget', 'bytesToClient'])),
      'Which of the two are upper bounds: that side cut the connection, and did not tell how many it had got. Absent: both are exact',
    ),
  ),
  visit: v.optional(
    described(word(['read', 'unanswered']), 'What it came to, as in visits; absent: neither'),
  ),
  ownProbe: v.optional(described(v.literal(true), 'Of this machine, and read nothing: smgw-proxy check')),
  hint: v.optional(described(text, 'What the outcome probably means, in English, where it is known')),
});

const client = v.object({
  address: described(text, 'Without port'),
  name: described(
    v.nullable(text),
    'As the configuration, the name server or the device tells it; null: unknown',
  ),
  active: count,
  connections: described(count, 'Ended and live, refused ones among them'),
  ...bytes,
  lastSeen: time,
  pollsPerHour: described(count, 'Connections of the last 60 minutes that read'),
});

const trafficMinute = v.object({
  from: time,
  connections: described(count, 'That have ended in it'),
  ...bytes,
});

const historyHour = v.object({
  from: time,
  read: described(count, 'Forwards that were read'),
  notRead: described(count, 'Forwards that were not read, and whose target was reachable'),
  unreachable: described(
    count,
    'Forwards that were not read, and whose target was unreachable for some time',
  ),
});

/**
 * The parts with a name of their own in the published schema.
 *
 * @public used by scripts/status-schema.mjs, from dist
 */
export const STATUS_PARTS = {
  time,
  outcome,
  totals,
  forward,
  listenFailure,
  target,
  liveConnection,
  endedConnection,
  client,
  trafficMinute,
  historyHour,
  mdns,
  refusedConfig,
};

export const STATUS = v.pipe(
  v.object({
    version: text,
    pid: v.optional(described(count, 'The number of its process')),
    host: described(text, 'The host name of its machine'),
    now: time,
    since: described(time, 'The start of the service'),
    ready: described(
      v.boolean(),
      'Each forward listens, and its target was reachable at the last try; as /readyz',
    ),
    stopping: described(v.boolean(), 'It has been asked to stop, and only lets live connections finish'),
    refusedConfig: v.optional(
      described(
        v.nullable(refusedConfig),
        'The configuration on disk is not in force, because of mistakes; null: it is',
      ),
    ),
    totals,
    forwards: list(forward, { minItems: 1 }),
    mdns: v.optional(described(v.nullable(mdns), 'The name at home; null: none is configured')),
    connections: described(
      list(liveConnection, { maxItems: MOST_LIVE }),
      'Live ones, the oldest first; totals.active counts all',
    ),
    recent: described(
      list(endedConnection, { maxItems: MOST_RECENT }),
      'The last ones that have ended, the newest first',
    ),
    clients: described(
      list(client, { maxItems: MOST_CLIENTS }),
      'The client seen last comes first; without a probe of this machine itself, such as that of "check"',
    ),
    traffic: described(
      list(trafficMinute, { minItems: 1, maxItems: MINUTES }),
      'The last hour by minutes, the oldest first; the last one is not over yet',
    ),
    history: described(
      list(historyHour, { minItems: 1, maxItems: HOURS }),
      'The last week by hours, back to the start at most, the oldest first; the last one is not over yet',
    ),
  }),
  v.metadata({
    title: 'smgw-proxy /status',
    description:
      "What a running smgw-proxy tells of itself. Times are by that machine's clock, which may be wrong: compare them with now. Sizes are bytes delivered; those of live connections, and sums, are upper bounds. Fields may be added; those here keep their meaning.",
  }),
);

export type Status = v.InferOutput<typeof STATUS>;
export type StatusTotals = v.InferOutput<typeof totals>;
export type ForwardStatus = v.InferOutput<typeof forward>;
export type ListenFailureStatus = v.InferOutput<typeof listenFailure>;
export type ForwardState = ForwardStatus['state'];
export type ForwardVerdict = ForwardStatus['verdict'];
export type TargetStatus = v.InferOutput<typeof target>;
export type LiveConnectionStatus = v.InferOutput<typeof liveConnection>;
export type EndedConnectionStatus = v.InferOutput<typeof endedConnection>;
export type ClientStatus = v.InferOutput<typeof client>;
export type RefusedConfigStatus = v.InferOutput<typeof refusedConfig>;
export type MdnsStatus = v.InferOutput<typeof mdns>;
export type TrafficMinute = v.InferOutput<typeof trafficMinute>;
export type HistoryHour = v.InferOutput<typeof historyHour>;
