// The meter that is mounted: the first one, and after a swap another that begins at zero.
import { SLOT, type MeterChannel } from '../household.js';
import { INSTALLED, METER_ID } from '../identity.js';
import { Meter } from '../meter.js';

/** The meter after a swap. */
export const SECOND_METER_ID = '1lgz0067285558';

export interface MountedMeter {
  readonly id: string;
  /** Epoch ms, on the grid of the readings. */
  readonly since: number;
  /** In 0.1 Wh, at a time on that grid. */
  readonly count: (channel: MeterChannel, time: number) => number;
}

/** The mounted meter at a time. @param swap epoch ms; undefined = never */
export function mountedMeters(swap: number | undefined): (now: number) => MountedMeter {
  const meter = new Meter();
  const first = {
    id: METER_ID,
    since: INSTALLED,
    count: (channel: MeterChannel, time: number) => meter.count(channel, time),
  };
  if (swap === undefined) return () => first;
  const since = Math.ceil(swap / SLOT) * SLOT;
  const second = {
    id: SECOND_METER_ID,
    since,
    count: (channel: MeterChannel, time: number) => meter.count(channel, time) - meter.count(channel, since),
  };
  return (now) => (now >= swap ? second : first);
}
