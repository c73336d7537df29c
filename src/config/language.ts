// The two languages of everything that people read, and the one a machine speaks.

export const LANGUAGES = ['de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same in each language; the compiler asks for those that are missing. */
export type Translated<T> = Readonly<Record<Language, T>>;

/** A text without words, such as a number or quoted input. */
export const alike = (text: string): Translated<string> => ({ de: text, en: text });

/** German where the system is; English everywhere else. The first variable that is set decides, see locale(7). */
export function systemLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return /^(?:de|german|deutsch)(?:[_.@-]|$)/i.test(locale) ? 'de' : 'en';
}
