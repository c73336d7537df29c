// A switch that goes off takes many gateways with it: the log names the first and counts the rest, and loses none.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { LogRecord } from '../../src/log/log.js';
import { Wave } from '../../src/log/wave.js';
import { targetDown, targetUp, waiting } from '../../src/service/service-log.js';
import { forwardConfig } from '../support/config.js';

const WAVE = 15_000;
const GATEWAYS = Array.from({ length: 500 }, (_, at) =>
  forwardConfig({ name: `flat-${at}`, target: { host: `10.11.${at >> 8}.${at & 255}`, port: 443 } }),
);
const SILENT = { outcome: 'target-timeout', code: 'ETIMEDOUT' } as const;

function scene() {
  const records: LogRecord[] = [];
  const wave = new Wave((record) => records.push(record));
  return { wave, taken: () => records.splice(0) };
}

/** The gateways or forwards that the records stand for. */
const told = (records: readonly LogRecord[]): number =>
  records.reduce((sum, { fields }) => sum + 1 + Number(fields.more ?? 0), 0);

describe('a wave of events', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('of 500 gateways that go and come back takes 22 lines, and tells of each', () => {
    const { wave, taken } = scene();
    for (const recordOf of [(each: (typeof GATEWAYS)[0]) => targetDown(each, SILENT), targetUp]) {
      for (const each of GATEWAYS) wave.add(recordOf(each));
      const first = taken();
      assert.equal(first.length, 10);
      assert.equal(first[9]?.fields.target, '10.11.0.9:443');
      mock.timers.tick(WAVE);
      const rest = taken();
      assert.equal(rest.length, 1);
      assert.equal(told([...first, ...rest]), GATEWAYS.length);
    }
  });

  it('ends with a line of the last one, with all that holds for the others', () => {
    const { wave, taken } = scene();
    for (const each of GATEWAYS) wave.add(targetDown(each, SILENT));
    wave.end();
    const last = taken().at(-1);
    assert.match(
      last?.message ?? '',
      /^10\.11\.1\.243:443 is unreachable \(ETIMEDOUT\).* \[target-timeout\] \(and 489 more gateways\)$/,
    );
    assert.deepEqual(last?.fields, {
      event: 'target-down',
      target: '10.11.1.243:443',
      ...SILENT,
      more: 489,
    });
  });

  it('does not hide another reason, another link, or the next wave', () => {
    const { wave, taken } = scene();
    for (const each of GATEWAYS) wave.add(targetDown(each, SILENT));
    taken();
    const others = [
      { outcome: 'target-timeout', code: 'EHOSTDOWN' },
      { outcome: 'target-tls-failed', code: 'ETIMEDOUT' },
      { outcome: 'target-unreachable', code: 'ENETDOWN', interface: 'eth1' },
      { outcome: 'target-unreachable', code: 'ENETDOWN', interface: 'eth2' },
    ] as const;
    for (const [at, outage] of others.entries()) {
      for (const each of GATEWAYS.slice(100 * (at + 1))) wave.add(targetDown(each, outage));
      assert.equal(taken().length, 10, outage.code);
    }
    mock.timers.tick(WAVE);
    taken();
    for (const each of GATEWAYS) wave.add(targetDown(each, SILENT));
    assert.equal(taken().length, 10);
  });

  it('counts a gateway once that goes again and again', () => {
    const { wave, taken } = scene();
    for (let i = 0; i < 3; i += 1)
      for (const each of GATEWAYS.slice(0, 12)) wave.add(targetDown(each, SILENT));
    wave.end();
    assert.equal(taken().at(-1)?.fields.more, 1);
  });

  it('of a home network that goes counts forwards', () => {
    const { wave, taken } = scene();
    const known = { names: [], unreadable: undefined };
    for (const each of GATEWAYS) wave.add(waiting(each, 'wlan0', known));
    wave.end();
    assert.match(taken().at(-1)?.message ?? '', /wlan0 has no address.*\(and 489 more forwards\)$/);
  });

  it('is no matter of other events', () => {
    const { wave, taken } = scene();
    const record = { level: 'warn', message: '', fields: { event: 'mdns-conflict' } } as const;
    for (let i = 0; i < 20; i += 1) wave.add(record);
    assert.equal(taken().length, 20);
  });
});
