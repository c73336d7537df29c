// The texts of `discover` in each language.
import { de } from './texts.de.js';
import { en } from './texts.en.js';

export type DiscoverTexts = typeof en;
export const DISCOVER_TEXTS = { de, en };
