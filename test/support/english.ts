// Tells texts from code, and English from German, by their words.

/** Words that no German sentence has, outside of options, paths and names. */
export const ENGLISH_WORD =
  /(?<![-\w/.])(?:the|this|that|is|are|has|have|not|no|of|to|and|for|with|without|by|from|cannot|can|may|must|on|it|its|does|did)(?![-\w/])/i;

const TWO_WORDS = /(?<![-\w/.$])[A-Za-z]{3,} [a-z]{3,}(?![-\w/=.(])/;
const CAPITAL = /(?:^|…)[A-Z][a-z]{2,}/;

/** Whether a literal is for people: a sentence, two words, or one with a capital. */
export const looksLikeText = (literal: string): boolean =>
  TWO_WORDS.test(literal) || CAPITAL.test(literal) || (/\s/.test(literal) && ENGLISH_WORD.test(literal));
