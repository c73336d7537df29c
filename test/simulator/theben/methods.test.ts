// The other methods, the log book and the self-test, and refusals of arbitrary calls.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { METER_ID } from '../../../src/simulator/identity.js';
import { USAGE_POINT_ID } from '../../../src/simulator/theben/identity.js';
import { createMethods, SELF_TEST_PAUSE } from '../../../src/simulator/theben/methods.js';
import { Meter } from '../../../src/simulator/meter.js';
import { parseCall } from '../../../src/simulator/theben/parameters.js';
import { Refusal } from '../../../src/simulator/refusal.js';
import { NOON } from '../support.js';

const HEX = { server: '30aa', signature: '30bb', authority: '30cc' };
const BAD_REQUEST = { name: 'Refusal', status: 400 };

interface Entry {
  readonly index: string;
  readonly message: string;
  readonly time: string;
}

interface Answers {
  readonly log: { readonly entries: readonly Entry[]; readonly records: string };
  readonly 'usage-point-info': { readonly databases: readonly { database: string; channels: object[] }[] };
}

function setUp(): { methods: (call: object) => Answers & Record<string, unknown>; clock: { now: number } } {
  const clock = { now: NOON };
  const methods = createMethods({ certificates: HEX, meter: new Meter(), now: () => clock.now });
  return {
    clock,
    methods: (call) => methods(call as Record<string, unknown>) as Answers & Record<string, unknown>,
  };
}

/** All scalars of a document. */
function scalars(document: unknown): unknown[] {
  if (typeof document !== 'object' || document === null) return [document];
  return Object.values(document).flatMap(scalars);
}

