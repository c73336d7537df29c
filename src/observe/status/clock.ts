// From moments of performance.now() to the time of day.

/** One moment, and what the machine's clock says at it. That clock may be set meanwhile; durations stay right. */
export class Clock {
  readonly now = performance.now();
  private readonly wall = Date.now();

  /** ISO 8601 in UTC. */
  iso(at: number): string {
    return new Date(this.wall - (this.now - at)).toISOString();
  }

  isoOrNull(at: number | undefined): string | null {
    return at === undefined ? null : this.iso(at);
  }
}
