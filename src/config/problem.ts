// What a parser answers, and the one grammar in which every mistake in the input is told.

/** What a pure parser returns: the value, or what it would have accepted. */
export type ParseResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string };

export const parsed = <T>(value: T): ParseResult<T> => ({ ok: true, value });
export const refused = (expected: string): ParseResult<never> => ({ ok: false, expected });

/** The closed list of mistakes; tests and callers look at these, never at the prose. */
export type ProblemCode =
  | 'invalid-value'
  | 'missing-value'
  | 'unexpected-value'
  | 'given-twice'
  | 'unknown-option'
  | 'unknown-command'
  | 'unexpected-argument'
  | 'unknown-variable'
  | 'unknown-key'
  | 'wrong-type'
  | 'missing-key'
  | 'empty-forwards'
  | 'conflict'
  | 'duplicate-name'
  | 'duplicate-listen'
  | 'file-unreadable'
  | 'file-too-large'
  | 'yaml-syntax'
  | 'unresolved-name';

/** One mistake: where it was given (flag, variable or file:line:column), what was expected and what came. */
export interface Problem {
  readonly where: string;
  readonly message: string;
  readonly code: ProblemCode;
}

/** Builds a problem in the common grammar; `came` is already fit to print, see {@link quote}. */
export function problem(code: ProblemCode, where: string, expected: string, came: string): Problem {
  return { code, where, message: `expected ${expected}, got ${came}` };
}

/** One line of text for one problem. */
export const problemLine = ({ where, message }: Problem): string => `${where}: ${message}`;

/** Longer input is cut: a line must stay readable, and nobody needs a whole wrong file quoted back. */
const MAX_QUOTED = 60;

// Control, format (bidirectional overrides among them) and line separator characters could forge output.
// JSON.stringify escapes only the first 32.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What the user wrote, in quotes, shortened, and with everything that could disturb a terminal escaped. */
export function quote(text: string): string {
  const characters = Array.from(text.slice(0, MAX_QUOTED * 2));
  const cut = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : text;
  return escapeUnprintable(JSON.stringify(cut));
}

/** The same without quotes: for names and paths that stand in front of a message. */
export function bare(text: string): string {
  return text.search(UNPRINTABLE) >= 0 ? escapeUnprintable(JSON.stringify(text)) : text;
}

/** The same for a text of several lines, each of which stays one: JSON, in which such an escape is part of a string. */
export const bareLines = (text: string): string => text.split('\n').map(escapeUnprintable).join('\n');

/** The text with everything that could disturb a terminal written as `\uXXXX`, also line breaks. */
export function escapeUnprintable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => {
    const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
    return units.map((unit) => `\\u${unit}`).join('');
  });
}
