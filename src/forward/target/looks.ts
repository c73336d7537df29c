// Looks at targets for questions about health: in steps, no more often than it is worth, and never waiting for long.
import type { Target } from './target.js';

/** How long tries of targets may hold up what asks for them, in ms. A target in the same house answers in a few. */
const LONGEST_WAIT_MS = 300;
/** How seldom it is found out which targets are due, in ms: 500 forwards may each be asked about twice a second. */
const INTERVAL_MS = 1000;
/** Many are looked at in steps, and the time from one to the next, in ms: 500 at once would hold up connections. */
const STEPS = 20;
const SPACING_MS = 10;

export class Looks {
  private lookedAt = -Infinity;
  private looked = Promise.resolve();
  private isStopped = false;

  /**
   * Tries the targets whose last try was a while ago. Resolves when they have answered, or after a short time: a silent
   * one holds up no answer.
   */
  look(targets: readonly Target[]): Promise<void> {
    const now = performance.now();
    if (this.isStopped || now - this.lookedAt < INTERVAL_MS) return this.looked;
    this.lookedAt = now;
    const due = [...new Set(targets)].filter(({ isDue }) => isDue);
    if (due.length > 0) this.looked = soon(this.lookAt(due));
    return this.looked;
  }

  /** Looks no more. */
  stop(): void {
    this.isStopped = true;
  }

  private async lookAt(due: readonly Target[]): Promise<void> {
    const atOnce = Math.ceil(due.length / STEPS);
    for (let at = 0; at < due.length && !this.isStopped; at += atOnce) {
      for (const target of due.slice(at, at + atOnce)) target.look();
      if (due.length > atOnce) await new Promise((resolve) => setTimeout(resolve, SPACING_MS));
    }
    await Promise.all(due.map((target) => target.tried()));
  }
}

/** Waits for these tries, but not for long. */
export async function soon(tries: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, LONGEST_WAIT_MS)));
  await Promise.race([tries, limit]);
  clearTimeout(timer);
}
