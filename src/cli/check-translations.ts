// What `check` says, in each language.
import type { Translated } from './command.js';
import { GERMAN } from './check-texts.de.js';
import { ENGLISH } from './check-texts.en.js';
import type { CheckTexts } from './check-texts.js';

export const CHECK_TEXTS: Translated<CheckTexts> = { de: GERMAN, en: ENGLISH };
