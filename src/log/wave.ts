// Events that one cause brings about for many gateways at once, such as a switch that is off: the first are named, the rest counted.
import type { LogRecord } from './log.js';

/** The first try at each of 500 targets that have come back takes so long, in ms. */
const WAVE_MS = 15_000;
/** Records of one kind in a wave that are written one by one. */
const NAMED = 10;

/** The subjects of these events. */
const NOUNS: Readonly<Record<string, string>> = {
  'target-down': 'gateways',
  'target-up': 'gateways',
  waiting: 'forwards',
  listening: 'forwards',
};

/** The fields that tell kinds apart, beside the event: another reason is other news. */
const REASON = ['outcome', 'code', 'interface'] as const;
const SUBJECT = ['forward', 'target', 'source'] as const;

/** The records of one kind in a wave. */
interface Alike {
  readonly named: Set<string>;
  /** Only counted: the newest of each subject. */
  readonly more: Map<string, LogRecord>;
}

export class Wave {
  private readonly kinds = new Map<string, Alike>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly write: (record: LogRecord) => void) {}

  add(record: LogRecord): void {
    const { fields } = record;
    if (!(fields.event in NOUNS)) {
      this.write(record);
      return;
    }
    this.timer ??= setTimeout(this.end, WAVE_MS).unref();
    const kind = textOf(record, ['event', ...REASON]);
    const subject = textOf(record, SUBJECT);
    const { named, more } = this.kinds.get(kind) ?? this.begin(kind);
    if (named.size >= NAMED && !named.has(subject)) more.set(subject, record);
    else {
      named.add(subject);
      this.write(record);
    }
  }

  /** Writes what is only counted so far. */
  readonly end = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = [...this.kinds.values()].map(({ more }) => [...more.values()]);
    this.kinds.clear();
    for (const records of counted) {
      const last = records.at(-1);
      if (last !== undefined) this.write(withOthers(last, records.length - 1));
    }
  };

  private begin(kind: string): Alike {
    const alike: Alike = { named: new Set(), more: new Map() };
    this.kinds.set(kind, alike);
    return alike;
  }
}

const textOf = ({ fields }: LogRecord, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => fields[name]));

function withOthers(record: LogRecord, more: number): LogRecord {
  const { message, fields } = record;
  if (more === 0) return record;
  return {
    ...record,
    message: `${message} (and ${more} more ${NOUNS[fields.event]})`,
    fields: { ...fields, more },
  };
}
