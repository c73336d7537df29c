// Connections that come in any number: some a minute have a record of their own, the rest is counted, and none is lost.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { LogLevel } from '../../src/config/config.js';
import { OUTCOMES } from '../../src/forward/outcome.js';
import type { ConnectionRecord } from '../../src/forward/record.js';
import { ConnectionBudget } from '../../src/log/connection-budget.js';
import type { LogRecord } from '../../src/log/log.js';
import { connectionRecord } from '../support/record.js';

const MINUTE = 60_000;
/** Most lines in a minute: records, and lines that count. */
const MOST_LINES = 120 + 10;

/** The budget, and the records it has written since they were last taken. */
class Scene {
  private readonly records: LogRecord[] = [];
  readonly budget: ConnectionBudget;

  constructor(enabled: readonly LogLevel[] = ['error', 'warn', 'info']) {
    const write = (record: LogRecord): void => void this.records.push(record);
    this.budget = new ConnectionBudget(
      write,
      (level) => enabled.includes(level),
      () => Date.now(),
    );
  }

  ended(own: Partial<ConnectionRecord>, times = 1): void {
    for (let i = 0; i < times; i += 1) this.budget.add(connectionRecord(own));
  }

  denied(client: string, times = 1, forward = 'one'): void {
    this.ended({ outcome: 'denied', client, forward, bytesToTarget: 0, bytesToClient: 0 }, times);
  }

  taken(): LogRecord[] {
    return this.records.splice(0);
  }

  /** As `client count`. */
  counts(): string[] {
    return this.taken().map(({ fields }) => `${String(fields.client)} ${String(fields.count)}`);
  }
}

/** The connections that the records stand for. */
function connectionsIn(records: readonly LogRecord[]): number {
  return records.reduce((sum, { fields }) => sum + Number(fields.count ?? 1), 0);
}

