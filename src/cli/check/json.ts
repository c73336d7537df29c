// A check as one JSON document, for programs; what stands in it is in README.md.
import { bareLines } from '../../config/problem.js';
import { TROUBLE_OF, type StepOutcome } from '../../check/causes.js';
import type { Check } from '../../check/check.js';
import { causeText } from './view.js';
import type { Language } from '../../config/language.js';

/** Ends in a line break. Characters that could disturb a terminal are escaped as JSON escapes them. */
export function checkJson({ outcomes, status, urls }: Check, version: string, language: Language): string {
  const now = new Date();
  const failed = outcomes.find(({ result }) => result === 'failed');
  const document = {
    version,
    ok: failed === undefined,
    status,
    trouble: failed === undefined ? null : TROUBLE_OF[failed.step],
    warnings: outcomes.filter(({ result }) => result === 'warning').length,
    urls,
    steps: outcomes.map((outcome) => stepJson(outcome, language, now)),
  };
  return bareLines(`${JSON.stringify(document, undefined, 2)}\n`);
}

function stepJson({ step, result, subject, finding, ms }: StepOutcome, language: Language, now: Date) {
  const { cause, facts } = finding;
  return { step, subject: subject ?? null, result, cause, ms, ...causeText(finding, language, now), facts };
}
