// Whether clients read what the meter counted.
import assert from 'node:assert/strict';
import { CHANNELS, SLOT } from '../../src/simulator/household.js';
import { Meter } from '../../src/simulator/meter.js';
import type { Registers } from './pool.js';
import type { Poll } from './simulated-day.js';

const meter = new Meter();

/** The registers at the last full quarter of an hour before `time` (epoch ms). */
function registersAt(time: number): Registers {
  const slot = Math.floor(time / SLOT) * SLOT;
  const [consumption = 0, feedIn = 0] = CHANNELS.map((channel) => meter.count(channel, slot));
  return { consumption, 'feed-in': feedIn };
}

/** Every poll gave the registers of a moment while it went on, and each client polled so often. */
export function assertRight(polls: readonly Poll[], counts: Readonly<Record<string, number>>): void {
  for (const { name, from, until, registers } of polls) {
    const when = `${name} at ${new Date(from).toISOString()}`;
    if (registers instanceof Error) throw new Error(when, { cause: registers });
    const right = [from, until].map((time) => JSON.stringify(registersAt(time)));
    assert.ok(right.includes(JSON.stringify(registers)), `${when}: ${JSON.stringify(registers)}`);
  }
  const names = Object.keys(counts);
  const polled = names.map((name) => [name, polls.filter((poll) => poll.name === name).length]);
  assert.deepEqual(Object.fromEntries(polled), counts);
}
