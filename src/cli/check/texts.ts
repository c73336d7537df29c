// What `check` says, in each language: for each cause what was found, and for trouble what to do.
import type { Cause, CauseFacts, CheckStep, Trouble } from '../../check/causes.js';

/** Fit to print if the facts were. */
export interface CauseText {
  readonly text: string;
  /** What is known besides, a line each. */
  readonly details?: readonly string[];
  /** What to do about it, a line each; commands stand alone behind a colon. */
  readonly remedy?: readonly string[];
}

export interface CheckTexts {
  readonly steps: Readonly<Record<CheckStep, string>>;
  readonly causes: { readonly [C in Cause]: (facts: CauseFacts[C]) => CauseText };
  readonly trouble: Readonly<Record<Trouble, string>>;
  /** What stands at the end. */
  readonly allWell: string;
  readonly wellWithWarnings: (count: number) => string;
  readonly failed: (count: number, where: string) => string;
  readonly beginAbove: string;
  readonly withoutRoot: string;
}
