// The limits on live connections: of the process, of one client, and of the file descriptors there are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Admission, Place, type AdmissionLimits } from '../../../src/forward/admit/admission.js';

function admission(limits: Partial<AdmissionLimits>): Admission {
  return new Admission({ connections: Infinity, perClient: Infinity, capacity: Infinity, ...limits });
}

/** Enters, which must succeed. */
function enter(to: Admission, client?: string): Place {
  const place = to.enter();
  assert.ok(place instanceof Place, 'there was no room');
  if (client !== undefined) assert.equal(place.belongTo(client), undefined);
  return place;
}

describe('the admission', () => {
  it('takes as many connections as the limit says, and another one for each that leaves', () => {
    const limited = admission({ connections: 2 });
    const [first] = [enter(limited), enter(limited)];
    assert.equal(limited.enter(), 'max-connections');
    first.leave();
    enter(limited);
    assert.equal(limited.enter(), 'max-connections');
    assert.equal(limited.active, 2);
  });

  it('takes as many connections of one client, beside those of others', () => {
    const limited = admission({ perClient: 2 });
    const places = ['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2'].map((client) => enter(limited, client));
    for (const client of ['10.0.0.1', '10.0.0.2'])
      assert.equal(enter(limited).belongTo(client), 'max-connections-per-client');
    places[0]?.leave();
    assert.equal(enter(limited).belongTo('10.0.0.2'), 'max-connections-per-client');
    enter(limited, '10.0.0.1');
    assert.equal(enter(limited).belongTo('10.0.0.1'), 'max-connections-per-client');
  });

  it('counts one that may not belong to its client until it leaves, and then nothing of it', () => {
    const limited = admission({ connections: 2, perClient: 1 });
    const first = enter(limited, '10.0.0.1');
    const second = enter(limited);
    assert.equal(second.belongTo('10.0.0.1'), 'max-connections-per-client');
    assert.equal(limited.active, 2);
    second.leave();
    assert.equal(limited.active, 1);
    assert.equal(enter(limited).belongTo('10.0.0.1'), 'max-connections-per-client');
    first.leave();
    enter(limited, '10.0.0.1');
  });

  it('lets each connection leave once only', () => {
    const limited = admission({ connections: 2, perClient: 2 });
    const [first, second] = [enter(limited, '10.0.0.1'), enter(limited, '10.0.0.1')];
    for (let time = 0; time < 3; time += 1) first.leave();
    assert.equal(limited.active, 1);
    enter(limited, '10.0.0.1');
    assert.equal(limited.enter(), 'max-connections');
    second.leave();
    assert.equal(limited.active, 1);
  });

  it('counts a connection before its client is known', () => {
    const limited = admission({ connections: 1 });
    const place = enter(limited);
    assert.equal(limited.active, 1);
    assert.equal(limited.enter(), 'max-connections');
    place.leave();
    assert.equal(limited.active, 0);
  });

  it('blames the descriptors if there are none, with any limit', () => {
    for (const connections of [1, 2, Infinity]) {
      const limited = admission({ connections, capacity: 1 });
      enter(limited);
      assert.equal(limited.enter(), 'EMFILE');
    }
    const roomy = admission({ connections: 1, capacity: 2 });
    enter(roomy);
    assert.equal(roomy.enter(), 'max-connections');
  });

  it('may get lower limits, which end nothing, and higher ones, which hold at once', () => {
    const limited = admission({ connections: 3, perClient: 3 });
    const places = Array.from({ length: 3 }, () => enter(limited, '10.0.0.1'));
    limited.limits = { ...limited.limits, connections: 2, perClient: 1 };
    assert.deepEqual([limited.active, limited.enter()], [3, 'max-connections']);
    for (const place of places.slice(1)) place.leave();
    assert.equal(enter(limited).belongTo('10.0.0.1'), 'max-connections-per-client');
    limited.limits = { ...limited.limits, connections: 3, perClient: 2 };
    enter(limited, '10.0.0.1');
    assert.equal(limited.enter(), 'max-connections');
  });
});
