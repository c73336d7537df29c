// The texts of `setup` in each language.
import { de } from './texts.de.js';
import { en } from './texts.en.js';

export type SetupTexts = typeof en;
export const SETUP_TEXTS = { de, en };
