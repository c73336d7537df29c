// The language a command speaks: that of the system, or the one asked for.
import type { Environment } from '../config/environment.js';
import { oneOf } from '../config/kinds.js';
import type { Flags } from '../config/load.js';
import { type CommandOption } from './command.js';
import { LANGUAGES, systemLanguage, type Language } from '../config/language.js';

/** The option that goes before the system's language. */
export const LANGUAGE_OPTION = {
  name: 'lang',
  kind: oneOf(LANGUAGES),
  help: {
    en: 'Speak German or English; when left out, the language of the system',
    de: 'Deutsch oder Englisch sprechen; ohne Angabe die Sprache des Systems',
  },
} as const satisfies CommandOption;

/** The language that was asked for, if it is one, else that of the system. */
export function languageOf(flags: Flags, environment: Environment): Language {
  const asked = flags.get(LANGUAGE_OPTION.name)?.[0];
  return LANGUAGES.find((language) => language === asked) ?? systemLanguage(environment);
}

/** The day in UTC: 26.10.2028 or 2028-10-26. A certificate may say anything: `?` for what is no date. */
export function dayText(language: Language, time: Date): string {
  if (Number.isNaN(time.getTime())) return '?';
  const [day = ''] = time.toISOString().split('T');
  return language === 'de' ? day.split('-').reverse().join('.') : day;
}
