// Formats a check for people: a line for each step with its remedy, and a conclusion.
import { escapeUnprintable } from '../../config/problem.js';
import { TROUBLE_OF, type Finding, type StepOutcome } from '../../check/causes.js';
import type { Check } from '../../check/check.js';
import { CHECK_TEXTS } from './texts.js';
import { spelledOut, type Where, type CauseText, type CauseWords } from './words.js';
import { DISCOVER_TEXTS } from '../discover/texts.js';
import { certificateTexts } from '../discover/view.js';
import type { Language } from '../../config/language.js';
import { behindArrow, type StepLine } from '../terminal/steps.js';

/** Shorter times are left out, in ms. */
const WORTH_TELLING_MS = 500;

export function outcomeLine(outcome: StepOutcome, language: Language, now: Date): StepLine {
  const { step, result, subject, ms } = outcome;
  const { text, details, remedy } = causeText(outcome.finding, language, now);
  const name = CHECK_TEXTS[language].steps[step];
  return {
    mark: result,
    name: subject === undefined ? name : `${name} (${fit(subject)})`,
    text,
    ...(ms < WORTH_TELLING_MS ? {} : { ms }),
    details,
    remedy,
  };
}

/** The texts for a finding. They are fit to print: texts from the network are escaped and cut. */
export function causeText(found: Finding, language: Language, now: Date): Required<CauseText> {
  const { causes } = CHECK_TEXTS[language];
  // Each text takes the facts of its own cause; the compiler cannot follow that through a union.
  const say = causes[found.cause] as (facts: unknown) => CauseWords;
  const { text, details = [], remedy = [] } = spelledOut(say(fit(found.facts)));
  return { text, details: [...details, ...certificateLines(found, language, now)], remedy };
}

function certificateLines({ cause, facts }: Finding, language: Language, now: Date): readonly string[] {
  // A known certificate has been shown before.
  if (!('certificate' in facts) || cause === 'certificate-known') return [];
  return DISCOVER_TEXTS[language].certificate(certificateTexts(facts.certificate, now));
}

/** Longer texts from the network are cut, so that the line stays readable. */
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

/** The conclusion: how many failures or warnings, then the first one and its remedy again. */
export function conclusion(
  { outcomes }: Check,
  language: Language,
  { isRoot, lead }: { readonly isRoot: boolean; readonly lead?: string | undefined },
): string {
  const texts = CHECK_TEXTS[language];
  const failed = outcomes.filter(({ result }) => result === 'failed');
  const warnings = outcomes.filter(({ result }) => result === 'warning');
  const first = causeOf(failed);
  const root = !isRoot && outcomes.some(needsRoot) ? [texts.withoutRoot] : [];
  const told = first ?? warnings[0];
  if (told === undefined) return block([texts.allWell, ...root]);
  const again = againLines(told, language);
  if (first === undefined) return block([...root, texts.wellWithWarnings(warnings.length), ...again]);
  const count = lead ?? texts.failed(failed.length, texts.trouble[whereOf(first)]);
  const begin = failed.length > 1 ? [texts.fixFirst] : [];
  return block([...root, count, ...begin, ...again]);
}

/** The last lines of a long output are the ones that are read. */
function againLines(outcome: StepOutcome, language: Language): string[] {
  const { mark, name, text, remedy = [] } = outcomeLine(outcome, language, new Date());
  return [`${mark === 'failed' ? '✗' : '!'} ${name}: ${text}`, ...remedy.map(behindArrow)];
}

const block = (lines: readonly string[]): string => `\n${lines.join('\n')}\n`;

/** The first failure. A service that fails because another program has its port is told by that port. */
function causeOf(failed: readonly StepOutcome[]): StepOutcome | undefined {
  const [first] = failed;
  const taken = failed.find(({ finding: { cause } }) => cause === 'port-taken');
  return first?.finding.cause === 'service-failing' ? (taken ?? first) : first;
}

/** Home network and service may be fine while the way through, or one port, is not. */
function whereOf({ step, finding: { cause } }: StepOutcome): Where {
  if (cause === 'port-taken') return 'port';
  return step === 'through' ? 'through' : TROUBLE_OF[step];
}

/** Whether root would see the program that holds the port. */
function needsRoot({ finding: { cause, facts } }: StepOutcome): boolean {
  return cause === 'port-open' && facts.holder === undefined;
}
