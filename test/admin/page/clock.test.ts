// Ages and times when the clocks of service and browser differ.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageModule } from '../../support/page-module.js';

interface Clock {
  answered(now: string): void;
  age(time: string): number;
  local(time: string): Date;
}

const { ServiceClock } = await pageModule<{
  readonly ServiceClock: new (elapsed: () => number, wall: () => number) => Clock;
}>('clock.js');

const NOON = '2026-03-01T12:00:00.000Z';
const EARLIER = '2026-03-01T11:59:00.000Z';

/** A browser whose clock is an hour ahead of the service's; `pass` lets ms go by. */
function scene(): { clock: Clock; pass: (ms: number) => void } {
  let passed = 0;
  const clock = new ServiceClock(
    () => 5000 + passed,
    () => Date.parse('2026-03-01T13:00:00.000Z') + passed,
  );
  clock.answered(NOON);
  return { clock, pass: (ms) => (passed += ms) };
}

describe('the clock of the status page', () => {
  it('tells ages by the clock of the service, and goes on between answers', () => {
    const { clock, pass } = scene();
    assert.equal(clock.age(EARLIER), 60_000);
    pass(1500);
    assert.equal(clock.age(EARLIER), 61_500);
  });

  it('knows no age below zero', () => {
    assert.equal(scene().clock.age('2026-03-01T12:00:05.000Z'), 0);
  });

  it("shows a moment by the browser's clock", () => {
    assert.equal(scene().clock.local(EARLIER).toISOString(), '2026-03-01T12:59:00.000Z');
  });

  it('does not let shown times tremble with how long answers take, but follows a clock that is set', () => {
    const { clock, pass } = scene();
    pass(2000);
    clock.answered('2026-03-01T12:00:01.400Z');
    assert.equal(clock.local(EARLIER).toISOString(), '2026-03-01T12:59:00.000Z');
    clock.answered('2026-03-01T13:00:02.000Z');
    assert.equal(clock.local('2026-03-01T13:00:00.000Z').toISOString(), '2026-03-01T13:00:00.000Z');
    assert.equal(clock.age('2026-03-01T13:00:00.000Z'), 2000);
  });
});
