// What `check` says, in each language.
import type { Translated } from '../command.js';
import { GERMAN } from './texts.de.js';
import { ENGLISH } from './texts.en.js';
import type { CheckTexts } from './texts.js';

export const CHECK_TEXTS: Translated<CheckTexts> = { de: GERMAN, en: ENGLISH };
