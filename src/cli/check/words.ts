// The shape of what is said of a cause, and parts of sentences that are the same in every language.
import { formatTarget } from '../../config/endpoint.js';
import type { Cause, Facts } from '../../check/causes.js';

/** Fit to print if the facts were. */
export interface CauseText {
  readonly text: string;
  /** What is known besides, a line each. */
  readonly details?: readonly string[];
  /** What to do about it, a line each; commands stand alone behind a colon. */
  readonly remedy?: readonly string[];
}

export type CauseTexts = { readonly [C in Cause]: (facts: Facts[C]) => CauseText };

/** Of the state of a unit, such as `activating (auto-restart)`: whether it ends each time it is started. */
export const fails = (state: string): boolean => /failed|auto-restart/.test(state);

export const list = (words: readonly string[]): string => words.join(', ');

export const port = ({
  address,
  port: number,
}: {
  readonly address: string;
  readonly port: number;
}): string => formatTarget({ host: address, port: number });

/** The editor at the first problem that has a place in a file; else the end of the sentence. */
export function editor(problems: readonly string[]): string {
  const [, file, line] =
    problems.map((each) => /^([^\s:"]+):(\d+):\d+: /.exec(each)).find((each) => each !== null) ?? [];
  return file === undefined ? '.' : `: sudo nano +${line ?? ''} ${file}`;
}
