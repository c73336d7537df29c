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

/** Cheap to bring about in any number: a record for each would wear out a memory card. */
const REFUSALS: ReadonlySet<Outcome> = new Set<Outcome>(['denied', 'over-limit', 'queue-full']);

/** Whether a connection with this outcome belongs here, and not in the connection log. */
export function isRefusal(outcome: Outcome): boolean {
  return REFUSALS.has(outcome);
}

/** A source that has had a line within the last minute. */
interface Source {
  /** Its first refusal. */
  readonly record: ConnectionRecord;
  readonly client: string;
  /** Refusals since that line. */
  count: number;
}

export class RefusalLog {
  private readonly sources = new Map<string, Source>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly write: (record: LogRecord) => void) {}

  /** The first refusal of a source is logged at once, further ones when a minute has passed since its last line. */
  add(record: ConnectionRecord): void {
    const client = record.client.replace(/:\d+$/, '');
    const known = this.sources.get(keyOf(record, client));
    if (known !== undefined) known.count += 1;
    else if (this.sources.size < MAX_SOURCES) this.begin({ record, client, count: 1 });
    else this.addOther(record);
  }

  /** Logs what has been counted since the last lines. */
  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const source of this.sources.values()) if (source.count > 0) this.write(refused(source));
  }

  private addOther(record: ConnectionRecord): void {
    const others = this.sources.get(keyOf(record, OTHERS));
    if (others !== undefined) others.count += 1;
    else this.begin({ record, client: OTHERS, count: 1 });
  }

  /** Writes the line of a source; it may have the next one in a minute, if there is anything to say by then. */
  private begin(source: Source): void {
    const key = keyOf(source.record, source.client);
    this.write(refused(source));
    source.count = 0;
    this.sources.set(key, source);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (source.count > 0) this.begin(source);
      else this.sources.delete(key);
    }, WINDOW_MS);
    this.timers.add(timer);
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
