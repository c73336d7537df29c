// A check as a person reads it: each step as a line, what to do about it below, and what follows from all of them.
import { escapeUnprintable } from '../../config/problem.js';
import { TROUBLE_OF, type Finding, type StepOutcome } from '../../check/causes.js';
import type { Check } from '../../check/check.js';
import type { CauseText, CheckTexts } from './texts.js';
import { CHECK_TEXTS } from './translations.js';
import { DISCOVER_TEXTS } from '../discover/translations.js';
import { certificateTexts } from '../discover/view.js';
import type { Language } from '../command.js';
import type { StepLine } from '../terminal/steps.js';

/** Shorter times are not worth telling, in ms. */
const WORTH_TELLING_MS = 500;
const ARROW = '→ ';

export function outcomeLine(outcome: StepOutcome, language: Language, now: Date): StepLine {
  const { step, result, subject, ms } = outcome;
  const { text, details, remedy } = causeText(outcome.finding, language, now);
  const name = CHECK_TEXTS[language].steps[step];
  return {
    mark: result,
    name: subject === undefined ? name : `${name} (${fit(subject)})`,
    text,
    ...(ms < WORTH_TELLING_MS ? {} : { ms }),
    details: [...details, ...remedy.map((line) => `${ARROW}${line}`)],
  };
}

/** What is said of a finding; harmless, whatever others have written into its facts. */
export function causeText(found: Finding, language: Language, now: Date): Required<CauseText> {
  const { causes } = CHECK_TEXTS[language];
  // Each text takes the facts of its own cause; the compiler cannot follow that through a union.
  const say = causes[found.cause] as (facts: unknown) => CauseText;
  const { text, details = [], remedy = [] } = say(fit(found.facts));
  return { text, details: [...details, ...certificateLines(found, language, now)], remedy };
}

function certificateLines({ cause, facts }: Finding, language: Language, now: Date): readonly string[] {
  // One that is known as well as one that is told in the line before needs no further words.
  if (!('certificate' in facts) || cause === 'certificate-known') return [];
  return DISCOVER_TEXTS[language].certificate(certificateTexts(facts.certificate, now));
}

/** Longer texts of others are cut: a line has to be read. */
const LONGEST = 300;

/** The same facts, fit to print. */
function fit<T>(facts: T): T {
  return fitUnknown(facts) as T;
}

function fitUnknown(value: unknown): unknown {
  if (typeof value === 'string') return escapeUnprintable(cut(value));
  if (Array.isArray(value)) return value.map(fitUnknown);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fitUnknown(each)]));
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** What stands at the end. */
export function conclusion({ outcomes }: Check, texts: CheckTexts, isRoot: boolean): string {
  const failed = outcomes.filter(({ result }) => result === 'failed');
  const warnings = outcomes.filter(({ result }) => result === 'warning').length;
  const [first] = failed;
  const lines =
    first === undefined
      ? [warnings > 0 ? texts.wellWithWarnings(warnings) : texts.allWell]
      : [
          texts.failed(failed.length, texts.trouble[TROUBLE_OF[first.step]]),
          ...(failed.length > 1 ? [texts.beginAbove] : []),
        ];
  if (!isRoot && outcomes.some(needsRoot)) lines.push(texts.withoutRoot);
  return `\n${lines.join('\n')}\n`;
}

/** Whether root would have seen more. */
function needsRoot({ finding: { cause, facts } }: StepOutcome): boolean {
  return cause === 'port-open' && facts.holder === undefined;
}
