// The log: levels, text and JSON, standard output and a file. The only file that imports winston.
import { Writable } from 'node:stream';
import winston from 'winston';
import type { Config, LogFormat, LogLevel } from '../config/config.js';
import { localTime } from './local-time.js';
import { Output, type OutputTarget } from './output.js';
import { openStandardOutput } from './terminal.js';

/** One thing to log. */
export interface LogRecord {
  readonly level: LogLevel;
  /** What happened, in plain words. */
  readonly message: string;
  /** Further fields of the JSON form; `event` names the kind of record. */
  readonly fields: { readonly event: string } & Readonly<Record<string, unknown>>;
  /** The text form, if it says more than `message`; made only when it is wanted. */
  readonly sentence?: () => string;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Written as well as standard output. */
  readonly file?: string;
}

export function logOptions({ logLevel, logFormat, logFile }: Config): LogOptions {
  return { level: logLevel, format: logFormat, ...(logFile !== undefined && { file: logFile }) };
}

export interface Log {
  readonly write: (record: LogRecord) => void;
  /** Waits for what was written to leave, but not for long: a reader that has stopped must not keep us from ending. */
  readonly close: () => Promise<void>;
}

const FLUSH_LIMIT_MS = 1000;
const LEVELS = { error: 0, warn: 1, info: 2, debug: 3 } as const;

/**
 * How long records are gathered before they are written together, in ms. Making a line costs several times as much
 * between other work as right behind another line, and a write to a pipe wakes its reader, which costs more than all
 * the rest; nobody notices the delay.
 */
const GATHER_MS = 20;
/** So many are written without waiting any longer, lest they take memory while this process is busy. */
const MOST_GATHERED = 1000;

/** A record, and when it came, in ms since 1970. */
interface Gathered {
  readonly record: LogRecord;
  readonly at: number;
}

export async function createLog(options: LogOptions): Promise<Log> {
  const outputs = (await targets(options)).map((target) => new Output(target, { dropped, failed }));
  const logger = winston.createLogger({
    levels: LEVELS,
    format: options.format === 'json' ? JSON_FORMAT : TEXT_FORMAT,
  });
  for (const output of outputs) logger.add(transport(output));
  let gathered: Gathered[] = [];
  let timer: NodeJS.Timeout | undefined;
  return { write, close };

  function write(record: LogRecord): void {
    if (LEVELS[record.level] > LEVELS[options.level]) return;
    gathered.push({ record, at: Date.now() });
    if (gathered.length >= MOST_GATHERED) pass();
    else timer ??= setTimeout(pass, GATHER_MS);
  }
  function pass(): void {
    clearTimeout(timer);
    timer = undefined;
    const records = gathered;
    gathered = [];
    // One for all: the level is that of winston's own filter, which has nothing left to do.
    if (records.length > 0) logger.log({ level: 'error', message: '', records });
  }
  function dropped(lines: number): void {
    write({
      level: 'warn',
      message: `${lines} log lines were lost: they could not be written in time`,
      fields: { event: 'log-lost', lines },
    });
  }
  function failed(error: Error): void {
    write({
      level: 'warn',
      message: `the log could not be written: ${error.message}`,
      fields: { event: 'log-failed' },
    });
  }
  async function close(): Promise<void> {
    pass();
    await Promise.all(outputs.map((output) => output.flush(FLUSH_LIMIT_MS)));
  }
}

async function targets({ file }: LogOptions): Promise<OutputTarget[]> {
  const standard = { open: openStandardOutput, reopens: false };
  if (file === undefined) return [standard];
  // Loaded when it is needed: rotation brings zlib and more of Node along.
  const { openLogFile } = await import('./log-file.js');
  return [standard, { open: () => openLogFile(file), reopens: true }];
}

/** All records in one text, without the last line end, which winston adds. */
function formatOf(line: (gathered: Gathered) => string): winston.Logform.Format {
  return winston.format.printf(({ records }) => (records as readonly Gathered[]).map(line).join('\n'));
}

// Not winston's own json(): it sorts the keys and costs several times as much, and records hold only plain values.
const JSON_FORMAT = formatOf(({ record: { level, message, fields }, at }) => {
  const front = `"timestamp":"${new Date(at).toISOString()}","level":"${level}"`;
  // The fields are never empty (`event` is one), and taken as they are: copying them cost as much as writing them.
  return `{${front},${JSON.stringify(fields).slice(1, -1)},"message":${JSON.stringify(message)}}`;
});

const TEXT_FORMAT = formatOf(({ record, at }) => {
  return `${localTime(new Date(at))} ${record.level.padEnd(5)} ${record.sentence?.() ?? record.message}`;
});

function transport(output: Output): winston.transport {
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      output.write(text);
      done();
    },
  });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its transports as interfaces
  return new winston.transports.Stream({ stream });
}
