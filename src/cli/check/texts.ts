// The texts of `check` in each language.
import { de } from './texts.de.js';
import { en } from './texts.en.js';

export const CHECK_TEXTS = { de, en };
