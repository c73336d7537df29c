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

export const list = (words: readonly string[]): string => words.join(', ');

export const port = ({
  address,
  port: number,
}: {
  readonly address: string;
  readonly port: number;
}): string => formatTarget({ host: address, port: number });

/** 2026-11-23; of a certificate, whose dates may be anything. */
export const isoDate = (time: Date): string =>
  Number.isNaN(time.getTime()) ? '?' : time.toISOString().slice(0, 10);
