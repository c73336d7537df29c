// The address that another device has as well is told once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnNetwork } from '../../src/machine/interfaces.js';
import { DuplicateAddresses } from '../../src/service/duplicates.js';
import { testClock } from '../support/clock.js';

const address = (state?: OwnNetwork['state']): OwnNetwork => ({
  ...{ interface: 'wlan0', address: 'fd77::30', prefix: 64, family: 'ipv6' },
  ...(state && { state }),
});

describe('an address that another device has', () => {
  const clock = testClock();

  it('is told once, and again when it has been gone in between', () => {
    const told: string[] = [];
    let networks: OwnNetwork[] = [];
    let reads = 0;
    const duplicates = new DuplicateAddresses(
      (...words) => told.push(words.join(' ')),
      () => {
        reads += 1;
        return networks;
      },
    );
    const look = (...present: readonly OwnNetwork[]): void => {
      clock.now += 2000;
      networks = [...present];
      for (let n = 0; n < 500; n += 1) duplicates.look();
    };
    look(address(), address('tentative'), address('deprecated'));
    assert.deepEqual(told, []);
    for (let n = 0; n < 10; n += 1) look(address('duplicate'));
    assert.deepEqual([told, reads], [['wlan0 fd77::30'], 11]);
    look();
    look(address('duplicate'));
    assert.equal(told.length, 2);
  });
});
