// The results of parsers, and the one grammar for all mistakes in the input.
import type { Language, Translated } from './language.js';
import { editCommand, placeText, type ValuePlace } from './place.js';

/** The result of a parser: the value, or the text of the accepted form. */
export type ParseResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: Translated<string> };

export const parsed = <T>(value: T): ParseResult<T> => ({ ok: true, value });
export const refused = (expected: Translated<string>): ParseResult<never> => ({ ok: false, expected });

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
  | 'yaml-syntax'
  | 'cannot-listen'
  | 'wrong-socket'
  | 'needs-restart'
  | 'log-file'
  | 'reload-failed';

/** One mistake: its code, its source, and a sentence about it. */
export interface Problem {
  readonly where: ValuePlace;
  readonly message: Translated<string>;
  readonly code: ProblemCode;
}

/** Builds a problem in the common grammar; `came` must be escaped, see {@link quoted}. */
export function problem(
  code: ProblemCode,
  where: ValuePlace,
  expected: Translated<string>,
  came: Translated<string>,
): Problem {
  const message = {
    en: `expected ${expected.en}, got ${came.en}`,
    de: `angegeben ist ${came.de}, erwartet wird ${expected.de}`,
  };
  return { code, where, message };
}

/** In place of a value. */
export const NOTHING = { en: 'nothing', de: 'nichts' };

/** A target on which smgw-proxy listens itself, as said at `listener`. */
export function reachesItself(where: ValuePlace, target: string, listener: ValuePlace): Problem {
  return problem('conflict', where, GATEWAY_ADDRESS, {
    en: `${target}, on which smgw-proxy listens itself (${placeText(listener, 'en')})`,
    de: `${target}, und dort wartet smgw-proxy selbst auf Verbindungen (${placeText(listener, 'de')})`,
  });
}

export const GATEWAY_ADDRESS = { en: 'the address of the gateway', de: 'die Adresse des Gateways' };

/** One line of text for one problem. */
export const problemLine = ({ where, message }: Problem, language: Language): string =>
  `${placeText(where, language)}: ${message[language]}`;

/** The command that opens the first line of a file that has to change; undefined where no file has. */
export function remedyFor(problems: readonly Problem[]): string | undefined {
  const [first] = problems.flatMap(({ where }) =>
    typeof where === 'object' && 'file' in where ? [where] : [],
  );
  return first && editCommand(first);
}

/** Longer input is cut, so that a line stays readable. */
const MAX_QUOTED = 60;

// Control, format (with bidirectional overrides) and line separator characters could forge output. JSON.stringify
// escapes only the first 32.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** A no-break space, as web pages have it, looks like the right one. */
const OTHER_BLANK = /(?! )\p{Zs}/gu;

/** Input in quotes, cut, with all characters escaped that a terminal would interpret, or that look like a blank. */
export function quote(text: string): string {
  const characters = Array.from(text.slice(0, MAX_QUOTED * 2));
  const cut = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : text;
  return escapeUnprintable(JSON.stringify(cut)).replaceAll(OTHER_BLANK, escaped);
}

/** As {@link quote}, in the quotation marks of each language. */
export function quoted(text: string): Translated<string> {
  const en = quote(text);
  return { en, de: `„${en.slice(1, -1)}“` };
}

/** Names and paths in front of a message: quoted and escaped only if necessary. */
export function bare(text: string): string {
  return text.search(UNPRINTABLE) >= 0 ? escapeUnprintable(JSON.stringify(text)) : text;
}

/** Escapes a text line by line and keeps its line breaks. In JSON the escapes stay valid. */
export const bareLines = (text: string): string => text.split('\n').map(escapeUnprintable).join('\n');

/** Replaces all characters that a terminal would interpret, and line breaks, by `\uXXXX`. */
export function escapeUnprintable(text: string): string {
  return text.replaceAll(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}
