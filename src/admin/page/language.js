// In which of its languages the page speaks.

const LANGUAGES = /** @type {const} */ (['en', 'de']);

/** @typedef {(typeof LANGUAGES)[number]} Language */

/**
 * The first wanted language that the page has; that of the machine if there is none. Its region decides how numbers and
 * times are written.
 *
 * @param {readonly string[]} wanted most wanted first, as navigator.languages
 * @param {string} ofMachine as the server has written it into the page
 * @returns {{ readonly language: Language, readonly locale: string }}
 */
export function chooseLanguage(wanted, ofMachine) {
  for (const locale of [...wanted, ofMachine]) {
    const language = LANGUAGES.find((each) => each === locale.toLowerCase().split('-')[0]);
    if (language !== undefined) return { language, locale };
  }
  return { language: 'en', locale: 'en' };
}
