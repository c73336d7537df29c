// The texts of the command `status` by language.
import { fileURLToPath } from 'node:url';
import type { Language } from '../../config/language.js';
import { packageFolder } from '../../machine/package.js';
import { GERMAN } from './texts.de.js';
import { ENGLISH, type StatusTexts } from './texts.en.js';

/** The German words for ends of connections are those of the status page, from its own file. */
export async function statusTexts(language: Language): Promise<StatusTexts> {
  if (language === 'en') return ENGLISH;
  const file = fileURLToPath(new URL('src/admin/page/outcomes.de.js', packageFolder()));
  const { outcomes, hints } = (await import(file)) as Pick<StatusTexts, 'outcomes' | 'hints'>;
  return { ...GERMAN, outcomes, hints };
}
