// Who was denied: one line for each source and minute, with a count, however often it tries.
import type { ConnectionRecord } from '../forward/record.js';
import type { LogRecord } from './log.js';

const WINDOW_MS = 60_000;
/** Beyond this many sources at a time the rest is counted together: a scan must fill neither memory nor log. */
const MAX_SOURCES = 1000;
const OTHERS = 'other addresses';

/** A source that has had a line within the last minute. */
interface Source {
  readonly forward: string;
  readonly client: string;
  /** Tries since that line. */
  count: number;
}

export class DeniedLog {
  private readonly sources = new Map<string, Source>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly write: (record: LogRecord) => void) {}

  /** The first try of a source is logged at once, further ones when a minute has passed since its last line. */
  add({ forward, client }: ConnectionRecord): void {
    const address = client.replace(/:\d+$/, '');
    const known = this.sources.get(`${forward} ${address}`);
    if (known !== undefined) known.count += 1;
    else if (this.sources.size < MAX_SOURCES) this.begin({ forward, client: address, count: 1 });
    else this.addOther(forward);
  }

  /** Logs what has been counted since the last lines. */
  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const source of this.sources.values()) if (source.count > 0) this.write(denied(source));
  }

  private addOther(forward: string): void {
    const others = this.sources.get(`${forward} ${OTHERS}`);
    if (others !== undefined) others.count += 1;
    else this.begin({ forward, client: OTHERS, count: 1 });
  }

  /** Writes the line of a source; it may have the next one in a minute, if there is anything to say by then. */
  private begin(source: Source): void {
    const key = `${source.forward} ${source.client}`;
    this.write(denied(source));
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

function denied({ forward, client, count }: Source): LogRecord {
  const tries = count === 1 ? 'tried to connect' : `tried to connect ${count} times`;
  return {
    level: 'warn',
    message: `forward ${forward}: ${client} ${tries} and may not: see --allow and --deny [denied]`,
    fields: { event: 'denied', forward, client, count, outcome: 'denied' },
  };
}
