// The output of a program of the machine. Only systemd, NetworkManager and ip(8) know what /proc and /sys do not show.
import { execFile } from 'node:child_process';

/** They answer within some ten milliseconds, or never: their service may hang. */
const LONGEST_MS = 3000;
const MOST_BYTES = 1024 * 1024;

/** Standard output, in English; undefined if there is no such program, it fails, or does not end in time. Never rejects. */
export function programOutput(file: string, words: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' };
  const options = { env, timeout: LONGEST_MS, maxBuffer: MOST_BYTES, encoding: 'utf8' } as const;
  return new Promise((resolve) => {
    execFile(file, words, options, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}

/** JSON that a program prints; undefined if it prints none. */
export async function programJson(file: string, words: readonly string[]): Promise<unknown> {
  const text = await programOutput(file, words);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The rows of a list such as `ip -j` prints; none of anything else. */
export const objectsIn = (answer: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(answer) ? (answer as Readonly<Record<string, unknown>>[]) : [];
