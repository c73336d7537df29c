// The verdict on a forward: each one there is, and which comes first.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ForwardView, LiveConnection } from '../../../src/forward/view.js';
import { ListenError } from '../../../src/forward/listen/listener.js';
import { FORWARD_VERDICTS } from '../../../src/admin/status/schema.js';
import { Statistics } from '../../../src/admin/status/statistics.js';
import { HOUR_MS } from '../../../src/admin/status/sums.js';
import { standingOf } from '../../../src/admin/status/verdict.js';
import { Reachability } from '../../../src/forward/target/reachability.js';
import { forwardConfig } from '../../support/config.js';
import { connectionRecord } from '../../support/record.js';

const NOW = 10 * HOUR_MS;

interface Scene {
  readonly reachable?: Partial<Reachability>;
  readonly listen?: Pick<ForwardView, 'listenState' | 'listenFailures'>;
  /** How long ago a connection ended that read. */
  readonly readAgo?: number;
  /** The same of one without an answer. */
  readonly vainAgo?: number;
  readonly live?: readonly Partial<LiveConnection>[];
}

const tell = ({ reachable, listen, readAgo, vainAgo, live = [] }: Scene) => {
  const reachability = Object.assign(new Reachability(), { state: 'up', since: 0, ...reachable });
  const listening = { listenState: 'listening', listenFailures: [] } as const;
  const view = { config: forwardConfig(), ...listening, ...listen, reachability } as unknown as ForwardView;
  const statistics = new Statistics(() => ({ current: [], retired: [] }));
  const forward = view.config.name;
  if (readAgo !== undefined)
    statistics.ended(connectionRecord({ forward, client: '10.0.0.1:1', answeredMs: 0 }), NOW - readAgo);
  if (vainAgo !== undefined)
    statistics.ended(connectionRecord({ forward, client: '10.0.0.2:1', awaitedMs: 5000 }), NOW - vainAgo);
  const own = live.map((each) => ({ client: '10.0.0.3:1', isAwaiting: false, ...each }) as LiveConnection);
  return standingOf(view, statistics.forward(forward), own, NOW);
};

const address = { host: '0.0.0.0', port: 443 };
const taken = new ListenError(address, 'EADDRINUSE', address, { pid: 455, name: 'nginx', user: 'root' });
const failed = new ListenError(address, 'EACCES');

const CHANGED = { outcome: 'target-certificate-changed', code: 'X', at: 0 } as const;

const CASES: readonly (readonly [string, Scene, (typeof FORWARD_VERDICTS)[number]])[] = [
  ['a reading an hour ago, nearly', { readAgo: HOUR_MS - 1 }, 'read'],
  ['a reading on a connection that is still live', { live: [{ answers: 1, answeredMs: 5 }] }, 'read'],
  ['no reading for an hour', { readAgo: HOUR_MS }, 'not-read'],
  ['none at all', {}, 'not-read'],
  ['none since the gateway is back', { reachable: { since: NOW - 5 }, readAgo: 2 * HOUR_MS }, 'not-read-yet'],
  [
    'a live request that waits behind a 401',
    { live: [{ answers: 1, answeredMs: 5, isAwaiting: true }] },
    'not-read',
  ],
  ['a request without an answer, though another client reads', { readAgo: 5, vainAgo: 9 }, 'unanswered'],
  ['the gateway away', { reachable: { state: 'down' }, readAgo: 5, vainAgo: 9 }, 'target-down'],
  [
    'another certificate than the pinned one',
    { reachable: { state: 'down', lastFailure: CHANGED }, readAgo: 5 },
    'certificate-changed',
  ],
  ['the gateway not tried yet', { reachable: { state: 'unknown' } }, 'target-unknown'],
  ['no address to listen on', { listen: { listenState: 'waiting', listenFailures: [] } }, 'waiting'],
  [
    'a port that cannot be opened',
    { listen: { listenState: 'failed', listenFailures: [failed] } },
    'listen-failed',
  ],
  [
    'another program at the port',
    { listen: { listenState: 'failed', listenFailures: [failed, taken] }, reachable: { state: 'down' } },
    'port-taken',
  ],
];

describe('the verdict on a forward', () => {
  for (const [name, scene, verdict] of CASES)
    it(`is ${verdict} with ${name}`, () => {
      assert.equal(tell(scene).verdict, verdict);
    });

  it('is each of those that the schema lists', () => {
    const verdicts = new Set(CASES.map(([, , verdict]) => verdict));
    assert.deepEqual([...verdicts].sort(), [...FORWARD_VERDICTS].sort());
  });

  it('goes with the last reader and the client in vain', () => {
    const { lastRead, unanswered } = tell({ readAgo: 5, vainAgo: 9 });
    assert.deepEqual([lastRead, unanswered?.client], [{ client: '10.0.0.1', at: NOW - 5 }, '10.0.0.2']);
  });
});
