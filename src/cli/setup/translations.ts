// What `setup` says, in each language.
import type { Translated } from '../command.js';
import { GERMAN } from './texts.de.js';
import { ENGLISH } from './texts.en.js';
import type { SetupTexts } from './texts.js';

export const SETUP_TEXTS: Translated<SetupTexts> = { de: GERMAN, en: ENGLISH };
