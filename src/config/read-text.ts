// Reads a small text file that an option names, or says why it cannot be read.
import { bare, problem, quote, type Problem } from './problem.js';

/**
 * Reads at most `limit` + 1 bytes of a file, which is enough to detect a file over the limit.
 * Rejects with the error of the file system, whose `code` the problem names.
 */
export type ReadFile = (path: string, limit: number) => Promise<Uint8Array>;

/** The limit of a file: a configuration has some dozens of lines, and a wrong file must not take long. */
export const MAX_FILE_BYTES = 65_536;

/** @param expected such as `a readable YAML file` */
export async function readText(
  path: string,
  where: string,
  expected: string,
  readFile: ReadFile,
  problems: Problem[],
): Promise<string | undefined> {
  try {
    const bytes = await readFile(path, MAX_FILE_BYTES);
    if (bytes.length <= MAX_FILE_BYTES) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const came = `${quote(path)}, which is larger`;
    problems.push(problem('file-too-large', where, `a file of at most ${MAX_FILE_BYTES} bytes`, came));
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const came = `${quote(path)}, ${REASONS[code] ?? 'which could not be read'} (${bare(code)})`;
    problems.push(problem('file-unreadable', where, expected, came));
  }
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'which does not exist',
  EACCES: 'which this user may not read',
  EISDIR: 'which is a directory',
  ENOTDIR: 'which has a file where a directory should be',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'which is not UTF-8 text',
};
