// What `discover` says, in each language.
import type { Translated } from '../command.js';
import { GERMAN } from './texts.de.js';
import { ENGLISH } from './texts.en.js';
import type { DiscoverTexts } from './texts.js';

export const DISCOVER_TEXTS: Translated<DiscoverTexts> = { de: GERMAN, en: ENGLISH };
