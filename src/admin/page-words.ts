// The words that the status page shares with what this machine prints: read from the page's own files at run time.
import { fileURLToPath } from 'node:url';
import type { Language } from '../config/language.js';
import type { Outcome } from '../forward/outcome.js';
import type { LiveState } from '../forward/view.js';
import { pageFolder } from './page-files.js';
import type { ForwardVerdict } from './status/schema.js';

/** The shape of src/admin/page/words.en.js and words.de.js. */
export interface SharedWords {
  readonly justNow: string;
  /** By the verdict on a forward. */
  readonly headlines: Readonly<Record<ForwardVerdict, string>>;
  readonly neverRead: string;
  readonly lastReadBy: (ago: string, device: string) => string;
  /** @param times as a text; `1` for the first */
  readonly lastTried: (ago: string, device: string, times: string) => string;
  readonly by: (ago: string, device: string) => string;
  /** Of live connections. */
  readonly states: Readonly<Record<LiveState, string>>;
  /** Why a connection ended. */
  readonly outcomes: Readonly<Record<Outcome, string>>;
  /** The hint of a service, which is in English, in this language; unknown hints stay as they are. */
  readonly hint: (english: string) => string;
}

export async function pageWords(language: Language): Promise<SharedWords> {
  const file = fileURLToPath(new URL(`words.${language}.js`, pageFolder()));
  const { words } = (await import(file)) as { readonly words: SharedWords };
  return words;
}
