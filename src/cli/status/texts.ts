// The texts of the command `status` by language.
import { pageWords } from '../../admin/page-words.js';
import type { Language } from '../../config/language.js';
import { GERMAN } from './texts.de.js';
import { ENGLISH, type StatusTexts } from './texts.en.js';

export async function statusTexts(language: Language): Promise<StatusTexts> {
  return { ...(await pageWords(language)), ...{ en: ENGLISH, de: GERMAN }[language] };
}
