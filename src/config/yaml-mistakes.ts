// Mistakes in the syntax of YAML, in words for a person who has never heard of YAML.
import type { ErrorCode, YAMLError } from 'yaml';
import type { Translated } from './language.js';

const SIGN = {
  en: 'a value that begins with such a sign needs quotes',
  de: 'ein Wert, der mit diesem Zeichen beginnt, braucht Anführungszeichen',
};

/** The parser is the only one to see all of them; the others are rare. */
const MISTAKES: Readonly<Partial<Record<ErrorCode, Translated<string>>>> = {
  TAB_AS_INDENT: {
    en: 'a tab at the beginning of the line; use blanks',
    de: 'ein Tabulator am Anfang der Zeile; nehmen Sie Leerzeichen',
  },
  BAD_INDENT: {
    en: 'the line is not indented like the ones above',
    de: 'die Zeile ist nicht so eingerückt wie die darüber',
  },
  MISSING_CHAR: {
    en: 'something is missing: the colon and a blank behind a name, a closing quote or bracket',
    de: 'es fehlt etwas: Doppelpunkt und Leerzeichen hinter einem Namen, ein Anführungszeichen oder eine Klammer',
  },
  MULTILINE_IMPLICIT_KEY: {
    en: 'a name without a colon and a blank behind it, here or in the line above',
    de: 'hinter einem Namen fehlen Doppelpunkt und Leerzeichen, hier oder in der Zeile darüber',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    en: 'a second colon in the line; put the value in quotes',
    de: 'ein zweiter Doppelpunkt in der Zeile; setzen Sie den Wert in Anführungszeichen',
  },
  BAD_SCALAR_START: SIGN,
  TAG_RESOLVE_FAILED: SIGN,
  BAD_DQ_ESCAPE: {
    en: 'behind the \\ inside the quotes stands a sign that has no meaning there',
    de: 'hinter dem \\ in den Anführungszeichen steht ein Zeichen, das dort nichts bedeutet',
  },
  MULTIPLE_DOCS: {
    en: 'a second document behind ---; only one is read',
    de: 'hinter --- beginnt ein zweites Dokument; gelesen wird nur eines',
  },
};

/** A value such as [fe80::1%eth0]:443 without quotes is a usual mistake: YAML reads the bracket as a list. */
const BRACKET = /flow|unexpected scalar/i;
const NEEDS_QUOTES = {
  en: 'a value with brackets, such as "[::1]:8080", needs quotes',
  de: 'ein Wert mit Klammern, wie "[::1]:8080", braucht Anführungszeichen',
};

/** Web pages and word processors have blanks of their own, and a power cut leaves NUL: an editor shows none of them. */
const UNSEEN = /(?! )\p{Zs}|\p{Cf}|\0/u;

/**
 * The mistake, and the column where to look for it.
 *
 * @param text of its line
 * @param column where the parser noticed it
 */
export function syntaxMistake(
  { code, message }: YAMLError,
  { text, column }: { readonly text: string; readonly column: number },
): { readonly column: number; readonly message: Translated<string> } {
  const unseen = UNSEEN.exec(text);
  if (unseen) return { column: unseen.index + 1, message: notYaml(unseenCharacter(unseen[0])) };
  const known = BRACKET.test(message) ? NEEDS_QUOTES : MISTAKES[code];
  const other = { en: message, de: `der Aufbau dieser Zeile stimmt nicht (${code})` };
  return { column, message: notYaml(known ?? other) };
}

function unseenCharacter(character: string): Translated<string> {
  const code = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    en: `an invisible character (${code}); delete it, and type a blank if one belongs there`,
    de: `ein unsichtbares Zeichen (${code}); löschen Sie es, und tippen Sie ein Leerzeichen, falls dort eines hingehört`,
  };
}

const notYaml = ({ en, de }: Translated<string>): Translated<string> => ({
  en: `this is not YAML: ${en}`,
  de: `das ist kein gültiges YAML: ${de}`,
});
