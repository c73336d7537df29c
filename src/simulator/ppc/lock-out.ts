// The lock-out after wrong log-ins.

/** Wrong log-ins in a row that lock the gateway. A guess: no source tells the number. */
export const MAX_ATTEMPTS = 3;

export class LockOut {
  private attempts = 0;
  private until = 0;

  /** @param duration in ms; 0 = never locked */
  constructor(private readonly duration: number) {}

  /** How long the gateway remains locked, in ms; 0 if it is not. */
  remaining(now: number): number {
    return Math.max(0, this.until - now);
  }

  countFailure(now: number): void {
    this.attempts += 1;
    if (this.attempts < MAX_ATTEMPTS) return;
    this.attempts = 0;
    this.until = now + this.duration;
  }

  countSuccess(): void {
    this.attempts = 0;
  }
}
