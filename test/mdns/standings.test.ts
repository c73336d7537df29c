// How the name stands on its links, and how often a lost one is logged.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Standings } from '../../src/mdns/standings.js';
import { TestClock } from './support.js';

const HOUR_MS = 3_600_000;
const OWN = ['192.168.0.10'];

describe('a name on a link', () => {
  it('is claimed, then held, then lost', () => {
    const clock = new TestClock();
    const standings = new Standings(clock);
    standings.claiming('wlan0', OWN);
    clock.pass(5);
    standings.held('wlan0', OWN);
    const common = { interface: 'wlan0', addresses: OWN };
    assert.deepEqual(standings.all, [{ ...common, state: 'held', since: 5 }]);
    clock.pass(5);
    assert.ok(standings.taken('wlan0', '192.168.0.11'));
    assert.deepEqual(standings.all, [{ ...common, state: 'taken', since: 10, rival: '192.168.0.11' }]);
  });

  it('that stays lost is logged once a day, whichever address of its holder is heard', () => {
    const clock = new TestClock();
    const standings = new Standings(clock);
    standings.claiming('wlan0', OWN);
    const told: number[] = [];
    for (let hour = 0; hour < 72; hour += 1) {
      if (standings.taken('wlan0', hour % 2 === 0 ? '192.168.0.11' : 'fe80::11')) told.push(hour);
      // A new address of this machine.
      standings.claiming('wlan0', [...OWN, `fd00::${hour}`]);
      clock.pass(HOUR_MS);
    }
    assert.deepEqual(told, [0, 24, 48]);
    assert.deepEqual([standings.all[0]?.state, standings.all[0]?.since], ['taken', 0]);
  });

  it('is logged again when it is lost a second time, and on each link', () => {
    const standings = new Standings(new TestClock());
    assert.ok(standings.taken('wlan0', '192.168.0.11'));
    assert.ok(standings.taken('eth1', '192.168.5.11'));
    standings.held('wlan0', OWN);
    assert.ok(standings.taken('wlan0', '192.168.0.11'));
    standings.keep(new Set(['eth1']));
    assert.deepEqual(
      standings.all.map((each) => each.interface),
      ['eth1'],
    );
    assert.equal(standings.taken('wlan0', '192.168.0.11'), false, 'the link was away for a moment');
  });
});
