// The results of parsers, and the one grammar for all mistakes in the input.

/** The result of a parser: the value, or the text of the accepted form. */
export type ParseResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string };

export const parsed = <T>(value: T): ParseResult<T> => ({ ok: true, value });
export const refused = (expected: string): ParseResult<never> => ({ ok: false, expected });

/** The closed list of mistakes. Tests and callers compare codes, never messages. */
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
  | 'yaml-syntax';

/** One mistake: its source (flag, variable or file:line:column), and the expected and the given text. */
export interface Problem {
  readonly where: string;
  readonly message: string;
  readonly code: ProblemCode;
}

/** Builds a problem in the common grammar; `came` must be escaped, see {@link quote}. */
export function problem(code: ProblemCode, where: string, expected: string, came: string): Problem {
  return { code, where, message: `expected ${expected}, got ${came}` };
}

/** One line of text for one problem. */
export const problemLine = ({ where, message }: Problem): string => `${where}: ${message}`;

/** Longer input is cut, so that a line stays readable. */
const MAX_QUOTED = 60;

// Control, format (with bidirectional overrides) and line separator characters could forge output. JSON.stringify
// escapes only the first 32.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Input in quotes, cut, with all characters escaped that a terminal would interpret. */
export function quote(text: string): string {
  const characters = Array.from(text.slice(0, MAX_QUOTED * 2));
  const cut = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : text;
  return escapeUnprintable(JSON.stringify(cut));
}

/** Names and paths in front of a message: quoted and escaped only if necessary. */
export function bare(text: string): string {
  return text.search(UNPRINTABLE) >= 0 ? escapeUnprintable(JSON.stringify(text)) : text;
}

/** Escapes a text line by line and keeps its line breaks. In JSON the escapes stay valid. */
export const bareLines = (text: string): string => text.split('\n').map(escapeUnprintable).join('\n');

/** Replaces all characters that a terminal would interpret, and line breaks, by `\uXXXX`. */
export function escapeUnprintable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => {
    const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
    return units.map((unit) => `\\u${unit}`).join('');
  });
}
