// Asks a service again and again. While it does not answer, its last status stays on the screen.
import { setTimeout as sleep } from 'node:timers/promises';
import { durationText } from '../../config/duration.js';
import { localTime } from '../../log/local-time.js';
import type { Status } from '../../admin/status/schema.js';
import type { StatusAnswer } from './ask.js';
import type { StatusTexts } from './texts.en.js';
import { statusText, verdictLines, type Sheet } from './text.js';

/** From the end of a look to the next, in ms. */
export const EVERY_MS = 2000;

export interface WatchOptions {
  readonly look: (stop: AbortSignal) => Promise<StatusAnswer>;
  readonly show: (answer: StatusAnswer) => void;
  /** Ends the watching, also in the middle of a look. */
  readonly stop: AbortSignal;
  readonly everyMs: number;
}

/** Resolves with the last answer that was shown. */
export async function watch({ look, show, stop, everyMs }: WatchOptions): Promise<StatusAnswer | undefined> {
  let last: StatusAnswer | undefined;
  while (!stop.aborted) {
    const answer = await look(stop);
    if (isAborted(stop)) break;
    last = answer;
    show(answer);
    await sleep(everyMs, undefined, { signal: stop }).catch(() => undefined);
  }
  return last;
}

/** The compiler believes that nothing changes while it waits. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** The screen after each answer. */
export class WatchView {
  private known: Status | undefined;
  private outage: { readonly since: Date; reason: string } | undefined;

  /** @param now this machine's clock: when the service does not answer there is no other */
  constructor(
    private readonly now: () => Date,
    private readonly texts: StatusTexts,
    private readonly showsAll = false,
  ) {}

  add(answer: StatusAnswer): void {
    if (answer.ok) {
      this.known = answer.status;
      this.outage = undefined;
    } else
      this.outage = { since: this.outage?.since ?? this.now(), reason: answer.reason[this.texts.language] };
  }

  text(sheet: Sheet): string {
    const known = this.known === undefined ? [] : [statusText(this.known, sheet, this.texts, this.showsAll)];
    return [...this.outageText(sheet), ...known].join('\n\n');
  }

  private outageText(sheet: Sheet): string[] {
    if (this.outage === undefined) return [];
    const { since, reason } = this.outage;
    const time = localTime(since).slice(0, -'.000'.length);
    const past = durationText(this.now().getTime() - since.getTime(), this.texts.point);
    const below = this.known === undefined ? '' : this.texts.below;
    return [
      verdictLines({ mark: '✗', words: `${this.texts.noAnswer(time, past, reason)}${below}` }, sheet).join(
        '\n',
      ),
    ];
  }
}
