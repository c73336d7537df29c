// Runs the steps of a check, records their outcomes, and skips the steps behind a failed one.
import { finding, RESULTS, type Finding, type StepOutcome, type CheckStep } from './causes.js';

/** Callbacks for the progress of a check. */
export interface CheckObserver {
  begin(step: CheckStep): void;
  end(outcome: StepOutcome): void;
}

/** The gateway, link or port of a step that runs several times. */
export interface About {
  /** Shown with the outcome. */
  readonly subject?: string | undefined;
  /** Steps that must have passed, for the same subject if they have one. */
  readonly needs?: readonly CheckStep[];
  /** The link or port of the step; each one is checked once, even for several subjects. */
  readonly thing?: string;
}

type Body = () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>;

export class Report {
  readonly outcomes: StepOutcome[] = [];
  /** The failed step behind each step that did not pass, by step and subject. */
  private readonly blamed = new Map<string, CheckStep>();
  private readonly looked = new Map<string, CheckStep | undefined>();

  constructor(private readonly observer: CheckObserver) {}

  /** Runs a step, unless a step that it needs did not pass. */
  async step(step: CheckStep, { subject, needs = [], thing }: About, body: Body): Promise<void> {
    const key = keyOf(step, thing ?? subject);
    if (thing !== undefined && this.looked.has(key)) {
      this.blame(step, subject, this.looked.get(key));
      return;
    }
    const because = needs.map((need) => this.toBlame(need, subject)).find((each) => each !== undefined);
    this.observer.begin(step);
    const from = performance.now();
    const found = because === undefined ? [await body()].flat() : [finding('not-tested', { because })];
    const ms = Math.round(performance.now() - from);
    const about = thing === undefined && subject !== undefined ? { subject } : {};
    const outcomes = found.map((each) => ({
      ...{ step, result: RESULTS[each.cause], finding: each, ms },
      ...about,
    }));
    const blamed = outcomes.map(blameOf).find((each) => each !== undefined);
    this.blame(step, subject, blamed);
    this.looked.set(key, blamed);
    for (const outcome of outcomes) {
      this.outcomes.push(outcome);
      this.observer.end(outcome);
    }
  }

  /** The failed step that blocks all steps which need `step`; undefined if it passed. */
  toBlame(step: CheckStep, subject?: string): CheckStep | undefined {
    return this.blamed.get(keyOf(step, subject)) ?? this.blamed.get(keyOf(step, undefined));
  }

  private blame(step: CheckStep, subject: string | undefined, blamed: CheckStep | undefined): void {
    if (blamed !== undefined) this.blamed.set(keyOf(step, subject), blamed);
  }
}

/** A failed step blames itself; an untested one passes the blame on. */
function blameOf({ step, result, finding: { cause, facts } }: StepOutcome): CheckStep | undefined {
  if (cause === 'not-tested') return facts.because;
  return result === 'failed' ? step : undefined;
}

const keyOf = (step: CheckStep, subject: string | undefined): string => `${step} ${subject ?? ''}`;
