// The options that a maker's gateway needs, and those that suit every maker.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAKERS, optionsFor } from '../../src/gateway/makers.js';

const TURNS = { maxTargetConnections: 1 };
const NAME = { mdns: 'smgw.local' };

describe('the options for a gateway', () => {
  for (const [maker, expected] of [
    ['Theben', {}],
    ['PPC', TURNS],
    ['EMH', NAME],
    ['Landis+Gyr', { ...TURNS, ...NAME }],
    [undefined, { ...TURNS, ...NAME }],
  ] as const)
    it(`by ${maker ?? 'an unknown maker'} are ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(optionsFor(maker), expected);
    });

  it('name a lock-out where there is one, and nowhere else', () => {
    for (const { wrongPassword, lockOutMinutes } of Object.values(MAKERS))
      assert.equal(lockOutMinutes !== undefined, wrongPassword === 'lock-out');
  });
});
