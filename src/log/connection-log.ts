// The connection log: one record for each connection, as fields and as a sentence its owner understands.
import type { LogLevel } from '../config/config.js';
import { durationText } from '../config/duration.js';
import type { Outcome } from '../forward/outcome.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { ByteCounts } from '../forward/view.js';
import { hintFor } from './hint.js';

/** Why a connection ended, in plain words. */
export const SENTENCES: Readonly<Record<Outcome, string>> = {
  'client-closed': 'the client closed the connection',
  'target-closed': 'the target closed the connection',
  'client-reset': 'the client cut the connection (reset)',
  'target-reset': 'the target cut the connection (reset)',
  'idle-timeout': 'nothing was sent for too long',
  'half-close-timeout': 'one side had finished and the other was silent for too long',
  'target-refused': 'the target refused the connection',
  'target-timeout': 'the target did not accept the connection in time',
  'target-unreachable': 'the target could not be reached',
  'target-tls-failed': 'TLS with the target failed',
  'target-certificate-changed': 'the target showed another certificate than the pinned one',
  denied: 'the client may not connect',
  'over-limit': 'there were too many connections',
  'queue-timeout': 'the client waited too long for its turn',
  'queue-full': 'too many clients were waiting for their turn',
  'client-gone': 'the client left while it waited for its turn',
  'turn-ended': 'its turn ended: another connection was waiting',
  'proxy-header-missing': 'a PROXY header was expected and something else came',
  'proxy-header-invalid': 'the PROXY header was malformed',
  'proxy-header-timeout': 'the PROXY header did not come in time',
  shutdown: 'smgw-proxy was stopped',
  'internal-error': 'smgw-proxy could not handle the connection',
};

/** Ends in which the forwarding went as both sides wanted. */
const ORDERLY: ReadonlySet<Outcome> = new Set<Outcome>(['client-closed', 'target-closed', 'client-reset']);

export function connectionLogRecord(record: ConnectionRecord) {
  const fields = connectionFields(record, {
    active: record.active,
    hint: hintFor(record),
    // OpenSSL has more reasons than there are hints.
    ...(record.outcome === 'target-tls-failed' && { code: record.code }),
    ...(record.holder && { holder: record.holder.client, holderMs: rounded(record.holder.turnMs) }),
  });
  return {
    level: levelOf(record),
    message: SENTENCES[record.outcome],
    fields: { event: 'connection', ...fields },
  };
}

/** A connection as programs get to see it, and `more`. A field without a value (no connection to the target) is null. */
export function connectionFields<More extends object>(record: ConnectionRecord, more: More) {
  return {
    id: record.id,
    forward: record.forward,
    client: record.client,
    peer: record.peer,
    local: record.local,
    target: record.target,
    queueMs: rounded(record.queueMs),
    connectMs: roundedOrNull(record.connectMs),
    firstByteMs: roundedOrNull(record.firstByteMs),
    durationMs: rounded(record.durationMs),
    bytesToTarget: record.bytesToTarget,
    bytesToClient: record.bytesToClient,
    atMost: record.atMost.length === 0 ? undefined : [...record.atMost],
    outcome: record.outcome,
    // Last, because V8 takes far longer for an object that goes on behind a spread.
    ...more,
  };
}

/** To three decimals, because microseconds are what the clock is good for. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function roundedOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : rounded(ms);
}

export type ConnectionFields = ReturnType<typeof connectionLogRecord>['fields'];

/** A probe (connected, sent nothing, left) is logged at debug level, but a failed one as a warning. */
export function levelOf({ outcome, bytesToTarget, bytesToClient }: ConnectionRecord): LogLevel {
  if (!ORDERLY.has(outcome) && bytesToTarget + bytesToClient === 0) return 'warn';
  return bytesToTarget + bytesToClient === 0 ? 'debug' : 'info';
}

/** #17 192.168.0.12:51234 → 10.11.120.2:443: the client closed the connection after 1.2 s; 812 bytes to target, … */
export function sentence(fields: ConnectionFields): string {
  const { id, client, peer, target, outcome, durationMs, active, hint, code } = fields;
  const from = peer === undefined ? client : `${client} (by ${peer})`;
  const head = `#${id} ${from} → ${target} (${fields.forward}): ${SENTENCES[outcome]} after ${durationText(durationMs)}`;
  const bytes = bytesText(fields);
  const tail = `${active} still open [${outcome}${code === undefined ? '' : `: ${code}`}]${hint === undefined ? '' : ` - ${hint}`}`;
  return `${head}; ${bytes}${times(fields)}; ${tail}`;
}

/** 812 bytes to target, at most 3481 bytes to client */
export function bytesText({
  bytesToTarget,
  bytesToClient,
  atMost = [],
}: ByteCounts & { readonly atMost?: Iterable<keyof ByteCounts> | undefined }): string {
  const bounds = new Set(atMost);
  const bound = (count: keyof ByteCounts): string => (bounds.has(count) ? 'at most ' : '');
  return `${bound('bytesToTarget')}${bytesToTarget} bytes to target, ${bound('bytesToClient')}${bytesToClient} bytes to client`;
}

function times({ queueMs, connectMs, firstByteMs }: ConnectionFields): string {
  const queue = queueMs > 0 ? `, waited ${durationText(queueMs)}` : '';
  const connected = connectMs === null ? '' : `, connected in ${durationText(connectMs)}`;
  return queue + connected + (firstByteMs === null ? '' : `, first byte after ${durationText(firstByteMs)}`);
}
