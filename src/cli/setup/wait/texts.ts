// The texts of a setup that waits in each language.
import { de } from './texts.de.js';
import { en } from './texts.en.js';

export type WaitTexts = typeof en;
export const WAIT_TEXTS = { de, en };
