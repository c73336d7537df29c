// What `setup` says, in each language.
import type { Translated } from './command.js';
import { GERMAN } from './setup-texts.de.js';
import { ENGLISH } from './setup-texts.en.js';
import type { SetupTexts } from './setup-texts.js';

export const SETUP_TEXTS: Translated<SetupTexts> = { de: GERMAN, en: ENGLISH };
