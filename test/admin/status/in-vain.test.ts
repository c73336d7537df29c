// Clients whose last requests got no answer: when that begins, and when it is over.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LiveConnection } from '../../../src/forward/view.js';
import { InVain } from '../../../src/admin/status/in-vain.js';
import { HOUR_MS } from '../../../src/admin/status/sums.js';
import { connectionRecord } from '../../support/record.js';

const CLIENT = '10.0.0.1';

/** A connection ends at each second; `no`: without an answer, a number: with so many. */
function after(...visits: readonly ('no' | number)[]): InVain {
  const inVain = new InVain();
  visits.forEach((visit, at) => {
    const own = visit === 'no' ? { answers: 1, awaitedMs: 5000 } : { answers: visit };
    inVain.ended(connectionRecord({ client: `${CLIENT}:${at}`, ...own }), (at + 1) * 1000);
  });
  return inVain;
}

function live(own: Partial<LiveConnection>): LiveConnection {
  return { client: `${CLIENT}:9`, answers: 2, answeredMs: 0, isAwaiting: false, ...own } as LiveConnection;
}

describe('visits in vain', () => {
  it('are told with their client, their number and the time of the last', () => {
    assert.deepEqual(pick(after('no', 'no')), { client: CLIENT, at: 2000, times: 2 });
    assert.equal(after(0, 1, 5).newest([], 9000), undefined);
  });

  it('are over with two answers, as the first one may only ask for the password', () => {
    assert.equal(pick(after('no', 1))?.times, 1);
    assert.equal(pick(after('no', 1, 'no'))?.times, 2, 'a client with a connection for each request');
    assert.equal(after('no', 1, 1).newest([], 9000), undefined);
    assert.equal(after('no', 2).newest([], 9000), undefined);
  });

  it('are over when a later live connection of that client has been answered twice', () => {
    const stays = (own: Partial<LiveConnection>) => after('no').newest([live(own)], 9000) !== undefined;
    assert.equal(stays({}), false);
    assert.equal(stays({ answers: 1 }), true);
    assert.equal(stays({ answeredMs: undefined }), true);
    assert.equal(stays({ answeredMs: 8500 }), true, 'before it');
    assert.equal(stays({ client: '10.0.0.2:9' }), true);
  });

  it('are forgotten after an hour without another', () => {
    const inVain = after('no');
    assert.ok(inVain.newest([], 1000 + HOUR_MS - 1));
    assert.equal(inVain.newest([], 1000 + HOUR_MS), undefined);
  });

  it('are kept of sixteen clients', () => {
    const inVain = new InVain();
    for (let n = 1; n <= 17; n += 1)
      inVain.ended(connectionRecord({ client: `10.0.0.${n}:1`, awaitedMs: 5000 }), n);
    const served = (from: number): LiveConnection[] =>
      Array.from({ length: 18 - from }, (_, at) => live({ client: `10.0.0.${from + at}:1` }));
    assert.equal(inVain.newest(served(3), 100)?.client, '10.0.0.2');
    assert.equal(inVain.newest(served(2), 100), undefined, 'the first one is forgotten');
  });
});

function pick(inVain: InVain) {
  const told = inVain.newest([], 9000);
  return told && { client: told.client, at: told.at, times: told.times };
}
