// The budget of the connection log: so many records a minute one by one, and the rest as lines that count them.
import type { LogLevel } from '../config/config.js';
import type { Outcome } from '../forward/outcome.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { ByteCounts } from '../forward/view.js';
import { connectionLogRecord, levelOf, SENTENCES } from './connection-log.js';
import { hintFor } from './hint.js';
import type { LogRecord } from './log.js';
import { Minute } from './minute.js';

/**
 * Most records a minute that are written one by one: of one client and outcome, and of all. A client that polls every
 * two seconds keeps each of its records, and so do four of them. With COUNTING_LINES all together are about 45 MB a day.
 */
const PER_CLIENT = 30;
const IN_ALL = 120;
/** Most lines a minute that count; the last one counts all other clients together. */
const COUNTING_LINES = 10;
/** Beyond this many clients and outcomes a minute the rest is counted together: a scan must not fill the memory. */
const MOST_TALLIES = 1000;

/** Cheap to bring about, and all alike: one by one they say no more than their number. */
const REFUSALS: ReadonlySet<Outcome> = new Set<Outcome>(['denied', 'over-limit', 'queue-full']);

/** The connections of one client and outcome in a minute. */
interface Tally {
  /** The first of them. */
  readonly record: ConnectionRecord;
  readonly client: string;
  readonly level: LogLevel;
  /** Written one by one. */
  written: number;
  /** Only counted, with their bytes. */
  count: number;
  bytesToTarget: number;
  bytesToClient: number;
}

export class ConnectionBudget {
  private readonly tallies = new Map<string, Tally>();
  private readonly rest = new Rest();
  private written = 0;
  private readonly minute = new Minute(() => {
    this.count();
  });

  /** @param isEnabled whether the log writes records of this level; those that it does not write use no budget */
  constructor(
    private readonly write: (record: LogRecord) => void,
    private readonly isEnabled: (level: LogLevel) => boolean,
  ) {}

  add(record: ConnectionRecord): void {
    const level = levelOf(record);
    if (!this.isEnabled(level)) return;
    if (this.isEnabled('debug') && !REFUSALS.has(record.outcome)) this.write(connectionLogRecord(record));
    else this.addWithinBudget(record, level);
  }

  private addWithinBudget(record: ConnectionRecord, level: LogLevel): void {
    this.minute.begin();
    const tally = this.tallyOf(record, level);
    if (tally === undefined) this.rest.add(record, level, 1, record);
    else if (tally.written < limitOf(record) && this.written < IN_ALL) this.writeOne(tally, record);
    else count(tally, record);
  }

  /** Writes what is only counted so far. */
  close(): void {
    this.minute.end();
  }

  private tallyOf(record: ConnectionRecord, level: LogLevel): Tally | undefined {
    const client = record.client.replace(/:\d+$/, '');
    const key = `${record.forward} ${record.outcome} ${record.code ?? ''} ${level} ${client}`;
    const known = this.tallies.get(key);
    if (known !== undefined || this.tallies.size >= MOST_TALLIES) return known;
    const tally = { record, client, level, written: 0, count: 0, bytesToTarget: 0, bytesToClient: 0 };
    this.tallies.set(key, tally);
    return tally;
  }

  private writeOne(tally: Tally, record: ConnectionRecord): void {
    tally.written += 1;
    this.written += 1;
    const isRefusal = REFUSALS.has(record.outcome);
    this.write(isRefusal ? refusals(tally, 1) : connectionLogRecord(record));
  }

  /** The busiest clients get a line each. */
  private count(): void {
    const counted = [...this.tallies.values()].filter((tally) => tally.count > 0);
    const busiest = counted.sort((a, b) => b.count - a.count).slice(0, COUNTING_LINES - 1);
    for (const tally of busiest) this.write(countingRecord(tally));
    for (const tally of counted.slice(COUNTING_LINES - 1))
      this.rest.add(tally.record, tally.level, tally.count, tally);
    const rest = this.rest.taken();
    if (rest !== undefined) this.write(rest);
    this.tallies.clear();
    this.written = 0;
  }
}

function limitOf({ outcome }: ConnectionRecord): number {
  return REFUSALS.has(outcome) ? 1 : PER_CLIENT;
}

function count(tally: Tally, { bytesToTarget, bytesToClient }: ByteCounts): void {
  tally.count += 1;
  tally.bytesToTarget += bytesToTarget;
  tally.bytesToClient += bytesToClient;
}

/** The connections of all clients that get no line of their own. */
class Rest {
  private count = 0;
  private level: LogLevel = 'info';
  private bytesToTarget = 0;
  private bytesToClient = 0;
  private readonly outcomes = new Map<Outcome, number>();

  add({ outcome }: ConnectionRecord, level: LogLevel, times: number, bytes: ByteCounts): void {
    this.count += times;
    if (this.level !== 'warn') this.level = level;
    this.bytesToTarget += bytes.bytesToTarget;
    this.bytesToClient += bytes.bytesToClient;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + times);
  }

  /** Its line, if there is anything to count, and begins anew. */
  taken(): LogRecord | undefined {
    if (this.count === 0) return undefined;
    const { level, count, bytesToTarget, bytesToClient } = this;
    const outcomes = Object.fromEntries(this.outcomes);
    const each = [...this.outcomes].map(([outcome, times]) => `${times} ${outcome}`).join(', ');
    [this.count, this.level, this.bytesToTarget, this.bytesToClient] = [0, 'info', 0, 0];
    this.outcomes.clear();
    const client = 'other addresses';
    const bytes = bytesText({ bytesToTarget, bytesToClient });
    return {
      level,
      message: `${client} had ${count} more connections: ${each}; ${bytes}`,
      fields: { event: 'connections', client, count, outcomes, bytesToTarget, bytesToClient },
    };
  }
}

function countingRecord(tally: Tally): LogRecord {
  const { record, client, level, count, bytesToTarget, bytesToClient } = tally;
  const { forward, outcome } = record;
  if (REFUSALS.has(outcome)) return refusals(tally, count);
  const hint = hintFor(record);
  const bytes = bytesText({ bytesToTarget, bytesToClient });
  return {
    level,
    message: `forward ${forward}: ${client} had ${count} more connections: ${reasonOf(outcome, hint)}; ${bytes}`,
    fields: {
      event: 'connections',
      forward,
      client,
      count,
      outcome,
      bytesToTarget,
      bytesToClient,
      ...(hint !== undefined && { hint }),
    },
  };
}

function refusals({ record, client }: Tally, count: number): LogRecord {
  const { forward, outcome } = record;
  const hint = hintFor(record);
  const times = count === 1 ? 'refused' : `refused ${count} times`;
  return {
    level: 'warn',
    message: `forward ${forward}: ${client} was ${times}: ${reasonOf(outcome, hint)}`,
    fields: { event: 'refused', forward, client, count, outcome, ...(hint !== undefined && { hint }) },
  };
}

function reasonOf(outcome: Outcome, hint: string | undefined): string {
  return `${SENTENCES[outcome]} [${outcome}]${hint === undefined ? '' : ` - ${hint}`}`;
}

function bytesText({ bytesToTarget, bytesToClient }: ByteCounts): string {
  return `${bytesToTarget} bytes to target, ${bytesToClient} bytes to client`;
}
