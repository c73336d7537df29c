// Whether clients read what the meter counted.
import assert from 'node:assert/strict';
import { CHANNELS, SLOT } from '../../src/simulator/household.js';
import { Meter } from '../../src/simulator/meter.js';
import type { Poll } from './simulated-day.js';

const meter = new Meter();

/**
 * Every poll gave the registers of a moment while it went on, and each client polled so often.
 * @param grid the interval of the values in ms; Theben and PPC have those of full quarters of an hour
 */
export function assertRight(
  polls: readonly Poll[],
  counts: Readonly<Record<string, number>>,
  grid: number = SLOT,
): void {
  for (const { name, from, until, registers } of polls) {
    const when = `${name} at ${new Date(from).toISOString()}`;
    if (registers instanceof Error) throw new Error(when, { cause: registers });
    for (const channel of CHANNELS) {
      const read = registers[channel];
      const [least = 0, most = 0] = [from, until].map((time) => meter.count(channel, time - (time % grid)));
      const isRight = read !== undefined && read >= Math.floor(least) && read <= Math.ceil(most);
      // A client that knows one register reads the consumption.
      assert.ok(isRight || (read === undefined && channel === 'feed-in'), `${when}: ${channel} ${read}`);
    }
  }
  const names = Object.keys(counts);
  const polled = names.map((name) => [name, polls.filter((poll) => poll.name === name).length]);
  assert.deepEqual(Object.fromEntries(polled), counts);
}
