// The clock, the household and its meter: plausible, monotonic, and equal at each start.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { berlinMidnights, berlinOffset } from '../../src/simulator/berlin-time.js';
import {
  CHANNELS,
  SLOT,
  SLOTS_PER_DAY,
  slotEnergy,
  type MeterChannel,
} from '../../src/simulator/household.js';
import { INSTALLED } from '../../src/simulator/identity.js';
import { Meter } from '../../src/simulator/meter.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** The meter counts tenths of a watt-hour. */
const PER_KWH = 10_000;
const SUMMER = Date.UTC(2026, 5, 1);
const WINTER = Date.UTC(2026, 11, 1);
const anySlot = fc.integer({ min: 0, max: 4 * 365 * SLOTS_PER_DAY }).map((slot) => INSTALLED + slot * SLOT);

/** Energy in kWh. */
function energy(channel: MeterChannel, from: number, to: number): number {
  const meter = new Meter();
  return (meter.count(channel, to) - meter.count(channel, from)) / PER_KWH;
}

/** Mean power in W over thirty days in the hours from `first` to before `last`, UTC. */
function meanPower(channel: MeterChannel, month: number, first: number, last: number): number {
  let sum = 0;
  for (let day = 0; day < 30; day++) {
    for (let time = first * HOUR; time < last * HOUR; time += SLOT)
      sum += slotEnergy(channel, month + day * DAY + time);
  }
  return sum / 10 / 30 / (last - first);
}

describe('Berlin time', () => {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: 'Europe/Berlin',
    hour: '2-digit',
    hourCycle: 'h23',
  });

  it('agrees with the time zone database at every hour of thirty years', () => {
    const anyHour = fc.integer({ min: Date.UTC(2010, 0) / HOUR, max: Date.UTC(2040, 0) / HOUR });
    fc.assert(
      fc.property(anyHour, (hour) => {
        const local = new Date(hour * HOUR + berlinOffset(hour * HOUR)).getUTCHours();
        assert.equal(local, Number(format.format(hour * HOUR)));
      }),
    );
  });

  it('changes to summer and back at 01:00 UTC', () => {
    assert.equal(berlinOffset(Date.UTC(2026, 2, 29, 1) - 1), HOUR);
    assert.equal(berlinOffset(Date.UTC(2026, 2, 29, 1)), 2 * HOUR);
    assert.equal(berlinOffset(Date.UTC(2026, 9, 25, 1) - 1), 2 * HOUR);
    assert.equal(berlinOffset(Date.UTC(2026, 9, 25, 1)), HOUR);
  });

  it('has one midnight a day, also at clock changes', () => {
    const midnights = berlinMidnights(Date.UTC(2026, 9, 23, 22), Date.UTC(2026, 9, 26, 23));
    assert.deepEqual(
      midnights.map((time) => new Date(time).toISOString().slice(5, 16)),
      ['10-24T22:00', '10-25T23:00', '10-26T23:00'],
    );
    assert.equal(berlinMidnights(Date.UTC(2026, 0), Date.UTC(2027, 0)).length, 365);
  });
});

describe('The household', () => {
  it('takes about 3,500 kWh a year', () => {
    for (const year of [2024, 2025, 2026]) {
      const taken = energy('consumption', Date.UTC(year, 0), Date.UTC(year + 1, 0));
      assert(taken > 3300 && taken < 3750, `${taken} kWh`);
    }
  });

  it('feeds in a few thousand kWh a year', () => {
    const given = energy('feed-in', Date.UTC(2025, 0), Date.UTC(2026, 0));
    assert(given > 3000 && given < 7000, `${given} kWh`);
  });

  it('takes most in the evening, much in the morning and little at night', () => {
    const [night, morning, noon, evening] = [
      meanPower('consumption', WINTER, 1, 4),
      meanPower('consumption', WINTER, 6, 7),
      meanPower('consumption', WINTER, 13, 14),
      meanPower('consumption', WINTER, 18, 19),
    ];
    assert(night > 100 && night < 300, `${night} W`);
    assert(morning > 2 * night && morning > noon && evening > morning);
  });

  it('follows the legal time: in summer the evening is an hour earlier in UTC', () => {
    assert(meanPower('consumption', SUMMER, 17, 18) > meanPower('consumption', SUMMER, 19, 20));
    assert(meanPower('consumption', WINTER, 18, 19) > meanPower('consumption', WINTER, 20, 21));
  });

  it('feeds in by daylight only and more in summer', () => {
    assert.equal(meanPower('feed-in', SUMMER, 20, 24) + meanPower('feed-in', SUMMER, 0, 3), 0);
    assert.equal(meanPower('feed-in', WINTER, 16, 24) + meanPower('feed-in', WINTER, 0, 7), 0);
    assert(meanPower('feed-in', SUMMER, 10, 13) > 2 * meanPower('feed-in', WINTER, 10, 13));
    assert(meanPower('feed-in', WINTER, 10, 13) > 100);
  });
});

describe('The meter', () => {
  it('never counts back, in whole numbers', () => {
    const meter = new Meter();
    fc.assert(
      fc.property(anySlot, fc.constantFrom(...CHANNELS), (time, channel) => {
        const [before, after] = [meter.count(channel, time), meter.count(channel, time + SLOT)];
        assert(Number.isInteger(before) && after >= before);
        if (channel === 'consumption') assert(after > before);
      }),
    );
  });

  it('shows the same after a restart, in any order of calls', () => {
    const old = new Meter();
    fc.assert(
      fc.property(anySlot, fc.constantFrom(...CHANNELS), (time, channel) => {
        assert.equal(old.count(channel, time), new Meter().count(channel, time));
      }),
      { numRuns: 8 },
    );
  });

  it('shows these counts on 17 June 2026 at noon, in every process and on every machine', () => {
    const noon = Date.UTC(2026, 5, 17, 12);
    const [taken, given] = CHANNELS.map((channel) => new Meter().count(channel, noon) / PER_KWH);
    // The last digits may differ, because Math.sin() is not exact.
    assert.deepEqual([taken?.toFixed(0), given?.toFixed(0)], ['8842', '11700']);
  });
});
