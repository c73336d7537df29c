// The log file: a new one each day and for each 10 MiB, three old ones kept. The only file that imports the rotation library.
import { once } from 'node:events';
import { constants, statSync, type Stats } from 'node:fs';
import { mkdir, open, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { createStream } from 'rotating-file-stream';
import { Writable } from 'node:stream';
import { errorCode } from '../error-code.js';
import { PartialWrite } from './output.js';

/** All together at most: this many old files and the current one. */
const OLD_FILES = 3;
const SIZE = '10M';

/** The file that is open. */
interface OpenFile {
  readonly dev: number;
  readonly ino: number;
  /** Of its records, in local time. */
  readonly day: string;
}

/**
 * Appends to the file that has this path at the moment: one that was moved away or deleted, also by its folder, is left.
 * Each write looks at the path and at the date, because a timer for midnight does not follow a clock that is set.
 */
export class LogFile extends Writable {
  private readonly path: string;
  private stream: Writable | undefined;
  private opened: OpenFile | undefined;

  constructor(file: string) {
    super();
    this.path = path.resolve(file);
  }

  override _construct(done: (error?: Error) => void): void {
    this.open().then(() => done(), done);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.append(chunk).then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    this.leave().then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    void this.leave().then(() => done(error));
  }

  /** A file left from an earlier day is renamed to `file.YYYY-MM-DD` first. */
  private async open(): Promise<void> {
    const stream = rotatingStream(this.path);
    this.stream = stream;
    stream.on('open', this.onOpen).on('error', () => undefined);
    await once(stream, 'open');
    if (!(await endsWithinLine(this.path))) return;
    const error = await written(stream, '\n');
    if (error !== undefined) throw error;
  }

  /** Also after the library's own rotation. */
  private readonly onOpen = (): void => {
    const stats = statSync(this.path, { throwIfNoEntry: false });
    this.opened = stats && { dev: stats.dev, ino: stats.ino, day: dayOf(new Date()) };
  };

  private async leave(): Promise<void> {
    const { stream } = this;
    this.stream = undefined;
    this.opened = undefined;
    if (stream === undefined || stream.closed) return;
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.end();
    await closed;
  }

  private async append(chunk: Buffer): Promise<void> {
    const { size: before } = (await this.current()) ?? (await this.openAgain());
    const { stream, opened } = this;
    if (stream === undefined) return;
    const error = await written(stream, chunk);
    // After a rotation everything had been written.
    const taken = opened === this.opened ? await this.taken(before, chunk.length) : chunk.length;
    if (error !== undefined) throw new PartialWrite(error.message, taken);
    if (taken < chunk.length)
      throw new PartialWrite(`only ${taken} of ${chunk.length} bytes were taken: is the disk full?`, taken);
  }

  /** The size before and after tells it: the library passes over the result of a write that was only done in part. */
  private async taken(before: number, length: number): Promise<number> {
    const after = (await this.current())?.size ?? before + length;
    // Less than before: another program has truncated it.
    return after < before ? length : Math.min(after - before, length);
  }

  private async openAgain(): Promise<Stats> {
    await this.leave();
    await this.open();
    return stat(this.path);
  }

  /** The state of the open file, if it still has the path and the date is that of its records. */
  private async current(): Promise<Stats | undefined> {
    const { opened } = this;
    const stats = await stat(this.path).catch(() => undefined);
    const isSame = opened?.dev === stats?.dev && opened?.ino === stats?.ino;
    return isSame && opened?.day === dayOf(new Date()) ? stats : undefined;
  }
}

function rotatingStream(file: string): Writable {
  const folder = path.dirname(file);
  const name = path.basename(file);
  return createStream((time, index) => fileName(name, time, index), {
    path: folder,
    interval: '1d',
    intervalBoundary: true,
    initialRotation: true,
    size: SIZE,
    maxFiles: OLD_FILES,
    history: `.${name}.history`,
  });
}

/** The error, or undefined. */
function written(stream: Writable, chunk: Buffer | string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.write(chunk, (error) => resolve(error ?? undefined));
  });
}

/** After a power cut, or a full disk, half a record may be the last one. A file that cannot be read counts as whole. */
async function endsWithinLine(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(1),
      position: Math.max(0, size - 1),
    });
    return bytesRead === 1 && buffer.toString() !== '\n';
  } finally {
    await handle.close();
  }
}

/**
 * Resolves if the file can be written, or made where there is none; rejects with the file system's error. Leaves no
 * file behind: an empty one would look like a log without records.
 */
export async function assertWritable(file: string): Promise<void> {
  const absolute = path.resolve(file);
  const folder = path.dirname(absolute);
  const stats = await statsOf(absolute);
  if (stats?.isFile() === false) throw new Error('it is not a file');
  await mkdir(folder, { recursive: true });
  const trial = path.join(folder, `.${path.basename(absolute)}.${process.pid}`);
  const made = stats === undefined ? constants.O_CREAT | constants.O_EXCL : 0;
  const handle = await open(
    stats === undefined ? trial : absolute,
    constants.O_WRONLY | constants.O_APPEND | made,
  );
  await handle.close();
  if (stats === undefined) await unlink(trial);
}

async function statsOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** `time` is the start of the day a rotated file covers; null asks for the name of the current one. */
function fileName(name: string, time: Date | number | null, index = 1): string {
  if (time === null) return name;
  return `${name}.${dayOf(new Date(time))}${index > 1 ? `.${index}` : ''}`;
}

/** YYYY-MM-DD, in local time. */
function dayOf(time: Date): string {
  const parts = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  return parts.map((part) => `${part}`.padStart(2, '0')).join('-');
}
