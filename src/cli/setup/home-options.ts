// The options of a new configuration that concern the home: where the status page is, and who may connect.
import { ADMIN, RANGE } from '../../config/kinds.js';
import type { Language } from '../../config/language.js';
import { problemLine, type Problem } from '../../config/problem.js';
import { readValue } from '../../config/settings.js';
import type { WrittenOptions } from '../../setup/written-options.js';
import { SETUP_TEXTS } from './texts.js';

export interface HomeQuestion {
  /** Given on the command line; they are not asked for. */
  readonly options: WrittenOptions;
  /** The interface into the home, and its address. */
  readonly home: string;
  readonly homeAddress: string;
  /** A free port for the page; undefined for no page. */
  readonly adminPort: number | undefined;
  readonly language: Language;
  /** Undefined where the recommended answer is taken. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

export async function homeOptions(question: HomeQuestion): Promise<WrittenOptions> {
  const { options, adminPort } = question;
  const admin = options.admin ?? (adminPort === undefined ? undefined : await askPage(question, adminPort));
  const allow = options.allow ?? (await askAllowed(question));
  return { ...(admin === undefined ? {} : { admin }), ...(allow.length === 0 ? {} : { allow }) };
}

/** In the home unless the user declines. */
async function askPage({ home, homeAddress, language, ask }: HomeQuestion, port: number): Promise<string> {
  const inHome = `${home}:${port}`;
  const isDeclined =
    ask !== undefined &&
    SETUP_TEXTS[language].no.test(await ask(SETUP_TEXTS[language].askPage(`${homeAddress}:${port}`)));
  return isDeclined || !ADMIN.parse(inHome).ok ? `127.0.0.1:${port}` : inHome;
}

/** Ranges; none for the default, which is every device in the home network. */
async function askAllowed({ language, ask }: HomeQuestion): Promise<string | readonly string[]> {
  if (ask === undefined) return [];
  let hint = '';
  for (;;) {
    const problems: Problem[] = [];
    const words = (await ask(`${hint}${SETUP_TEXTS[language].askAllow}`))
      .split(/[\s,]+/)
      .filter((word) => word !== '');
    const ranges = words.flatMap((word) => readValue(RANGE, word, '--allow', problems) ?? []);
    if (problems.length === 0) return ranges.map((range) => RANGE.format(range));
    hint = problems.map((each) => `${problemLine(each, language)}\n`).join('');
  }
}
