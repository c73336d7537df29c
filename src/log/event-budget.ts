// The budget of events that a device in the network can bring about again and again: the first of a minute, then their number.
import type { LogRecord } from './log.js';
import { Minute } from './minute.js';

/** More than a state can change in a minute, for one event and its subject. */
const PER_EVENT = 10;

/** The fields that name the subject of an event. The others, such as an address at home, are of a stranger's choice. */
const SUBJECT = ['forward', 'target', 'source', 'listen', 'interface', 'admin'] as const;

/** An event in a minute. */
interface EventCount {
  written: number;
  /** Only counted. */
  count: number;
  /** The newest of those. */
  last: LogRecord;
}

export class EventBudget {
  private readonly events = new Map<string, EventCount>();
  private readonly minute = new Minute(() => {
    this.count();
  });

  constructor(private readonly write: (record: LogRecord) => void) {}

  add(record: LogRecord): void {
    this.minute.begin();
    const { fields } = record;
    const key = [fields.event, ...SUBJECT.map((name) => fields[name])].join(' ');
    const event = this.events.get(key) ?? { written: 0, count: 0, last: record };
    this.events.set(key, event);
    event.last = record;
    if (event.written >= PER_EVENT) event.count += 1;
    else {
      event.written += 1;
      this.write(record);
    }
  }

  /** Writes what is only counted so far. */
  close(): void {
    this.minute.end();
  }

  private count(): void {
    for (const { count, last } of this.events.values()) {
      const { message, fields } = last;
      if (count > 0)
        this.write({ ...last, message: `${message} (${count} more times)`, fields: { ...fields, count } });
    }
    this.events.clear();
  }
}
