// Records whether a target can be reached: how the tries went, and when. Triggers nothing.
import type { Outcome } from '../outcome.js';

/** Why a target counts as unreachable: the outcome of the try that found out, and the errno name behind it. */
export interface Outage {
  readonly outcome: Outcome;
  readonly code: string;
}

/** Times are those of performance.now(), which no change of the machine's clock disturbs. */
export class Reachability {
  /** How the last try went; `unknown` before the first one. */
  state: 'unknown' | 'up' | 'down' = 'unknown';
  /** Since when every try has gone like the last one. */
  since: number | undefined;
  lastSuccessAt: number | undefined;
  lastFailure: (Outage & { readonly at: number }) | undefined;

  /** When it was last tried; -Infinity if never. */
  get lastTriedAt(): number {
    return Math.max(this.lastSuccessAt ?? -Infinity, this.lastFailure?.at ?? -Infinity);
  }

  succeeded(): void {
    this.lastSuccessAt = performance.now();
    this.enter('up', this.lastSuccessAt);
  }

  /** @param outage one that speaks of the target, see meansDown() */
  failed({ outcome, code }: Outage): void {
    const at = performance.now();
    this.lastFailure = { outcome, code, at };
    this.enter('down', at);
  }

  private enter(state: 'up' | 'down', at: number): void {
    if (this.state === state) return;
    this.state = state;
    this.since = at;
  }
}
