// In which of its languages the page speaks.

const LANGUAGES = /** @type {const} */ (['en', 'de']);

/** @typedef {(typeof LANGUAGES)[number]} Language */

/**
 * The first wanted language that the page has; English if there is none. Its region decides how numbers and times are
 * written.
 *
 * @param {readonly string[]} wanted most wanted first, as navigator.languages
 * @returns {{ readonly language: Language, readonly locale: string }}
 */
export function chooseLanguage(wanted) {
  for (const locale of wanted) {
    const language = LANGUAGES.find((each) => each === locale.toLowerCase().split('-')[0]);
    if (language !== undefined) return { language, locale };
  }
  return { language: 'en', locale: 'en' };
}
