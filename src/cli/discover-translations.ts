// What `discover` says, in each language.
import type { Translated } from './command.js';
import { GERMAN } from './discover-texts.de.js';
import { ENGLISH } from './discover-texts.en.js';
import type { DiscoverTexts } from './discover-texts.js';

export const DISCOVER_TEXTS: Translated<DiscoverTexts> = { de: GERMAN, en: ENGLISH };