describe('the budget of the connection log', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('has room for each connection of a household: four clients that poll every two seconds', () => {
    const scene = new Scene();
    for (let second = 0; second < 600; second += 2) {
      for (const client of ['10.0.0.1:1', '10.0.0.2:1', '10.0.0.3:1', '[fd00::4]:1']) scene.ended({ client });
      mock.timers.tick(2000);
    }
    scene.budget.close();
    const records = scene.taken();
    assert.equal(records.length, 1200);
    assert.ok(records.every(({ fields }) => fields.event === 'connection'));
  });

  it('writes thirty of one client and outcome a minute, and counts the others with their bytes', () => {
    const scene = new Scene();
    const reset = { outcome: 'client-reset', bytesToTarget: 1, bytesToClient: 6 } as const;
    scene.ended(reset, 999);
    scene.ended({ ...reset, atMost: ['bytesToClient'] });
    scene.ended({ outcome: 'target-reset' });
    assert.deepEqual(
      scene.taken().map(({ fields }) => fields.outcome),
      [...Array.from({ length: 30 }, () => 'client-reset'), 'target-reset'],
    );
    mock.timers.tick(MINUTE);
    const [record, ...others] = scene.taken();
    assert.deepEqual(others, []);
    assert.equal(record?.level, 'info');
    assert.equal(
      record.message,
      'forward gateway: 192.168.0.12 had 970 more connections: the client cut the connection (reset) [client-reset]; 970 bytes to target, at most 5820 bytes to client',
    );
    assert.deepEqual(record.fields, {
      event: 'connections',
      forward: 'gateway',
      client: '192.168.0.12',
      count: 970,
      outcome: 'client-reset',
      bytesToTarget: 970,
      bytesToClient: 5820,
      atMost: ['bytesToClient'],
    });
    scene.ended({ outcome: 'client-reset' });
    assert.equal(scene.taken()[0]?.fields.event, 'connection');
  });

  it('writes no more lines a minute than it says, and counts every connection, whatever comes from wherever', () => {
    const scene = new Scene();
    for (let minute = 0; minute < 3; minute += 1) {
      let connections = 0;
      for (const outcome of OUTCOMES) {
        const own = outcome === 'client-gone' ? { bytesToTarget: 0, bytesToClient: 0 } : {};
        for (let i = 0; i < 200; i += 1) {
          scene.ended(
            { outcome, client: `[2001:db8::${i.toString(16)}]:1`, forward: `f${i % 3}`, ...own },
            2,
          );
          connections += 2;
        }
      }
      mock.timers.tick(MINUTE);
      const records = scene.taken();
      assert.ok(records.length <= MOST_LINES, `${records.length} lines`);
      assert.equal(connectionsIn(records), connections);
    }
  });

  it('writes no more records in any minute, also where one that is counted ends and the next one begins', () => {
    const scene = new Scene();
    scene.ended({ client: '10.0.0.1:1' });
    mock.timers.tick(MINUTE - 1000);
    for (let i = 2; i < 130; i += 1) scene.ended({ client: `10.0.0.${i}:1` });
    assert.equal(scene.taken().length, 120);
    mock.timers.tick(1000);
    assert.equal(scene.taken().length, 9);
    for (let i = 2; i < 130; i += 1) scene.ended({ client: `10.0.0.${i}:1` });
    assert.equal(scene.taken().length, 1);
    mock.timers.tick(MINUTE - 1000);
    scene.ended({ client: '10.0.0.1:1' });
    assert.equal(scene.taken().length, 1);
  });

  it('counts clients beyond the busiest nine in one line, by outcome', () => {
    const scene = new Scene();
    for (let i = 0; i < 1200; i += 1) scene.denied(`10.0.${i >> 8}.${i & 255}:1`);
    scene.denied('10.0.0.7:1', 5);
    scene.ended({ client: '10.9.9.9:1', bytesToTarget: 3, bytesToClient: 4 }, 2);
    assert.equal(scene.taken().length, 120);
    mock.timers.tick(MINUTE);
    const records = scene.taken();
    assert.equal(records.length, 10);
    assert.deepEqual([records[0]?.fields.client, records[0]?.fields.count], ['10.0.0.7', 5]);
    assert.equal(connectionsIn(records), 1200 + 5 + 2 - 120);
    const rest = records.at(-1);
    assert.equal(rest?.level, 'warn');
    assert.deepEqual(rest.fields, {
      event: 'connections',
      client: 'other addresses',
      count: 1074,
      outcomes: { denied: 1072, 'client-closed': 2 },
      bytesToTarget: 6,
      bytesToClient: 8,
    });
    assert.equal(
      rest.message,
      'other addresses had 1074 more connections: 1072 denied, 2 client-closed; 6 bytes to target, 8 bytes to client',
    );
  });

  it('writes the first refusal of a client at once, and all others of the minute at its end', () => {
    const scene = new Scene();
    scene.denied('203.0.113.1:1');
    assert.deepEqual(scene.counts(), ['203.0.113.1 1']);
    scene.denied('203.0.113.1:2', 4);
    mock.timers.tick(MINUTE - 1);
    assert.deepEqual(scene.counts(), []);
    mock.timers.tick(1);
    assert.deepEqual(scene.counts(), ['203.0.113.1 4']);
    mock.timers.tick(10 * MINUTE);
    assert.deepEqual(scene.counts(), []);
  });

  it('tells the reasons of refusals apart', () => {
    const scene = new Scene();
    for (const code of ['max-connections', 'EMFILE', 'max-connections'])
      scene.ended({ outcome: 'over-limit', code });
    scene.ended({ outcome: 'queue-full' });
    scene.budget.close();
    assert.deepEqual(
      scene
        .taken()
        .map(({ fields: { event, outcome, hint, count } }) => [
          event,
          outcome,
          /max-connections|ulimit|max-queue/.exec(String(hint))?.[0],
          count,
        ]),
      [
        ['refused', 'over-limit', 'max-connections', 1],
        ['refused', 'over-limit', 'ulimit', 1],
        ['refused', 'queue-full', 'max-queue', 1],
        ['refused', 'over-limit', 'max-connections', 1],
      ],
    );
  });

  it('knows a client by its address and the forward it tried, in both families', () => {
    const scene = new Scene();
    const clients = ['203.0.113.1:1', '203.0.113.1:2', '203.0.113.2:1', '[2001:db8::1]:1', '[2001:db8::1]:2'];
    for (const client of [...clients, '[fe80::1%3]:1', 'unknown']) scene.denied(client);
    scene.denied('203.0.113.1:1', 1, 'two');
    assert.deepEqual(
      scene.taken().map(({ fields }) => `${String(fields.forward)} ${String(fields.client)}`),
      [
        'one 203.0.113.1',
        'one 203.0.113.2',
        'one [2001:db8::1]',
        'one [fe80::1%3]',
        'one unknown',
        'two 203.0.113.1',
      ],
    );
  });

  it('is not used up by records that the log does not write', () => {
    const scene = new Scene();
    for (let i = 0; i < 200; i += 1)
      scene.ended({ client: `10.0.0.${i}:1`, bytesToTarget: 0, bytesToClient: 0 });
    assert.deepEqual(scene.taken(), []);
    scene.ended({});
    assert.equal(scene.taken().length, 1);
  });

  it('is without limit at debug level, but for refusals', () => {
    const scene = new Scene(['error', 'warn', 'info', 'debug']);
    scene.ended({}, 1000);
    scene.ended({ bytesToTarget: 0, bytesToClient: 0 }, 1000);
    assert.equal(scene.taken().length, 2000);
    scene.denied('203.0.113.1:1', 1000);
    scene.budget.close();
    assert.deepEqual(scene.counts(), ['203.0.113.1 1', '203.0.113.1 999']);
  });

  it('says at its end what it has only counted, and nothing after that', () => {
    const scene = new Scene();
    scene.denied('203.0.113.1:1', 3);
    scene.denied('203.0.113.2:1');
    scene.taken();
    scene.budget.close();
    assert.deepEqual(scene.counts(), ['203.0.113.1 2']);
    mock.timers.tick(MINUTE);
    assert.deepEqual(scene.counts(), []);
  });

  it('is a sentence that says what to look at', () => {
    const scene = new Scene();
    scene.denied('203.0.113.1:1', 3);
    scene.budget.close();
    assert.deepEqual(
      scene.taken().map(({ message }) => message),
      [
        'forward one: 203.0.113.1 was refused: the client may not connect [denied] - see --allow and --deny',
        'forward one: 203.0.113.1 was refused 2 times: the client may not connect [denied] - see --allow and --deny',
      ],
    );
  });
});
