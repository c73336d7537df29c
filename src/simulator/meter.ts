// The household's meter: the energy taken and fed in since the installation, and the meter that may take its place.
import { energySinceSlot, slotEnergy, SLOT, SLOTS_PER_DAY, type MeterChannel } from './household.js';
import { INSTALLED, METER_ID, NEXT_METER_ID } from './identity.js';

const DAY = SLOT * SLOTS_PER_DAY;

/** The registers of a new meter in 0.1 Wh, not zero, because meters are tested before. */
const FIRST_COUNTS: Readonly<Record<MeterChannel, number>> = { consumption: 31_415, 'feed-in': 2_718 };

export class Meter {
  /** The registers at the start of each day, in 0.1 Wh: a cache, because a sum over years takes some ms. */
  private readonly atDayStart: Readonly<Record<MeterChannel, number[]>> = {
    consumption: [FIRST_COUNTS.consumption],
    'feed-in': [FIRST_COUNTS['feed-in']],
  };

  /** @param swap the time at which another meter takes the place of the first, epoch ms */
  constructor(private readonly swap = Infinity) {}

  /** The number of the meter in place at `time` (epoch ms). */
  idAt(time: number): string {
    return time < this.swap ? METER_ID : NEXT_METER_ID;
  }

  /** The time since which that meter is in place, epoch ms. */
  since(time: number): number {
    return time < this.swap ? INSTALLED : this.swap;
  }

  /**
   * The register of the meter in place at `time` (epoch ms, not before INSTALLED), in 0.1 Wh, with fractions off the
   * quarter-hour grid. Depends on time and swap alone.
   */
  count(channel: MeterChannel, time: number): number {
    if (time < this.swap) return this.total(channel, time);
    const replaced = this.total(channel, Math.floor(this.swap / SLOT) * SLOT);
    return this.total(channel, time) - replaced + FIRST_COUNTS[channel];
  }

  private total(channel: MeterChannel, time: number): number {
    const day = Math.floor((time - INSTALLED) / DAY);
    const known = this.atDayStart[channel];
    while (known.length <= day) {
      const start = INSTALLED + (known.length - 1) * DAY;
      known.push((known.at(-1) ?? 0) + energyBetween(channel, start, start + DAY));
    }
    const slot = Math.floor(time / SLOT) * SLOT;
    const today = energyBetween(channel, INSTALLED + day * DAY, slot) + energySinceSlot(channel, time);
    return (known[day] ?? 0) + today;
  }
}

function energyBetween(channel: MeterChannel, from: number, to: number): number {
  let energy = 0;
  for (let start = from; start < to; start += SLOT) energy += slotEnergy(channel, start);
  return energy;
}
