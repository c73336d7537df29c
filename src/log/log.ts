// The log: a winston logger that writes text or JSON to standard output and to a file. The only file that imports winston.
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import winston from 'winston';
import type { Config, LogFormat, LogLevel } from '../config/config.js';
import { sentence, type ConnectionFields } from './connection-log.js';
import { Output, type OutputTarget } from './output.js';
import { openStandardOutput } from './terminal.js';

/** One thing to log. */
export interface LogRecord {
  readonly level: LogLevel;
  /** What happened, in plain words. */
  readonly message: string;
  /** Further fields of the JSON form; `event` names the kind of record. */
  readonly fields: { readonly event: string } & Readonly<Record<string, unknown>>;
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
  /** Waits until every line has been written, one second at most. */
  readonly close: () => Promise<void>;
}

const { combine, json, printf, timestamp } = winston.format;

/** winston adds the timestamp last; a reader looks for it first, and for the words at the end. */
const inOrder = winston.format(({ timestamp: time, level, message, ...fields }) => ({
  timestamp: time,
  level,
  ...fields,
  message,
}));

const inWords = winston.format((info) =>
  info.event === 'connection' ? { ...info, message: sentence(info as unknown as ConnectionFields) } : info,
);

const FORMATS: Readonly<Record<LogFormat, winston.Logform.Format>> = {
  json: combine(timestamp(), inOrder(), json({ deterministic: false })),
  text: combine(
    inWords(),
    timestamp({ format: 'YYYY-MM-DD HH:mm:ss.SSS' }),
    printf(({ timestamp: time, level, message }) => `${String(time)} ${level.padEnd(5)} ${String(message)}`),
  ),
};

export async function createLog(options: LogOptions): Promise<Log> {
  const outputs = (await targets(options.file)).map((target) => new Output(target, { lost, failed }));
  const logger = winston.createLogger({
    level: options.level,
    format: FORMATS[options.format],
    transports: outputs.map((stream) => new winston.transports.Stream({ stream })),
  });
  return { write, close };

  /** winston formats a record before it looks at the level, and an output may fail after the end. */
  function write({ level, message, fields }: LogRecord): void {
    if (!logger.isLevelEnabled(level) || !logger.writable) return;
    // Not log(level, message, meta): that form takes the %d of fe80::1%docker0 for a placeholder and drops the meta.
    logger.log({ ...fields, level, message });
  }
  function lost(lines: number): void {
    const message = `${lines} log lines were lost: they could not be written in time`;
    write({ level: 'warn', message, fields: { event: 'log-lost', lines } });
  }
  function failed(error: Error): void {
    const message = `the log could not be written: ${error.message}`;
    write({ level: 'warn', message, fields: { event: 'log-failed' } });
  }
  async function close(): Promise<void> {
    logger.end();
    await once(logger, 'finish');
    await Promise.all(outputs.map((output) => finished(output.end())));
  }
}

async function targets(file: string | undefined): Promise<OutputTarget[]> {
  const standard = { open: openStandardOutput, isFile: false };
  if (file === undefined) return [standard];
  // Loaded when it is needed: rotation brings zlib and more of Node along.
  const { openLogFile } = await import('./log-file.js');
  return [standard, { open: () => openLogFile(file), isFile: true }];
}
