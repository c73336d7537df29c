// From moments of performance.now() to the time of day.

/** A clock that differs by more from the origin has been set anew, in ms; less is drift. */
const DRIFT_MS = 500;

/** The time of day at the moment 0. Kept, so that a moment has the same time in every answer. */
let origin = Date.now() - performance.now();

/** One moment, and the time of day of others by the clock at that moment. Durations stay right when the clock is set. */
export class TimeOfDay {
  readonly now = performance.now();

  constructor() {
    const present = Date.now() - this.now;
    if (Math.abs(present - origin) > DRIFT_MS) origin = present;
  }

  /** In ms since 1970-01-01 UTC. */
  epochMs(at: number): number {
    return origin + at;
  }

  /** ISO 8601 in UTC. */
  iso(at: number): string {
    return new Date(this.epochMs(at)).toISOString();
  }

  isoOrNull(at: number | undefined): string | null {
    return at === undefined ? null : this.iso(at);
  }
}
