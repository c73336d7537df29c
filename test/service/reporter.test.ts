// Reports of the forwards become lines in the log, totals, and a status line.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ListenError } from '../../src/forward/listen/listener.js';
import type { Log, LogRecord } from '../../src/log/log.js';
import { Reporter } from '../../src/service/reporter.js';
import { interfaceNames } from '../../src/machine/interfaces.js';
import { forwardConfig } from '../support/config.js';
import { connectionRecord } from '../support/record.js';

/** A log that notes what is written to it, and its end. */
class Notes implements Log {
  readonly records: LogRecord[] = [];

  readonly write = (record: LogRecord): void => {
    this.records.push(record);
  };

  readonly isEnabled = (): boolean => true;

  lost = 0;
  readonly dropped = (): number => this.lost;

  readonly reopen = (): void => {
    this.write({ level: 'info', message: '', fields: { event: 'reopened' } });
  };

  readonly close = (): Promise<void> => {
    this.write({ level: 'info', message: '', fields: { event: 'closed' } });
    return Promise.resolve();
  };

  get events(): string[] {
    return this.records.map(({ fields }) => fields.event);
  }
}

function scene() {
  const [log, statuses]: [Notes, string[]] = [new Notes(), []];
  const reporter = new Reporter(log, ({ en }) => statuses.push(en));
  return { log, statuses, reporter };
}

const FORWARD = forwardConfig({ name: 'gateway' });
const DENIED = connectionRecord({ outcome: 'denied', bytesToTarget: 0, bytesToClient: 0 });

describe('the reporter', () => {
  it('logs each connection, and counts those without a byte', async () => {
    const { log, reporter } = scene();
    reporter.ended(connectionRecord());
    reporter.ended(connectionRecord({ bytesToTarget: 0 }));
    reporter.ended(connectionRecord({ bytesToTarget: 0, bytesToClient: 0 }));
    await reporter.close();
    assert.deepEqual(log.events, ['connection', 'connection', 'connection', 'stopped', 'closed']);
    assert.deepEqual(log.records.at(-2)?.fields, { event: 'stopped', connections: 3, withoutBytes: 1 });
  });

  it('counts who is denied instead of logging each try, and tells the rest before its end', async () => {
    const { log, reporter } = scene();
    for (let i = 0; i < 3; i += 1) reporter.ended(DENIED);
    assert.deepEqual(log.events, ['refused']);
    await reporter.close();
    assert.deepEqual(log.events, ['refused', 'refused', 'stopped', 'closed']);
    assert.equal(log.records[1]?.fields.count, 2);
    assert.deepEqual(reporter.totals, { connections: 3, withoutBytes: 3 });
  });

  it('counts what comes again and again, for each subject', async () => {
    const { log, reporter } = scene();
    for (let i = 0; i < 50; i += 1) reporter.mdnsConflict('smgw.local', 'wlan0', `192.168.0.${i}`);
    reporter.mdnsConflict('smgw.local', 'wlan1', '192.168.0.1');
    for (let i = 0; i < 11; i += 1) reporter.acceptFailed(FORWARD, i % 2 === 0 ? 'EMFILE' : 'ENFILE');
    assert.equal(log.records.length, 10 + 1 + 10);
    await reporter.close();
    const counted = log.records.filter(({ fields }) => fields.count !== undefined);
    assert.deepEqual(
      counted.map(({ fields: { event, count } }) => [event, count]),
      [
        ['mdns-conflict', 40],
        ['accept-failed', 1],
      ],
    );
    assert.match(counted[0]?.message ?? '', /already belongs to 192\.168\.0\.49 .* \(40 more times\)$/);
  });

  it('counts most of the gateways that go at once, also those that go right before its end', async () => {
    const { log, reporter } = scene();
    for (let at = 0; at < 12; at += 1)
      reporter.targetDown(forwardConfig({ target: { host: `10.11.120.${at}`, port: 443 } }), {
        outcome: 'target-unreachable',
        code: 'EHOSTUNREACH',
      });
    assert.equal(log.records.length, 10);
    await reporter.close();
    assert.deepEqual(log.events.slice(10), ['target-down', 'stopped', 'closed']);
    assert.equal(log.records[10]?.fields.more, 1);
  });

  it('says how things are whenever that has changed, in the words of the log', () => {
    const { log, statuses, reporter } = scene();
    reporter.listening(FORWARD, [{ port: 8080 }]);
    reporter.waiting(FORWARD, 'absent0');
    reporter.listenFailed(FORWARD, new ListenError({ port: 8080 }, 'EADDRINUSE'));
    reporter.targetDown(FORWARD, { outcome: 'target-refused', code: 'ECONNREFUSED' });
    reporter.targetUp(FORWARD);
    assert.deepEqual(log.events, ['listening', 'waiting', 'listen-failed', 'target-down', 'target-up']);
    assert.deepEqual(
      statuses,
      log.records.map(({ message }) => message),
    );
    assert.ok(statuses[1]?.endsWith(`interfaces with an address: ${interfaceNames().join(', ')}`));
  });

  it('keeps to the log what changes nothing', async () => {
    const { log, statuses, reporter } = scene();
    reporter.acceptFailed(FORWARD, 'EMFILE');
    reporter.ended(connectionRecord());
    reporter.ended(DENIED);
    await reporter.close();
    assert.deepEqual(log.events, ['accept-failed', 'connection', 'refused', 'stopped', 'closed']);
    assert.deepEqual(statuses, []);
  });

  it('goes over to another log, counting on, and closes the one before', async () => {
    const { log, reporter } = scene();
    const next = new Notes();
    for (let i = 0; i < 2; i += 1) reporter.ended(DENIED);
    const done = reporter.writeTo(next);
    reporter.ended(connectionRecord());
    await done;
    assert.deepEqual([log.events, next.events], [['refused', 'closed'], ['connection']]);
    await reporter.close();
    assert.deepEqual(next.events, ['connection', 'refused', 'stopped', 'closed']);
    assert.equal(next.records.at(-2)?.fields.connections, 3);
    assert.equal(log.events.length, 2);
  });
});
