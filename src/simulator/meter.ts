// The meter's registers: the energy taken and fed in since the installation.
import { slotEnergy, SLOT, SLOTS_PER_DAY, type MeterChannel } from './household.js';
import { INSTALLED } from './identity.js';

const DAY = SLOT * SLOTS_PER_DAY;

/** The registers at the installation, in 0.1 Wh; not zero, because meters are tested before. */
const FIRST_COUNT: Readonly<Record<MeterChannel, number>> = { consumption: 31_415, 'feed-in': 2_718 };

export interface Meter {
  /** The register at `time` (epoch ms, on the quarter-hour grid, not before INSTALLED), in 0.1 Wh. Depends on time alone. */
  count(channel: MeterChannel, time: number): number;
}

/** Caches the count at the start of each day, because a sum over years takes some ms. */
export function createMeter(): Meter {
  const atDayStart: Record<MeterChannel, number[]> = {
    consumption: [FIRST_COUNT.consumption],
    'feed-in': [FIRST_COUNT['feed-in']],
  };

  function countAtDayStart(channel: MeterChannel, day: number): number {
    const known = atDayStart[channel];
    while (known.length <= day) {
      const start = INSTALLED + (known.length - 1) * DAY;
      known.push((known.at(-1) ?? 0) + energyBetween(channel, start, start + DAY));
    }
    return known[day] ?? 0;
  }

  return {
    count(channel, time) {
      const day = Math.floor((time - INSTALLED) / DAY);
      return countAtDayStart(channel, day) + energyBetween(channel, INSTALLED + day * DAY, time);
    },
  };
}

function energyBetween(channel: MeterChannel, from: number, to: number): number {
  let energy = 0;
  for (let start = from; start < to; start += SLOT) energy += slotEnergy(channel, start);
  return energy;
}
