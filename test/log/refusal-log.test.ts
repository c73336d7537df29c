// Refusals of a client: the first is logged at once, later ones once a minute at most for each reason.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { ConnectionRecord } from '../../src/forward/record.js';
import { RefusalLog } from '../../src/log/refusal-log.js';
import { connectionRecord } from '../support/record.js';

const MINUTE = 60_000;

/** The log, and the lines it has written since they were last taken, as `forward client count`. */
class Scene {
  private readonly lines: string[] = [];
  readonly log = new RefusalLog(({ level, fields }) => {
    assert.equal(level, 'warn');
    const { event, forward, client, count, outcome } = fields;
    assert.deepEqual([event, outcome], ['refused', 'denied']);
    this.lines.push([forward, client, count].join(' '));
  });

  tries(client: string, times = 1, forward = 'one'): void {
    const record: ConnectionRecord = connectionRecord({ outcome: 'denied', client, forward });
    for (let i = 0; i < times; i += 1) this.log.add(record);
  }

  taken(): string[] {
    return this.lines.splice(0);
  }
}

describe('the log of refusals', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('has the first try at once, and all others of the next minute at its end', () => {
    const scene = new Scene();
    scene.tries('203.0.113.1:1');
    assert.deepEqual(scene.taken(), ['one 203.0.113.1 1']);
    scene.tries('203.0.113.1:2', 4);
    mock.timers.tick(MINUTE - 1);
    assert.deepEqual(scene.taken(), []);
    mock.timers.tick(1);
    assert.deepEqual(scene.taken(), ['one 203.0.113.1 4']);
  });

  it('counts from line to line, as long as there is something to count', () => {
    const scene = new Scene();
    scene.tries('203.0.113.1:1', 3);
    mock.timers.tick(MINUTE);
    scene.tries('203.0.113.1:1', 3);
    mock.timers.tick(MINUTE);
    assert.deepEqual(scene.taken(), ['one 203.0.113.1 1', 'one 203.0.113.1 2', 'one 203.0.113.1 3']);
    mock.timers.tick(10 * MINUTE);
    assert.deepEqual(scene.taken(), []);
  });

  it('tells the reasons apart', () => {
    const lines: unknown[][] = [];
    const log = new RefusalLog(({ fields: { outcome, hint, count } }) => lines.push([outcome, hint, count]));
    for (const code of ['max-connections', 'EMFILE', 'max-connections']) {
      log.add(connectionRecord({ outcome: 'over-limit', code }));
    }
    log.add(connectionRecord({ outcome: 'queue-full' }));
    log.close();
    assert.deepEqual(
      lines.map(([outcome, hint, count]) => [
        outcome,
        /max-connections|ulimit|max-queue/.exec(String(hint))?.[0],
        count,
      ]),
      [
        ['over-limit', 'max-connections', 1],
        ['over-limit', 'ulimit', 1],
        ['queue-full', 'max-queue', 1],
        ['over-limit', 'max-connections', 1],
      ],
    );
  });

  it('never has two lines of one source within a minute', () => {
    const scene = new Scene();
    let told = 0;
    for (let second = 0; second < 600; second += 1) {
      scene.tries('203.0.113.1:1', 5);
      mock.timers.tick(1000);
      told += scene.taken().length;
    }
    assert.equal(told, 11);
  });

  it('forgets a source that was quiet for a minute: its next try is a first one', () => {
    const scene = new Scene();
    scene.tries('203.0.113.1:1');
    mock.timers.tick(MINUTE);
    scene.taken();
    scene.tries('203.0.113.1:2');
    assert.deepEqual(scene.taken(), ['one 203.0.113.1 1']);
  });

  it('knows a source by its address and the forward it tried, in both families', () => {
    const scene = new Scene();
    const clients = ['203.0.113.1:1', '203.0.113.1:2', '203.0.113.2:1', '[2001:db8::1]:1', '[2001:db8::1]:2'];
    for (const client of [...clients, '[fe80::1%3]:1', 'unknown']) scene.tries(client);
    scene.tries('203.0.113.1:1', 1, 'two');
    assert.deepEqual(scene.taken(), [
      'one 203.0.113.1 1',
      'one 203.0.113.2 1',
      'one [2001:db8::1] 1',
      'one [fe80::1%3] 1',
      'one unknown 1',
      'two 203.0.113.1 1',
    ]);
  });

  it('counts together who comes when there are too many, for each forward', () => {
    const scene = new Scene();
    for (let i = 0; i < 1010; i += 1) scene.tries(`10.0.${i >> 8}.${i & 255}:1`);
    assert.deepEqual(scene.taken().slice(999), ['one 10.0.3.231 1', 'one other addresses 1']);
    scene.tries('10.0.0.0:2');
    scene.tries('10.0.3.240:2', 2);
    scene.tries('10.0.3.240:2', 3, 'two');
    assert.deepEqual(scene.taken(), ['two other addresses 1']);
    mock.timers.tick(MINUTE);
    assert.deepEqual(scene.taken(), ['one 10.0.0.0 1', 'one other addresses 11', 'two other addresses 2']);
    // There is room again.
    scene.tries('10.0.3.240:3');
    assert.deepEqual(scene.taken(), ['one 10.0.3.240 1']);
  });

  it('says at its end what it has only counted, and nothing after that', () => {
    const scene = new Scene();
    scene.tries('203.0.113.1:1', 3);
    scene.tries('203.0.113.2:1');
    scene.taken();
    scene.log.close();
    assert.deepEqual(scene.taken(), ['one 203.0.113.1 2']);
    mock.timers.tick(MINUTE);
    assert.deepEqual(scene.taken(), []);
  });

  it('is a sentence that says what to look at', () => {
    const messages: string[] = [];
    const log = new RefusalLog(({ message }) => messages.push(message));
    const record = connectionRecord({ outcome: 'denied', client: '203.0.113.1:1', forward: 'one' });
    for (let i = 0; i < 3; i += 1) log.add(record);
    log.close();
    assert.deepEqual(messages, [
      'forward one: 203.0.113.1 was refused: the client may not connect [denied] - see --allow and --deny',
      'forward one: 203.0.113.1 was refused 2 times: the client may not connect [denied] - see --allow and --deny',
    ]);
  });
});
