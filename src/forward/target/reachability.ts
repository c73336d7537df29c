// Records whether a target can be reached: how the tries went, and when. Triggers nothing.
import type { Outcome } from '../outcome.js';

/** Why a target counts as unreachable: the outcome of the try that found out, and the errno name behind it. */
export interface Outage {
  readonly outcome: Outcome;
  readonly code: string;
  /** The interface on the way to it whose carrier is lost, if that is the cause. */
  readonly interface?: string;
}

/** How old a result may be for an answer about health, in ms. A page that asks every 2 s so shows a silent target within 14 s. */
export const KNOWN_FOR_MS = 5000;

/** Times are those of performance.now(), which no change of the machine's clock disturbs. */
export class Reachability {
  /** How the last try went; `unknown` before the first one. */
  state: 'unknown' | 'up' | 'down' = 'unknown';
  /** Since when every try has gone like the last one. */
  since: number | undefined;
  lastSuccessAt: number | undefined;
  lastFailure: (Outage & { readonly at: number }) | undefined;
  /** The start or the end of the last try, also of one that proved nothing; -Infinity if there was none. */
  lastTriedAt = -Infinity;

  get hasOtherCertificate(): boolean {
    return this.state === 'down' && this.lastFailure?.outcome === 'target-certificate-changed';
  }

  tried(): void {
    this.lastTriedAt = performance.now();
  }

  /** @param at when the target was last heard of */
  succeeded(at = performance.now()): void {
    this.lastSuccessAt = at;
    this.enter('up', at);
  }

  /** There is a way to it. Only a connection can tell that it has the right certificate again. */
  assumed(): void {
    if (this.hasOtherCertificate) this.tried();
    else this.enter('up', performance.now());
  }

  /** @param outage one that speaks of the target, see meansDown() */
  failed({ outcome, code, interface: link }: Outage): void {
    const at = performance.now();
    this.lastFailure = { outcome, code, ...(link !== undefined && { interface: link }), at };
    this.enter('down', at);
  }

  private enter(state: 'up' | 'down', at: number): void {
    this.lastTriedAt = Math.max(this.lastTriedAt, at);
    if (this.state === state) return;
    this.state = state;
    this.since = at;
  }
}
