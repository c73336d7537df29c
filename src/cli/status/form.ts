// What an answer must look like to be taken for the status of smgw-proxy; what comes out can be printed.
import * as v from 'valibot';
import { bare } from '../../config/problem.js';
import type { Status } from '../../admin/status/format.js';

/** Where an answer stops being a status. */
export class NoStatusError extends Error {}

/** @throws NoStatusError that says where it is not as docs/status.schema.json says */
export function readStatus(document: unknown): Status {
  const result = v.safeParse(STATUS, document);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new NoStatusError(`${bare(v.getDotPath(issue) ?? 'the whole')}: ${bare(issue.message)}`);
}

/** Longer than any name, address or hint, in characters. */
const LONGEST = 500;
// Whoever answers: nothing in it may disturb the terminal.
const text = v.pipe(
  v.string(),
  v.transform((given) => bare(given.slice(0, LONGEST))),
);
/** A word of a closed list that a newer service may have made longer. */
const word = <T extends string>() =>
  v.pipe(
    text,
    v.transform((given) => given as T),
  );
const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((given) => !Number.isNaN(Date.parse(given))),
);
const amount = v.pipe(v.number(), v.minValue(0));
const flow = { bytesToTarget: amount, bytesToClient: amount };

const totals = v.object({
  connections: amount,
  outcomes: v.record(text, amount),
  ...flow,
  active: amount,
  queued: amount,
});

const forward = v.object({
  name: text,
  state: word<Status['forwards'][number]['state']>(),
  listen: v.array(text),
  addresses: v.array(text),
  target: v.object({
    address: text,
    state: word<Status['forwards'][number]['target']['state']>(),
    since: v.nullable(time),
    lastSuccess: v.nullable(time),
    lastFailure: v.nullable(
      v.object({ at: time, outcome: word<Status['recent'][number]['outcome']>(), code: text }),
    ),
  }),
  totals,
  lastRead: v.nullable(v.object({ client: text, at: time })),
});

const connection = {
  id: amount,
  forward: text,
  client: text,
  peer: v.exactOptional(text),
  local: text,
  target: text,
  since: time,
  durationMs: amount,
  ...flow,
};

const STATUS: v.GenericSchema<unknown, Status> = v.object({
  version: text,
  now: time,
  since: time,
  ready: v.boolean(),
  stopping: v.boolean(),
  totals,
  forwards: v.array(forward),
  connections: v.array(v.object({ ...connection, state: word<Status['connections'][number]['state']>() })),
  recent: v.array(
    v.object({
      ...connection,
      endedAt: time,
      outcome: word<Status['recent'][number]['outcome']>(),
      queueMs: amount,
      connectMs: v.nullable(amount),
      firstByteMs: v.nullable(amount),
      hint: v.exactOptional(text),
    }),
  ),
  clients: v.array(
    v.object({
      address: text,
      active: amount,
      connections: amount,
      ...flow,
      lastSeen: time,
      pollsPerHour: amount,
    }),
  ),
  traffic: v.array(v.object({ from: time, connections: amount, ...flow })),
});