describe('The methods', () => {
  it('describe the gateway', () => {
    assert.deepEqual(setUp().methods({ method: 'smgw-info' }), {
      'elapsed-time': '0 miliseconds',
      method: 'smgw-info',
      'smgw-info': {
        certificates: { han: { tls: '30aa' }, wan: [{ 'cert-index': '0', sig: '30bb', 'sub-ca': '30cc' }] },
        'firmware-info': {
          component: 'Firmware',
          hash: '5c1de01f0c3f8f4ab6ab7a6c6a5d5d0b5e0c7e7d9a4c2b1f8e6d3c5a79b08142',
          version: 'v3.25.2',
        },
        'smgw-id': 'ethe0300186023',
        'smgw-state': 'a0000000',
        'smgw-time': '2026-06-17T12:07:30',
      },
      version: '1.2.0',
    });
  });

  it('describe the contract', () => {
    assert.deepEqual(setUp().methods({ method: 'user-info' })['user-info'], {
      'usage-points': [
        {
          'billing-Periods': [
            { 'end-time': '2026-06-01T00:00:00Z', 'start-time': '2026-05-01T00:00:00Z' },
            { 'end-time': '2026-07-01T00:00:00Z', 'start-time': '2026-06-01T00:00:00Z' },
          ],
          'capture-time': '00:00:00',
          'delivery-id': 'emt1',
          'end-time': '',
          meter: [{ 'meter-id': METER_ID }],
          'metering-point-id': 'DE0001234567800000000000009876543',
          'on-demand-profile-configured': 'true',
          'start-time': '2024-01-01T00:00:00Z',
          'taf-number': '7',
          'taf-state': 'running',
          'usage-point-id': USAGE_POINT_ID,
          'usage-point-name': 'taf7',
        },
      ],
    });
  });

  it('describe the channels of one database under their names in readings', () => {
    const call = { method: 'usage-point-info', 'usage-point-id': USAGE_POINT_ID, database: 'origin' };
    const channels = ['0100010800ff', '0100020800ff'].map((code) => ({
      obis: code,
      scaler: '-1',
      unit: '30',
    }));
    const info = setUp().methods(call)['usage-point-info'];
    const { databases, ...rest } = info;
    assert.deepEqual(databases, [{ channels, database: 'origin' }]);
    assert.deepEqual(rest, {
      emts: ['emt1.sm'],
      'taf-profile': '3003020107',
      'transparency-bit': 'true',
      'usage-point-id': USAGE_POINT_ID,
      'usage-point-name': 'taf7',
    });
  });

  it('describe all databases without a named one', () => {
    const call = { method: 'usage-point-info', 'usage-point-id': USAGE_POINT_ID };
    const info = setUp().methods(call)['usage-point-info'];
    const names = info.databases.map(({ database }) => database);
    assert.deepEqual(names, ['origin', 'derived', 'calculated', 'daily']);
  });

  it('write every scalar as a string, except the missing signature', () => {
    const { methods } = setUp();
    const which = { 'usage-point-id': USAGE_POINT_ID, database: 'origin' };
    for (const method of ['smgw-info', 'user-info', 'usage-point-info', 'readings', 'log', 'self-test']) {
      const odd = scalars(methods({ method, ...which })).filter((value) => typeof value !== 'string');
      assert.deepEqual([...new Set(odd)], method === 'readings' ? [null] : [], method);
    }
  });

  it('give their duration by the clock of the options', () => {
    let time = 0;
    const methods = createMethods({ certificates: HEX, meter: new Meter(), now: () => (time += 42) });
    assert.equal(
      (methods({ method: 'user-info' }) as Record<string, unknown>)['elapsed-time'],
      '42 miliseconds',
    );
  });

  for (const method of [undefined, '', 'reading', 'constructor', '__proto__', 7, null, ['log']]) {
    it(`refuse ${JSON.stringify([method]).slice(1, -1)} as method`, () => {
      assert.throws(() => setUp().methods({ method }), BAD_REQUEST);
    });
  }

  for (const parameters of [
    {},
    { 'usage-point-id': 'x' },
    { 'usage-point-id': USAGE_POINT_ID, database: 'x' },
  ]) {
    it(`refuse usage-point-info with ${JSON.stringify(parameters)}`, () => {
      assert.throws(() => setUp().methods({ method: 'usage-point-info', ...parameters }), BAD_REQUEST);
    });
  }

  it('answer or refuse arbitrary JSON', () => {
    const { methods } = setUp();
    const name = fc.constantFrom(
      'method',
      'database',
      'channels',
      'fromtime',
      'totime',
      'fromindex',
      'count',
    );
    const word = fc.constantFrom(
      'log',
      'readings',
      'origin',
      USAGE_POINT_ID,
      '2026-06-01T00:00:00Z',
      'true',
      '9',
    );
    const value = fc.oneof(word, fc.jsonValue());
    fc.assert(
      fc.property(
        fc.constantFrom('readings', 'log', 'usage-point-info'),
        fc.dictionary(name, value),
        (method, extra) => {
          try {
            methods({ method, 'usage-point-id': USAGE_POINT_ID, database: 'origin', ...extra });
          } catch (error) {
            assert(error instanceof Refusal, String(error));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('The log book', () => {
  it('has an entry a day in the form of the interface, the oldest first', () => {
    const { log } = setUp().methods({ method: 'log' });
    assert.equal(log.entries.length, 91);
    assert.equal(log.records, '91');
    assert.deepEqual(log.entries.at(-1), {
      'event-id': '16001',
      'event-sub-id': '0',
      index: '77587501',
      level: '1',
      message:
        'Es wurden 96 Messwerte an den Marktteilnehmer emt1 für den Zeitraum 2026-06-16T00:00:00Z bis 2026-06-17T00:00:00Z übertragen.',
      outcome: '0',
      'subject-identity': USAGE_POINT_ID,
      time: '2026-06-17T00:05:00Z',
      'user-identity': '01005e318011.consumer1.sm',
      'vendor-id': 'BSI',
      version: '1',
    });
  });

  it('is cut by times, without the last one', () => {
    const span = { fromtime: '2026-06-10T00:05:00Z', totime: '2026-06-12T00:05:00Z' };
    const { log } = setUp().methods({ method: 'log', ...span });
    assert.deepEqual(
      log.entries.map(({ time }) => time),
      ['2026-06-10T00:05:00Z', '2026-06-11T00:05:00Z'],
    );
  });

  it('is cut by index and count, as numbers or strings', () => {
    const { methods } = setUp();
    const third = methods({ method: 'log' }).log.entries[2];
    for (const [fromindex, count] of [
      [Number(third?.index), 1],
      [third?.index, '1'],
    ]) {
      assert.deepEqual(methods({ method: 'log', fromindex, count }).log.entries, [third]);
    }
  });

  for (const wrong of [
    { count: 0 },
    { count: 1501 },
    { count: '1.5' },
    { count: [] },
    { fromindex: -1 },
    { fromtime: 'x' },
    { fromindex: 1, fromtime: '2026-06-10T00:00:00Z' },
  ]) {
    it(`is refused with ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => setUp().methods({ method: 'log', ...wrong }), BAD_REQUEST);
    });
  }
});

describe('The self-test', () => {
  it('is refused for ten minutes after the last one', () => {
    const { methods, clock } = setUp();
    const done = { 'elapsed-time': '0 miliseconds', method: 'self-test', version: '1.2.0' };
    assert.deepEqual(methods({ method: 'self-test' }), done);
    clock.now += SELF_TEST_PAUSE - 1;
    assert.throws(() => methods({ method: 'self-test' }), { name: 'Refusal', status: 403 });
    clock.now += 1;
    assert.deepEqual(methods({ method: 'self-test' }), done);
  });

  it('leaves its result in the log book', () => {
    const { methods } = setUp();
    methods({ method: 'self-test' });
    const last = methods({ method: 'log' }).log.entries.at(-1);
    assert.match(last?.message ?? '', /Selbsttest erfolgreich/);
    assert.equal(last?.time, '2026-06-17T12:07:30Z');
  });
});

describe('The body of a call', () => {
  for (const body of ['', '{', 'null', '[]', '"log"', '7', '\u{feff}x', '{"a":1}x', '['.repeat(16_000)]) {
    it(`is refused when it is ${body.slice(0, 10) || 'empty'}`, () => {
      assert.throws(() => parseCall(Buffer.from(body)), BAD_REQUEST);
    });
  }

  it('is refused when it is not UTF-8', () => {
    assert.throws(() => parseCall(Buffer.from('{"method":"\xff"}', 'latin1')), BAD_REQUEST);
  });

  it('is an object with arbitrary keys', () => {
    assert.deepEqual(parseCall(Buffer.from('{"__proto__":{"method":"log"}}')).method, undefined);
  });
});
