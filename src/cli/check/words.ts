// The shape of the texts for a cause, and the parts of sentences that every language shares.
import { formatTarget } from '../../config/endpoint.js';
import type { Cause, CauseFacts, Trouble } from '../../check/causes.js';

/** Fit to print if the facts were. */
export interface CauseText {
  readonly text: string;
  /** Further facts, a line each. */
  readonly details?: readonly string[];
  /** Remedies, a line each; a command stands alone behind a colon. */
  readonly remedy?: readonly string[];
}

/** Most causes need no details: a text alone, or with its remedies behind it. */
export type CauseWords = string | readonly [text: string, ...remedy: string[]] | CauseText;

/** The place of a failure, finer than its exit status. */
export type Where = Trouble | 'through' | 'port';

export type CauseTexts = { readonly [C in Cause]: (facts: CauseFacts[C]) => CauseWords };

export function spelledOut(words: CauseWords): CauseText {
  if (typeof words === 'string') return { text: words };
  if ('text' in words) return words;
  const [text, ...remedy] = words;
  return { text, remedy };
}

/** Whether a unit in this state, such as `activating (auto-restart)`, ends each time it starts. */
export const fails = (state: string): boolean => /failed|auto-restart/.test(state);

/** A fingerprint as short as it can be, to fit into a line that is copied. */
export const bareDigits = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

export const list = (words: readonly string[]): string => words.join(', ');

export const port = ({ address: host, port: number }: CauseFacts['tcp-open']): string =>
  formatTarget({ host, port: number });

/** The command that gives packets from an own address of a link a rule and a table. */
export const routeRule = (link: string, from: string): string =>
  `sudo nmcli connection modify "$(nmcli -g GENERAL.CONNECTION device show ${link})" ipv4.route-table 101 ipv4.routing-rules "priority 101 from ${from} table 101"`;
