// The meter's registers: the energy taken and fed in since the installation.
import { slotEnergy, SLOT, SLOTS_PER_DAY, type MeterChannel } from './household.js';
import { INSTALLED } from './identity.js';

const DAY = SLOT * SLOTS_PER_DAY;

export class Meter {
  /**
   * The registers at the start of each day, in 0.1 Wh: a cache, because a sum over years takes some ms. The first counts
   * are not zero, because meters are tested before.
   */
  private readonly atDayStart: Readonly<Record<MeterChannel, number[]>> = {
    consumption: [31_415],
    'feed-in': [2_718],
  };

  /** The register at `time` (epoch ms, on the quarter-hour grid, not before INSTALLED), in 0.1 Wh. Depends on time alone. */
  count(channel: MeterChannel, time: number): number {
    const day = Math.floor((time - INSTALLED) / DAY);
    const known = this.atDayStart[channel];
    while (known.length <= day) {
      const start = INSTALLED + (known.length - 1) * DAY;
      known.push((known.at(-1) ?? 0) + energyBetween(channel, start, start + DAY));
    }
    return (known[day] ?? 0) + energyBetween(channel, INSTALLED + day * DAY, time);
  }
}

function energyBetween(channel: MeterChannel, from: number, to: number): number {
  let energy = 0;
  for (let start = from; start < to; start += SLOT) energy += slotEnergy(channel, start);
  return energy;
}
