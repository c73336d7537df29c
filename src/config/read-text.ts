// Reads a small text file that an option names, or says why it cannot be read.
import type { Translated } from './language.js';
import type { ValuePlace } from './place.js';
import { bare, quoted, type Problem } from './problem.js';

/**
 * Reads at most `limit` + 1 bytes of a file, which is enough to detect a file over the limit.
 * Rejects with the error of the file system, whose `code` the problem names.
 */
export type ReadFile = (path: string, limit: number) => Promise<Uint8Array>;

/** The limit of a file: 1,000 forwards with comments take 200 kB, and a wrong file must not take long. */
export const MAX_FILE_BYTES = 524_288;

export async function readText(
  path: string,
  where: ValuePlace,
  readFile: ReadFile,
  problems: Problem[],
): Promise<string | undefined> {
  const { en, de } = quoted(path);
  try {
    const bytes = await readFile(path, MAX_FILE_BYTES);
    if (bytes.length <= MAX_FILE_BYTES) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const message = {
      en: `${en} is larger than ${MAX_FILE_BYTES} bytes`,
      de: `${de} ist größer als ${MAX_FILE_BYTES} Byte`,
    };
    problems.push({ code: 'file-too-large', where, message });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const reason = REASONS[code] ?? UNREADABLE;
    const message = { en: `${en} ${reason.en} (${bare(code)})`, de: `${de} ${reason.de} (${bare(code)})` };
    problems.push({ code: 'file-unreadable', where, message });
  }
  return undefined;
}

const UNREADABLE = { en: 'could not be read', de: 'ließ sich nicht lesen' };

/** Each follows the path of the file. */
const REASONS: Readonly<Record<string, Translated<string>>> = {
  ENOENT: { en: 'does not exist', de: 'gibt es nicht' },
  EACCES: { en: 'may not be read by this user', de: 'darf dieser Benutzer nicht lesen' },
  EISDIR: { en: 'is a directory', de: 'ist ein Ordner' },
  ENOTDIR: {
    en: 'has a file where a directory should be',
    de: 'hat eine Datei, wo ein Ordner sein müsste',
  },
  ERR_ENCODING_INVALID_ENCODED_DATA: { en: 'is not UTF-8 text', de: 'ist kein Text in UTF-8' },
};
