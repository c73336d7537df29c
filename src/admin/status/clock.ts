// From moments of performance.now() to the time of day.

/** By so much the machine's clock may differ from what was seen of it first, in ms, before it counts as set anew. */
const DRIFT_MS = 500;

/** The time of day at the moment 0. Kept, so that a moment has the same time in every answer. */
let origin = Date.now() - performance.now();

/** One moment, and what the machine's clock says of others at it: it may be set meanwhile, durations stay right. */
export class TimeOfDay {
  readonly now = performance.now();

  constructor() {
    const present = Date.now() - this.now;
    if (Math.abs(present - origin) > DRIFT_MS) origin = present;
  }

  /** ISO 8601 in UTC. */
  iso(at: number): string {
    return new Date(origin + at).toISOString();
  }

  isoOrNull(at: number | undefined): string | null {
    return at === undefined ? null : this.iso(at);
  }
}
