// Connections refused at the door: one line for each source, reason and minute, with a count, however many come.
import type { Outcome } from '../forward/outcome.js';
import type { ConnectionRecord } from '../forward/record.js';
import { SENTENCES } from './connection-log.js';
import { hintFor } from './hint.js';
import type { LogRecord } from './log.js';

const WINDOW_MS = 60_000;
/** Beyond this many sources at a time the rest is counted together: a scan must fill neither memory nor log. */
const MAX_SOURCES = 1000;
const OTHERS = 'other addresses';

/** Cheap to bring about in any number: a line for each in the connection log would wear out a memory card. */
export const REFUSALS: ReadonlySet<Outcome> = new Set<Outcome>(['denied', 'over-limit', 'queue-full']);

/** A source that has had a line within the last minute. */
interface Source {
  /** Its first refusal. */
  readonly record: ConnectionRecord;
  readonly client: string;
  /** Refusals since that line. */
  count: number;
  timer: NodeJS.Timeout | undefined;
}

export class RefusalLog {
  private readonly sources = new Map<string, Source>();

  constructor(private readonly write: (record: LogRecord) => void) {}

  /** The first refusal of a source is logged at once, further ones when a minute has passed since its last line. */
  add(record: ConnectionRecord): void {
    const own = record.client.replace(/:\d+$/, '');
    const isFull = this.sources.size >= MAX_SOURCES && !this.sources.has(keyOf(record, own));
    const client = isFull ? OTHERS : own;
    const known = this.sources.get(keyOf(record, client));
    if (known === undefined) this.begin({ record, client, count: 1, timer: undefined });
    else known.count += 1;
  }

  /** Logs what has been counted since the last lines. */
  close(): void {
    for (const source of this.sources.values()) {
      clearTimeout(source.timer);
      if (source.count > 0) this.write(refused(source));
    }
  }

  /** Writes the line of a source; it may have the next one in a minute, if there is anything to say by then. */
  private begin(source: Source): void {
    const key = keyOf(source.record, source.client);
    this.write(refused(source));
    source.count = 0;
    this.sources.set(key, source);
    source.timer = setTimeout(() => {
      if (source.count > 0) this.begin(source);
      else this.sources.delete(key);
    }, WINDOW_MS);
  }
}

function keyOf({ forward, outcome, code = '' }: ConnectionRecord, client: string): string {
  return `${forward} ${outcome} ${code} ${client}`;
}

function refused({ record, client, count }: Source): LogRecord {
  const { forward, outcome } = record;
  const hint = hintFor(record);
  const times = count === 1 ? 'refused' : `refused ${count} times`;
  const reason = `${SENTENCES[outcome]} [${outcome}]${hint === undefined ? '' : ` - ${hint}`}`;
  return {
    level: 'warn',
    message: `forward ${forward}: ${client} was ${times}: ${reason}`,
    fields: { event: 'refused', forward, client, count, outcome, ...(hint !== undefined && { hint }) },
  };
}
