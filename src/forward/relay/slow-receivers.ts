// Tells a slow receiver from a stalled one, once nothing moves in this process any more.
import type { Wire } from '../wire/wire.js';
import type { Unacknowledged } from './reset.js';

/**
 * The kernel holds up to some MiB for a receiver, which a slow one may need minutes for without anything moving here.
 * Two looks in a row see whether that becomes less.
 */
export class SlowReceivers {
  /** How often a look has found that receivers had taken some of it. */
  steps = 0;
  private before: number | undefined;
  private isLooking = false;

  constructor(
    private readonly wires: readonly Wire[],
    private readonly unacknowledged: Unacknowledged,
  ) {}

  /** Calls `stalled` if nothing is on its way on either wire, or as much as at the look before. */
  look(stalled: () => void): void {
    if (this.isLooking) return;
    this.isLooking = true;
    void this.onTheWay().then((bytes) => {
      this.isLooking = false;
      const { before } = this;
      this.before = bytes;
      if (bytes === 0 || bytes === before) stalled();
      else if (before !== undefined) this.steps += 1;
    });
  }

  private async onTheWay(): Promise<number> {
    const each = await Promise.all(this.wires.map(({ ends }) => this.unacknowledged(ends)));
    return each.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  }
}
