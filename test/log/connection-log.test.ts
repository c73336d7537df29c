// The log record of a connection: level, fields, sentence and hint.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES, type Outcome } from '../../src/forward/outcome.js';
import { connectionLogRecord, sentence } from '../../src/log/connection-log.js';
import { hintFor } from '../../src/log/hint.js';
import { connectionRecord } from '../support/record.js';

const RECORD = connectionRecord();

const NO_BYTES = { bytesToTarget: 0, bytesToClient: 0, firstByteMs: undefined };

describe('the connection log', () => {
  it('has exactly the fields of the contract', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(connectionLogRecord(RECORD).fields)), {
      event: 'connection',
      id: 17,
      forward: 'gateway',
      client: '192.168.0.12:51234',
      local: '192.168.0.10:8080',
      target: '10.11.120.2:443',
      queueMs: 0,
      connectMs: 1.235,
      firstByteMs: 35.1,
      durationMs: 1240,
      bytesToTarget: 812,
      bytesToClient: 3481,
      outcome: 'client-closed',
      active: 2,
    });
  });

  it('is a sentence with the numbers in it', () => {
    assert.equal(
      sentence(connectionLogRecord(RECORD).fields),
      '#17 192.168.0.12:51234 → 10.11.120.2:443 (gateway): the client closed the connection after 1.2 s; ' +
        '812 bytes to target, 3481 bytes to client, connected in 1 ms, first byte after 35 ms; 2 still open [client-closed]',
    );
  });

  it('leaves out what did not happen, and adds the hint', () => {
    const record = {
      ...RECORD,
      ...NO_BYTES,
      connectMs: undefined,
      outcome: 'target-timeout',
      active: 0,
    } as const;
    const { fields } = connectionLogRecord(record);
    assert.equal(fields.connectMs, null);
    assert.equal(
      sentence(fields),
      '#17 192.168.0.12:51234 → 10.11.120.2:443 (gateway): the target did not accept the connection in time after 1.2 s; ' +
        '0 bytes to target, 0 bytes to client; 0 still open [target-timeout] - ' +
        'nothing answers at that address: is the gateway switched on, is its address right?',
    );
  });

  it('names the client that a proxy has announced, and the proxy', () => {
    const { fields } = connectionLogRecord({ ...RECORD, peer: '[fd00::2]:443' });
    assert.deepEqual([fields.client, fields.peer], ['192.168.0.12:51234', '[fd00::2]:443']);
    assert.match(sentence(fields), /^#17 192\.168\.0\.12:51234 \(by \[fd00::2\]:443\) → 10\.11\.120\.2:443 /);
  });

  it('has a sentence for every outcome', () => {
    for (const outcome of OUTCOMES) {
      assert.ok(connectionLogRecord({ ...RECORD, outcome }).message.length > 10, outcome);
    }
    const messages = OUTCOMES.map((outcome) => connectionLogRecord({ ...RECORD, outcome }).message);
    assert.equal(new Set(messages).size, OUTCOMES.length);
  });

  it('shows a connection without a byte to the curious only, unless it failed', () => {
    assert.equal(connectionLogRecord(RECORD).level, 'info');
    for (const outcome of ['client-closed', 'target-closed', 'client-reset'] as const) {
      assert.equal(connectionLogRecord({ ...RECORD, ...NO_BYTES, outcome }).level, 'debug');
    }
    const orderly = new Set<Outcome>(['client-closed', 'target-closed', 'client-reset']);
    for (const outcome of OUTCOMES.filter((each) => !orderly.has(each))) {
      assert.equal(connectionLogRecord({ ...RECORD, ...NO_BYTES, outcome }).level, 'warn', outcome);
    }
  });

  it('says of which bytes it knows only the most', () => {
    const exact = connectionLogRecord(RECORD).fields;
    assert.equal(JSON.stringify(exact).includes('atMost'), false);
    const { fields } = connectionLogRecord({ ...RECORD, atMost: ['bytesToClient'] });
    assert.deepEqual(fields.atMost, ['bytesToClient']);
    assert.match(sentence(fields), /; 812 bytes to target, at most 3481 bytes to client, /);
  });

  it('says how long it waited for its turn, and long times without fractions', () => {
    const { fields } = connectionLogRecord({ ...RECORD, queueMs: 1500, durationMs: 123_456 });
    assert.match(sentence(fields), / after 2 min 3 s; .*, waited 1\.5 s, connected in 1 ms, /);
  });

  it('shows a failed connection that carried bytes among the others', () => {
    assert.equal(connectionLogRecord({ ...RECORD, outcome: 'idle-timeout' }).level, 'info');
  });

  it('has the hint as a field', () => {
    const { fields } = connectionLogRecord({ ...RECORD, ...NO_BYTES, outcome: 'target-refused' });
    assert.match(String(fields.hint), /is the port right\?$/);
  });
});

