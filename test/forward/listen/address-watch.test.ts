// The addresses of interfaces, looked at for all listen entries together.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { AddressWatch } from '../../../src/forward/listen/address-watch.js';

const INTERVAL_MS = 2000;

describe('The watch of addresses', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('asks once for each interface, however many watch it, and tells changes alone', () => {
    const asked: string[] = [];
    let host = '192.0.2.1';
    const addressesOf = (name: string) => {
      asked.push(name);
      return [{ host, scopeId: 0 }];
    };
    const watch = AddressWatch.of(addressesOf);
    assert.equal(AddressWatch.of(addressesOf), watch);
    let told = 0;
    const watchers = Array.from({ length: 500 }, () => () => void (told += 1));
    for (const watcher of watchers) watch.add('wlan0', watcher);
    mock.timers.tick(INTERVAL_MS);
    assert.deepEqual([asked, told], [['wlan0'], 500]);
    mock.timers.tick(INTERVAL_MS);
    assert.deepEqual([asked.length, told], [2, 500]);
    host = '192.0.2.2';
    mock.timers.tick(INTERVAL_MS);
    assert.deepEqual([asked.length, told], [3, 1000]);
    for (const watcher of watchers) watch.remove('wlan0', watcher);
    mock.timers.tick(INTERVAL_MS);
    assert.equal(asked.length, 3);
  });
});
