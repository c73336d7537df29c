// The log: a winston logger that writes text or JSON to standard output and to a file. The only file that imports winston.
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import winston from 'winston';
import { LOG_LEVELS, type Config, type LogFormat, type LogLevel } from '../config/config.js';
import { sentence, type ConnectionFields } from './connection-log.js';
import { localTime } from './local-time.js';
import { Output, type OutputTarget } from './output.js';
import { openStandardOutput } from './terminal.js';

/** One thing to log. */
export interface LogRecord {
  readonly level: LogLevel;
  /** The event in plain words. */
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
  /** Whether records of this level are written. */
  readonly isEnabled: (level: LogLevel) => boolean;
  /** Opens the file anew, as others that rotate it ask for. */
  readonly reopen: () => void;
  /** How many lines its outputs have dropped. */
  readonly dropped: () => number;
  /** Waits until every line has been written, one second at most, and closes the file. */
  readonly close: () => Promise<void>;
}

/**
 * How long the logger holds records back to treat them together, in ms. Making a line costs several times as much
 * between other work as right behind another line, and a write to a pipe wakes its reader.
 */
const HOLD_MS = 20;
/** More of them at a time would hold up the connections. */
const MOST_HELD = 50;

/** Where winston's formats leave the finished line. */
const MESSAGE = Symbol.for('message');

const FORMATS: Readonly<Record<LogFormat, winston.Logform.Format>> = {
  // Unsorted: the time stays first, the message last.
  json: winston.format.json({ deterministic: false }),
  text: winston.format.printf((info) => {
    const message =
      info.event === 'connection' ? sentence(info as unknown as ConnectionFields) : info.message;
    return `${localTime(info.timestamp as Date)} ${info.level.padEnd(5)} ${String(message)}`;
  }),
};

export async function createLog(options: LogOptions): Promise<Log> {
  const outputs = (await targets(options)).map((target) => new Output(target, { gapLine, failed }));
  const logger = winston.createLogger({
    level: options.level,
    format: FORMATS[options.format],
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston types its transports as interfaces
    transports: outputs.map((stream) => new winston.transports.Stream({ stream })),
  });
  const levels = LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(options.level) + 1);
  let holding: NodeJS.Timeout | undefined;
  let held = 0;
  return { write, isEnabled, reopen, dropped, close };

  function write({ level, message, fields }: LogRecord): void {
    // winston formats a record before it looks at its level, and an output may fail after the end.
    if (!isEnabled(level) || !logger.writable) return;
    hold();
    // Not log(level, message, meta): that form takes the %d of fe80::1%docker0 for a placeholder and drops the meta.
    // Not format.timestamp(): that is the time at which the record is no longer held.
    logger.log({ timestamp: new Date(), level, ...fields, message });
    held += 1;
    if (held >= MOST_HELD) release();
  }
  /** Not logger.isLevelEnabled(): that makes several arrays for each record. */
  function isEnabled(level: LogLevel): boolean {
    return levels.includes(level);
  }
  function dropped(): number {
    return outputs.reduce((sum, output) => sum + output.dropped, 0);
  }
  function reopen(): void {
    for (const output of outputs) output.reopen();
  }
  function hold(): void {
    if (holding !== undefined) return;
    logger.cork();
    holding = setTimeout(release, HOLD_MS);
  }
  function release(): void {
    clearTimeout(holding);
    holding = undefined;
    held = 0;
    for (const output of outputs) output.cork();
    logger.uncork();
    for (const output of outputs) output.uncork();
  }
  function gapLine(lines: number): string {
    if (!isEnabled('warn')) return '';
    const message = `${lines} log lines were lost: they could not be written`;
    const info = { timestamp: new Date(), level: 'warn', event: 'log-lost', lines, message };
    const format = FORMATS[options.format];
    const line = format.transform(info, format.options) as winston.Logform.TransformableInfo;
    return `${String(line[MESSAGE])}\n`;
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

async function targets({ file }: LogOptions): Promise<OutputTarget[]> {
  const standard = { open: openStandardOutput, isFile: false };
  if (file === undefined) return [standard];
  // Loaded when it is needed: rotation brings zlib and more of Node along.
  const { LogFile } = await import('./log-file.js');
  return [standard, { open: () => new LogFile(file), isFile: true }];
}
