// The budget of the connection log: so many records a minute one by one, and the rest as lines that count them.
import type { LogLevel } from '../config/config.js';
import type { Outcome } from '../forward/outcome.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { ByteCounts } from '../forward/view.js';
import { bytesText, connectionLogRecord, levelOf, SENTENCES } from './connection-log.js';
import { hintFor } from './hint.js';
import type { LogRecord } from './log.js';
import { Minute, MinuteLimit } from './minute.js';

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
  readonly counted: Sum;
}

export class ConnectionBudget {
  private readonly tallies = new Map<string, Tally>();
  private readonly rest = new Rest();
  private readonly limit: MinuteLimit;
  private readonly minute = new Minute(() => {
    this.count();
  });

  /** @param isEnabled whether the log writes records of this level; those that it does not write use no budget */
  constructor(
    private readonly write: (record: LogRecord) => void,
    private readonly isEnabled: (level: LogLevel) => boolean,
    clock: () => number = () => performance.now(),
  ) {
    this.limit = new MinuteLimit(IN_ALL, clock);
  }

  add(record: ConnectionRecord): void {
    const level = levelOf(record);
    if (!this.isEnabled(level)) return;
    if (this.isEnabled('debug') && !REFUSALS.has(record.outcome)) this.write(connectionLogRecord(record));
    else this.addWithinBudget(record, level);
  }

  private addWithinBudget(record: ConnectionRecord, level: LogLevel): void {
    this.minute.begin();
    const tally = this.tallyOf(record, level);
    if (tally === undefined) this.rest.add(record.outcome, level, record);
    else if (tally.written < limitOf(record) && this.limit.use()) this.writeOne(tally, record);
    else tally.counted.add(record, 1);
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
    const tally = { record, client, level, written: 0, counted: new Sum() };
    this.tallies.set(key, tally);
    return tally;
  }

  private writeOne(tally: Tally, record: ConnectionRecord): void {
    tally.written += 1;
    const isRefusal = REFUSALS.has(record.outcome);
    this.write(isRefusal ? refusals(tally, 1) : connectionLogRecord(record));
  }

  /** The busiest clients get a line each. */
  private count(): void {
    const counted = [...this.tallies.values()].filter(({ counted: { count } }) => count > 0);
    const busiest = counted.sort((a, b) => b.counted.count - a.counted.count).slice(0, COUNTING_LINES - 1);
    for (const tally of busiest) this.write(countingRecord(tally));
    for (const { record, level, counted: sum } of counted.slice(COUNTING_LINES - 1))
      this.rest.add(record.outcome, level, sum.fields, sum.count);
    const rest = this.rest.taken();
    if (rest !== undefined) this.write(rest);
    this.tallies.clear();
  }
}

function limitOf({ outcome }: ConnectionRecord): number {
  return REFUSALS.has(outcome) ? 1 : PER_CLIENT;
}

interface Bytes extends ByteCounts {
  /** Which of the two are upper bounds. */
  readonly atMost?: readonly (keyof ByteCounts)[];
}

/** Connections that are only counted. */
class Sum {
  count = 0;
  private bytesToTarget = 0;
  private bytesToClient = 0;
  private readonly atMost = new Set<keyof ByteCounts>();

  add({ bytesToTarget, bytesToClient, atMost = [] }: Bytes, count: number): void {
    this.count += count;
    this.bytesToTarget += bytesToTarget;
    this.bytesToClient += bytesToClient;
    for (const bound of atMost) this.atMost.add(bound);
  }

  get fields(): Bytes & { readonly count: number } {
    const { count, bytesToTarget, bytesToClient, atMost } = this;
    return { count, bytesToTarget, bytesToClient, ...(atMost.size > 0 && { atMost: [...atMost] }) };
  }
}

/** The connections of all clients that get no line of their own. */
class Rest {
  private level: LogLevel = 'info';
  private sum = new Sum();
  private readonly outcomes = new Map<Outcome, number>();

  add(outcome: Outcome, level: LogLevel, bytes: Bytes, count = 1): void {
    this.sum.add(bytes, count);
    if (level === 'warn') this.level = level;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + count);
  }

  /** Its line, if there is anything to count, and begins anew. */
  taken(): LogRecord | undefined {
    const { level } = this;
    const { fields } = this.sum;
    const outcomes = Object.fromEntries(this.outcomes);
    const each = [...this.outcomes].map(([outcome, times]) => `${times} ${outcome}`).join(', ');
    [this.sum, this.level] = [new Sum(), 'info'];
    this.outcomes.clear();
    if (fields.count === 0) return undefined;
    const client = 'other addresses';
    return {
      level,
      message: `${client} had ${fields.count} more connections: ${each}; ${bytesText(fields)}`,
      fields: { event: 'connections', client, outcomes, ...fields },
    };
  }
}

function countingRecord(tally: Tally): LogRecord {
  const { record, client, level, counted } = tally;
  const { forward, outcome } = record;
  const { fields } = counted;
  if (REFUSALS.has(outcome)) return refusals(tally, fields.count);
  const hint = hintFor(record);
  const what = `${fields.count} more connections: ${reasonOf(outcome, hint)}`;
  return {
    level,
    message: `forward ${forward}: ${client} had ${what}; ${bytesText(fields)}`,
    fields: {
      event: 'connections',
      forward,
      client,
      outcome,
      ...fields,
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
