// The watchdog interval for each environment.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { watchdogInterval } from '../../src/systemd/watchdog.js';

const cases: readonly (readonly [string, Readonly<Record<string, string>>, number | undefined])[] = [
  ['half the time', { WATCHDOG_USEC: '60000000' }, 30_000],
  ['half the time for our own number', { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7' }, 30_000],
  ['never for the number of another process', { WATCHDOG_USEC: '60000000', WATCHDOG_PID: '8' }, undefined],
  ['never without a time', { WATCHDOG_PID: '7' }, undefined],
  ['a millisecond at least', { WATCHDOG_USEC: '1' }, 1],
  ['as long as a timer can be', { WATCHDOG_USEC: '9000000000000000000' }, 2_147_483_647],
  ...['', '0', '-1', '1.5', '1e6', '60s', '0x10', ' 60000000', 'infinity'].map(
    (time) => [`never for ${JSON.stringify(time)}`, { WATCHDOG_USEC: time }, undefined] as const,
  ),
];

describe('a watchdog message is due', () => {
  for (const [name, environment, expected] of cases) {
    it(name, () => {
      assert.equal(watchdogInterval(environment, 7), expected);
    });
  }

  it('never, or within the limits of a timer, for arbitrary variables', () => {
    const text = fc.oneof(fc.string(), fc.bigInt({ min: 0n, max: 2n ** 70n }).map(String));
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), (WATCHDOG_USEC, WATCHDOG_PID) => {
        const interval = watchdogInterval({ WATCHDOG_USEC, WATCHDOG_PID }, 7);
        assert.ok(interval === undefined || (interval >= 1 && interval < 2 ** 31));
      }),
    );
  });
});
