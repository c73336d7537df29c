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

export async function createLog(options: LogOptions): Promise<Log> {
  const outputs = (await targets(options)).map((target) => new Output(target, { dropped, failed }));
  const logger = winston.createLogger({
    level: options.level,
    levels: LEVELS,
    format: options.format === 'json' ? JSON_FORMAT : TEXT_FORMAT,
  });
  for (const output of outputs) logger.add(transport(output));
  const write = (record: LogRecord): void => {
    if (LEVELS[record.level] > LEVELS[options.level]) return;
    logger.log(options.format === 'text' ? textEntry(record) : jsonEntry(record));
  };
  return { write, close };

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

function jsonEntry({ level, message, fields }: LogRecord): winston.LogEntry {
  return { level, message, fields };
}

function textEntry({ level, message, sentence }: LogRecord): winston.LogEntry {
  return { level, message: sentence?.() ?? message };
}

// Not winston's own json(): it sorts the keys and costs several times as much, and records hold only plain values.
const JSON_FORMAT = winston.format.printf(({ level, message, fields }) => {
  const front = `"timestamp":"${new Date().toISOString()}","level":"${level}"`;
  // The fields are never empty (`event` is one), and taken as they are: copying them cost as much as writing them.
  return `{${front},${JSON.stringify(fields).slice(1, -1)},"message":${JSON.stringify(message)}}`;
});

const TEXT_FORMAT = winston.format.printf(({ level, message }) => {
  return `${localTime(new Date())} ${level.padEnd(5)} ${String(message)}`;
});

/** winston adds the line end. */
function transport(output: Output): winston.transport {
  const stream = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      output.write(line);
      done();
    },
  });
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its transports as interfaces
  return new winston.transports.Stream({ stream });
}
