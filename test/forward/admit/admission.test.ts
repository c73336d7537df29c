// The limits on live connections: of the process, of one client, and of the file descriptors there are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestOccupant } from '../../support/visitors.js';
import { Admission, Place, type AdmissionLimits } from '../../../src/forward/admit/admission.js';

function admission(limits: Partial<AdmissionLimits>): Admission {
  return new Admission({ connections: Infinity, perClient: Infinity, capacity: Infinity, ...limits });
}

/** Enters, which must succeed. */
function enter(to: Admission, client?: string): Place {
  const place = to.enter(new TestOccupant(), client);
  assert.ok(place instanceof Place, 'there was no room');
  if (client !== undefined) assert.equal(place.belongTo(client, 'gw'), undefined);
  return place;
}

describe('the admission', () => {
  it('takes as many connections as the limit says, and another one for each that leaves', () => {
    const limited = admission({ connections: 2 });
    const [first] = [enter(limited), enter(limited)];
    assert.equal(limited.enter(new TestOccupant()), 'max-connections');
    first.leave();
    enter(limited);
    assert.equal(limited.enter(new TestOccupant()), 'max-connections');
    assert.equal(limited.active, 2);
  });

  it('takes as many connections of one client, beside those of others', () => {
    const limited = admission({ perClient: 2 });
    const places = ['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2'].map((client) => enter(limited, client));
    for (const client of ['10.0.0.1', '10.0.0.2'])
      assert.equal(enter(limited).belongTo(client, 'gw'), 'max-connections-per-client');
    places[0]?.leave();
    assert.equal(enter(limited).belongTo('10.0.0.2', 'gw'), 'max-connections-per-client');
    enter(limited, '10.0.0.1');
    assert.equal(enter(limited).belongTo('10.0.0.1', 'gw'), 'max-connections-per-client');
  });

  it('takes as many of one client at each forward', () => {
    const limited = admission({ perClient: 1 });
    const places = ['gw1', 'gw2', 'gw3'].map((forward) => {
      const place = enter(limited);
      assert.equal(place.belongTo('10.0.0.1', forward), undefined);
      return place;
    });
    assert.equal(enter(limited).belongTo('10.0.0.1', 'gw2'), 'max-connections-per-client');
    places[1]?.leave();
    assert.equal(enter(limited).belongTo('10.0.0.1', 'gw2'), undefined);
  });

  it('counts one that may not belong to its client until it leaves, and then nothing of it', () => {
    const limited = admission({ connections: 2, perClient: 1 });
    const first = enter(limited, '10.0.0.1');
    const second = enter(limited);
    assert.equal(second.belongTo('10.0.0.1', 'gw'), 'max-connections-per-client');
    assert.equal(limited.active, 2);
    second.leave();
    assert.equal(limited.active, 1);
    assert.equal(enter(limited).belongTo('10.0.0.1', 'gw'), 'max-connections-per-client');
    first.leave();
    enter(limited, '10.0.0.1');
  });

  it('lets each connection leave once only', () => {
    const limited = admission({ connections: 2, perClient: 2 });
    const [first, second] = [enter(limited, '10.0.0.1'), enter(limited, '10.0.0.1')];
    for (let time = 0; time < 3; time += 1) first.leave();
    assert.equal(limited.active, 1);
    enter(limited, '10.0.0.1');
    assert.equal(limited.enter(new TestOccupant(), '10.0.0.1'), 'max-connections');
    second.leave();
    assert.equal(limited.active, 1);
  });

  it('counts a connection before its client is known', () => {
    const limited = admission({ connections: 1 });
    const place = enter(limited);
    assert.equal(limited.active, 1);
    assert.equal(limited.enter(new TestOccupant()), 'max-connections');
    place.leave();
    assert.equal(limited.active, 0);
  });

  it('blames the descriptors if there are none, with any limit', () => {
    for (const connections of [1, 2, Infinity]) {
      const limited = admission({ connections, capacity: 1 });
      enter(limited);
      assert.equal(limited.enter(new TestOccupant()), 'EMFILE');
    }
    const roomy = admission({ connections: 1, capacity: 2 });
    enter(roomy);
    assert.equal(roomy.enter(new TestOccupant()), 'max-connections');
  });

  it('may get lower limits, which end nothing, and higher ones, which hold at once', () => {
    const limited = admission({ connections: 3, perClient: 3 });
    const places = Array.from({ length: 3 }, () => enter(limited, '10.0.0.1'));
    limited.limits = { ...limited.limits, connections: 2, perClient: 1 };
    assert.deepEqual([limited.active, limited.enter(new TestOccupant(), '10.0.0.1')], [3, 'max-connections']);
    for (const place of places.slice(1)) place.leave();
    assert.equal(enter(limited).belongTo('10.0.0.1', 'gw'), 'max-connections-per-client');
    limited.limits = { ...limited.limits, connections: 3, perClient: 2 };
    enter(limited, '10.0.0.1');
    assert.equal(limited.enter(new TestOccupant(), '10.0.0.1'), 'max-connections');
  });

  it('has a place for a client without one, that of the longest idle connection of the client with the most', () => {
    const limited = admission({ connections: 4 });
    const occupants = [30, 20, 10, 0].map((quietSince) => Object.assign(new TestOccupant(), { quietSince }));
    const clients = ['a', 'a', 'a', 'b'];
    for (const [index, occupant] of occupants.entries()) {
      const place = limited.enter(occupant, clients[index]);
      assert.ok(place instanceof Place);
      place.belongTo(clients[index] ?? '', 'gw');
    }
    assert.equal(limited.enter(new TestOccupant(), 'b'), 'max-connections', 'b has one');
    const newcomer = limited.enter(new TestOccupant(), 'c');
    assert.ok(newcomer instanceof Place);
    assert.deepEqual(
      occupants.map(({ told }) => told),
      [[], [], ['over-limit max-connections'], []],
    );
    assert.equal(limited.active, 4);
  });

  it('makes room once only for each place, also while those that go are still closing', () => {
    const limited = admission({ connections: 2 });
    const first = Array.from({ length: 2 }, () => {
      const occupant = new TestOccupant();
      const place = limited.enter(occupant, 'a');
      assert.ok(place instanceof Place);
      place.belongTo('a', 'gw');
      return { place, occupant };
    });
    enter(limited, 'b');
    assert.equal(limited.enter(new TestOccupant(), 'c'), 'max-connections', 'nobody has two');
    for (const { place } of first) place.leave();
    assert.equal(limited.active, 1);
    assert.equal(first.filter(({ occupant }) => occupant.told.length > 0).length, 1);
  });

  it('takes the place of a connection that was never used where no client has two', () => {
    const limited = admission({ connections: 3 });
    const occupants = [false, false, true].map((hasAsked, quietSince) =>
      Object.assign(new TestOccupant(), { hasAsked, quietSince }),
    );
    for (const [index, occupant] of occupants.entries()) {
      const place = limited.enter(occupant, `10.0.0.${index}`);
      assert.ok(place instanceof Place);
      place.belongTo(`10.0.0.${index}`, 'gw');
    }
    for (const [index, client] of ['10.0.1.1', '10.0.1.2'].entries()) {
      enter(limited, client);
      assert.deepEqual(
        occupants.map(({ told }) => told.length > 0),
        [0, 1, 2].map((each) => each <= index),
      );
    }
    assert.equal(limited.enter(new TestOccupant(), '10.0.1.3'), 'max-connections');
  });
});