describe('hints', () => {
  const UNANSWERED = { ...RECORD, unansweredMs: 5000 };

  it('tell of a request that was never answered, whoever ended the connection', () => {
    for (const outcome of ['client-closed', 'client-reset', 'idle-timeout'] as const) {
      assert.match(hintFor({ ...UNANSWERED, outcome }) ?? '', /never answered: often a wrong password/);
    }
  });

  it('say nothing of an answer that was only slow to be asked for, nor when we stopped it', () => {
    assert.equal(hintFor({ ...RECORD, unansweredMs: 500 }), undefined);
    assert.equal(hintFor({ ...UNANSWERED, outcome: 'shutdown' }), undefined);
  });

  it('name the remedy for local trouble', () => {
    assert.match(hintFor({ ...RECORD, outcome: 'internal-error', code: 'EMFILE' }) ?? '', /ulimit -n/);
    assert.match(hintFor({ ...RECORD, outcome: 'client-reset', code: 'ETIMEDOUT' }) ?? '', /Wi-Fi/);
  });

  it('name the option behind a limit, a full queue, and a proxy that is none', () => {
    const cases = [
      ['over-limit', 'max-connections', /--max-connections$/],
      ['over-limit', 'max-connections-per-client', /--max-connections-per-client:/],
      ['over-limit', 'EMFILE', /ulimit -n/],
      ['queue-timeout', undefined, /--queue-timeout and --max-target-connections/],
      ['queue-full', undefined, /--max-queue and --max-target-connections/],
      ['proxy-header-missing', undefined, /--accept-proxy/],
    ] as const;
    for (const [outcome, code, expected] of cases)
      assert.match(hintFor(connectionRecord({ ...NO_BYTES, outcome, code })) ?? '', expected);
  });

  it('are not given where there is nothing to be done', () => {
    for (const outcome of ['client-gone', 'proxy-header-invalid', 'proxy-header-timeout'] as const)
      assert.equal(hintFor(connectionRecord({ ...NO_BYTES, outcome })), undefined, outcome);
  });

  it('begin at three seconds without an answer', () => {
    assert.equal(hintFor({ ...RECORD, unansweredMs: 2999 }), undefined);
    assert.match(hintFor({ ...RECORD, unansweredMs: 3000 }) ?? '', /never answered/);
  });

  it('tell a gateway that never sends a byte from one that refuses a password', () => {
    const mute = { ...UNANSWERED, firstByteMs: undefined, bytesToClient: 0 };
    assert.match(hintFor(mute) ?? '', /sends nothing: overloaded or read too often/);
    assert.match(hintFor({ ...mute, outcome: 'idle-timeout' }) ?? '', /sends nothing/);
  });

  it('tell of a connection that the gateway ends before its first byte', () => {
    for (const outcome of ['target-reset', 'target-closed'] as const) {
      const cut = { ...RECORD, firstByteMs: undefined, outcome };
      assert.match(hintFor(cut) ?? '', /--max-target-connections$/);
      assert.match(hintFor({ ...cut, bytesToTarget: 0 }) ?? '', /--max-target-connections$/, 'at once');
      const resting = { ...cut, bytesToTarget: 0, durationMs: 600_000 };
      assert.equal(hintFor(resting), undefined, 'after a long time without a request');
      assert.equal(hintFor({ ...RECORD, outcome }), undefined, 'after an answer');
    }
    assert.equal(hintFor({ ...RECORD, firstByteMs: undefined }), undefined, 'ended by the client');
  });

  it('tell of a request that the gateway meets with an end, and not of a close_notify', () => {
    for (const outcome of ['target-reset', 'target-closed'] as const) {
      const kept = { ...RECORD, outcome, unansweredMs: 3 };
      assert.match(hintFor({ ...kept, unansweredBytes: 400 }) ?? '', /in place of an answer/);
      assert.equal(hintFor({ ...kept, unansweredBytes: 85 }), undefined);
    }
    assert.equal(hintFor({ ...RECORD, unansweredMs: 3, unansweredBytes: 400 }), undefined);
  });

  it('name the cause that is known rather than what it looks like', () => {
    const hint = hintFor({ ...RECORD, outcome: 'target-unreachable', code: 'ENOTFOUND' });
    assert.match(hint ?? '', /name could not be looked up/);
    const silent = hintFor({ ...RECORD, outcome: 'target-timeout', code: 'ETIMEDOUT' });
    assert.match(silent ?? '', /^nothing answers at that address/);
  });
});
