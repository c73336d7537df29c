// The steps of a check as they are taken: what came of each, and what cannot be tested because of it.
import { finding, RESULTS, type Finding, type StepOutcome, type CheckStep } from './causes.js';

/** Hears how a check goes on. */
export interface CheckObserver {
  begin(step: CheckStep): void;
  end(outcome: StepOutcome): void;
}

/** What a step is about, where it is taken several times: a gateway, a port. */
export interface About {
  /** Shown with it. */
  readonly subject?: string | undefined;
  /** Steps that must not have failed; of the same subject where there is one. */
  readonly needs?: readonly CheckStep[];
  /** What is looked at; the same thing is looked at once, whoever asks. */
  readonly thing?: string;
}

type Body = () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>;

export class Report {
  readonly outcomes: StepOutcome[] = [];
  /** The steps to blame, by step and subject. */
  private readonly blamed = new Map<string, CheckStep>();
  private readonly looked = new Map<string, CheckStep | undefined>();

  constructor(private readonly observer: CheckObserver) {}

  /** Takes a step, unless one that it needs has failed or was left out itself. */
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
    const outcomes = found.map((each) =>
      outcomeOf(step, each, thing === undefined ? subject : undefined, ms),
    );
    const blamed = outcomes.map((each) => blameOf(each)).find((each) => each !== undefined);
    this.blame(step, subject, blamed);
    this.looked.set(key, blamed);
    for (const outcome of outcomes) {
      this.outcomes.push(outcome);
      this.observer.end(outcome);
    }
  }

  /** The step that stands in the way of those that need `step`. */
  toBlame(step: CheckStep, subject?: string): CheckStep | undefined {
    return this.blamed.get(keyOf(step, subject)) ?? this.blamed.get(keyOf(step, undefined));
  }

  private blame(step: CheckStep, subject: string | undefined, blamed: CheckStep | undefined): void {
    if (blamed !== undefined) this.blamed.set(keyOf(step, subject), blamed);
  }
}

/** A step that failed stands in the way itself; one that was not tested passes the blame on. */
function blameOf({ step, result, finding: { cause, facts } }: StepOutcome): CheckStep | undefined {
  if (cause === 'not-tested') return facts.because;
  return result === 'failed' ? step : undefined;
}

const keyOf = (step: CheckStep, subject: string | undefined): string => `${step} ${subject ?? ''}`;

function outcomeOf(step: CheckStep, each: Finding, subject: string | undefined, ms: number): StepOutcome {
  const about = subject === undefined ? {} : { subject };
  return { step, result: RESULTS[each.cause], finding: each, ms, ...about };
}
