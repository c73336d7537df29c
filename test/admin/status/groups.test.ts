// /status of several forwards, one replaced while it has connections: each connection counts for the forward of its name.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildStatus } from '../../../src/admin/status/build.js';
import { Statistics } from '../../../src/admin/status/statistics.js';
import { Reachability } from '../../../src/forward/target/reachability.js';
import type { ForwardView, LiveConnection } from '../../../src/forward/view.js';
import { forwardConfig } from '../../support/config.js';

let lastId = 0;

/** A forward whose live connections have read so many times. */
function view(name: string, answers: readonly number[]): ForwardView {
  const connections = answers.map((count): LiveConnection => {
    lastId += 1;
    const ends = { client: `10.0.0.${lastId}:1`, peer: null, local: '10.0.0.9:2', target: '10.0.0.8:443' };
    const bytes = { bytesToTarget: 1, bytesToClient: 10 };
    const answer = { answers: count, answeredMs: 5, isAwaiting: false };
    return {
      ...{ ...ends, ...bytes, ...answer },
      ...{ id: lastId, forward: name, state: 'open', durationMs: 9 },
    } as unknown as LiveConnection;
  });
  return {
    config: forwardConfig({ name }),
    ...{ listenState: 'listening', addresses: [], listenFailures: [], queued: 0 },
    reachability: Object.assign(new Reachability(), { state: 'up', since: 0 }),
    carried: { bytesToTarget: answers.length, bytesToClient: 10 * answers.length },
    active: answers.length,
    connections: () => connections,
  };
}

describe('/status of several forwards', () => {
  it('counts connections for their own forward, those of a replaced one as well', () => {
    const views = {
      current: [view('a', [1, 1]), view('b', [0]), view('c', [])],
      retired: [view('a', [1]), view('gone', [1])],
    };
    const status = buildStatus({
      ...{ version: '1', isStopping: false, name: undefined, refusal: undefined, views },
      statistics: new Statistics(() => views),
      clientName: () => null,
    });
    assert.deepEqual(
      status.forwards.map(({ name, totals, lastRead }) => [
        name,
        totals.active,
        totals.bytesToClient,
        lastRead?.client ?? null,
      ]),
      [
        ['a', 3, 30, '10.0.0.4'],
        ['b', 1, 10, null],
        ['c', 0, 0, null],
      ],
    );
    assert.deepEqual([status.totals.active, status.totals.bytesToTarget], [5, 5]);
  });
});
