// The log file: a new one each day, three old ones kept. The only file that imports the rotation library.
import path from 'node:path';
import { createStream } from 'rotating-file-stream';
import type { Writable } from 'node:stream';

const DAYS_KEPT = 3;

/** Opens `file` for appending; one left from an earlier day is renamed to `file.YYYY-MM-DD` first. */
export function openLogFile(file: string): Writable {
  const absolute = path.resolve(file);
  const folder = path.dirname(absolute);
  const name = path.basename(absolute);
  return createStream((time, index) => fileName(name, time, index), {
    path: folder,
    interval: '1d',
    intervalBoundary: true,
    initialRotation: true,
    maxFiles: DAYS_KEPT,
    history: `.${name}.history`,
  });
}

/** Resolves when the file is open; rejects with the file system's error if it cannot be. */
export async function assertWritable(file: string): Promise<void> {
  const stream = openLogFile(file);
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => stream.end(resolve)).once('error', reject);
  });
}

/** `time` is the start of the day a rotated file covers; null asks for the name of the current one. */
function fileName(name: string, time: Date | number | null, index = 1): string {
  if (time === null) return name;
  const day = new Date(time);
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) =>
    `${part}`.padStart(2, '0'),
  );
  return `${name}.${date.join('-')}${index > 1 ? `.${index}` : ''}`;
}
