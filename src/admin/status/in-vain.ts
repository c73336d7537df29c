// The clients of a forward whose last requests the target left unanswered: often a wrong password.
import { hasRead, LOGIN_ANSWERS, visitOf } from '../../forward/visit.js';
import type { ConnectionRecord } from '../../forward/record.js';
import type { LiveConnection } from '../../forward/view.js';
import { hintFor } from '../../log/hint.js';
import { addressOf } from './clients.js';
import { HOUR_MS } from './sums.js';

/** Clients kept in mind; a home has a few. */
const MOST = 16;

export interface VainVisits {
  readonly client: string;
  /** When the last one ended, by performance.now(). */
  readonly at: number;
  /** How many in a row. */
  readonly times: number;
  /** The probable meaning of the last one. */
  readonly hint: string | undefined;
}

interface Entry extends VainVisits {
  /** Answers since then; a single one may only ask for a password. */
  readonly answers: number;
}

export class InVain {
  /** The newest at the end. */
  private readonly entries = new Map<string, Entry>();

  /** @param now when it ended, by performance.now() */
  ended(record: ConnectionRecord, now: number): void {
    const client = addressOf(record.client);
    const before = this.entries.get(client);
    const visit = visitOf(record);
    if (visit === 'unanswered')
      this.add({ client, at: now, times: (before?.times ?? 0) + 1, hint: hintFor(record), answers: 0 });
    else if (visit === 'read' && before !== undefined) {
      const answers = before.answers + record.answers;
      if (answers >= LOGIN_ANSWERS) this.entries.delete(client);
      else this.entries.set(client, { ...before, answers });
    }
  }

  /** The newest of the last hour, unless its client has been answered since; `live` are those of this forward. */
  newest(live: readonly LiveConnection[], now: number): VainVisits | undefined {
    return [...this.entries.values()]
      .filter(({ at }) => now - at < HOUR_MS)
      .findLast((entry) => !live.some((each) => answersSince(entry, each, now)));
  }

  private add(entry: Entry): void {
    this.entries.delete(entry.client);
    this.entries.set(entry.client, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST && oldest !== undefined) this.entries.delete(oldest);
  }
}

/** Whether a live connection shows that the log-in is right now. */
function answersSince({ client, at, answers }: Entry, live: LiveConnection, now: number): boolean {
  const isLater = live.answeredMs !== undefined && now - live.answeredMs > at;
  const isEnough = answers + live.answers >= LOGIN_ANSWERS;
  return isLater && isEnough && hasRead(live) && addressOf(live.client) === client;
}
