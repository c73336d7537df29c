// The language a command speaks: the one asked for, that of the configuration, or that of the system.
import { variable } from '../config/environment.js';
import { oneOf } from '../config/kinds.js';
import { type CommandOption } from './command.js';
import { LANGUAGES, systemLanguage, type Language } from '../config/language.js';
import { CONFIG_FILE_OPTION, SERVICE_CONFIG, variableOf } from '../config/options.js';
import { MAX_FILE_BYTES } from '../config/read-text.js';
import type { Machine } from './machine.js';

/** The option that goes before the system's language. */
export const LANGUAGE_OPTION = {
  name: 'lang',
  kind: oneOf(LANGUAGES),
  help: {
    en: 'Speak German or English this time; when left out, as the configuration says, or the system',
    de: 'Diesmal Deutsch oder Englisch sprechen; ohne Angabe, wie es die Konfiguration sagt oder das System',
  },
} as const satisfies CommandOption;

/** The first is for one call; the other has the name of the line in the file. */
export const LANGUAGE_FLAGS = [LANGUAGE_OPTION.name, 'language'] as const;

/** The types of files in their mode (inode(7)). */
const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

/** A line of the configuration. It is found without the YAML parser, which every command would wait for. */
const LINE = /^language:[ \t]*["']?(de|en)["']?[ \t\r]*(?:#.*)?$/m;

/** Where the language may be asked for. */
export interface LanguageSources {
  /** The values of flags, those of the highest rank first. */
  readonly asked: readonly string[];
  /** The file that a flag names. */
  readonly file: string | undefined;
}

/** @param valuesOf the values of a flag */
export const languageSources = (valuesOf: (flag: string) => readonly string[]): LanguageSources => ({
  asked: LANGUAGE_FLAGS.flatMap(valuesOf),
  file: valuesOf(CONFIG_FILE_OPTION.name)[0],
});

/** Flags go before the environment, that before the configuration, that before the system. Never rejects. */
export async function languageOf(
  { asked, file }: LanguageSources,
  machine: Pick<Machine, 'environment' | 'readFile' | 'fileMode'>,
): Promise<Language> {
  const { environment } = machine;
  const given = [...asked, environment[variableOf('language')]];
  const found = given.flatMap((word) => LANGUAGES.filter((each) => each === word))[0];
  if (found !== undefined) return found;
  const path = file ?? variable(environment, CONFIG_FILE_OPTION.variable) ?? SERVICE_CONFIG;
  return (await languageIn(path, machine).catch(() => undefined)) ?? systemLanguage(environment);
}

/** Only of a regular file: a pipe can be read once, and belongs to the loader. */
async function languageIn(
  path: string,
  { readFile, fileMode }: Pick<Machine, 'readFile' | 'fileMode'>,
): Promise<Language | undefined> {
  if (((await fileMode(path)) & FILE_TYPE) !== REGULAR_FILE) return undefined;
  const text = Buffer.from(await readFile(path, MAX_FILE_BYTES)).toString();
  const [, word] = LINE.exec(text) ?? [];
  return LANGUAGES.find((each) => each === word);
}

/** The day in UTC: 26.10.2028 or 2028-10-26. A certificate may say anything: `?` for what is no date. */
export function dayText(language: Language, time: Date): string {
  if (Number.isNaN(time.getTime())) return '?';
  const [day = ''] = time.toISOString().split('T');
  return language === 'de' ? day.split('-').reverse().join('.') : day;
}
