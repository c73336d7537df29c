// The method `readings`: shapes, times, databases, channels, and refused parameters.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { INSTALLED, METER_ID } from '../../../src/simulator/identity.js';
import { USAGE_POINT_ID } from '../../../src/simulator/theben/identity.js';
import { Meter } from '../../../src/simulator/meter.js';
import { readings } from '../../../src/simulator/theben/readings.js';
import { NOON } from '../support.js';

const METER = new Meter();
const TAKEN = '0100010800ff';
const GIVEN = '0100020800ff';

interface Reading {
  readonly 'capture-time': string;
  readonly 'owner-number': string;
  readonly 'target-time': string;
  readonly value: string;
}

interface Result {
  readonly channels: readonly { readonly obis: string; readonly readings: readonly Reading[] }[];
  readonly records: string;
}

function read(parameters: object, now = NOON): Result {
  const call = { 'usage-point-id': USAGE_POINT_ID, database: 'origin', ...parameters };
  return (readings(call, METER, now) as { readings: Result }).readings;
}

function times(result: Result): string[] {
  return (result.channels[0]?.readings ?? []).map((reading) => reading['target-time']);
}

const DAY_OF_JUNE = { fromtime: '2026-06-16T00:00:00+02:00', totime: '2026-06-17T00:00:00+02:00' };

const REFUSED: readonly (readonly [string, object])[] = [
  ['no usage point', { 'usage-point-id': undefined }],
  ['a usage point that is not there', { 'usage-point-id': '01005e318021.taf1-1.sm' }],
  ['a usage point that is no string', { 'usage-point-id': 7 }],
  ['no database', { database: undefined }],
  ['an unknown database', { database: 'hourly' }],
  ['a database named like a property of every object', { database: 'constructor' }],
  ['channels that are no list', { channels: TAKEN }],
  ['an unknown channel', { channels: ['0100100700ff'] }],
  ['a channel object without channel', { channels: [{}] }],
  ['a last-reading that is neither true nor false', { 'last-reading': 'yes' }],
  ['a time that is no time', { fromtime: 'yesterday' }],
  ['a time that is no string', { fromtime: 1_780_000_000 }],
  ['a day that does not exist', { fromtime: '2026-02-30T00:00:00Z' }],
  ['an hour that does not exist', { fromtime: '2026-06-16T24:00:00Z' }],
  ['an offset that does not exist', { fromtime: '2026-06-16T00:00:00+25:00' }],
  ['an end without a beginning', { totime: '2026-06-16T00:00:00Z' }],
  ['an end before the beginning', { fromtime: '2026-06-16T00:00:01Z', totime: '2026-06-16T00:00:00Z' }],
  ['31 days and a second', { fromtime: '2026-05-01T00:00:00Z', totime: '2026-06-01T00:00:01Z' }],
  ['a beginning more than 31 days ago', { fromtime: '2026-05-01T00:00:00Z' }],
];

describe('The method readings', () => {
  it('gives the last reading of both channels without times', () => {
    assert.deepEqual(read({}), {
      channels: [TAKEN, GIVEN].map((obis, index) => ({
        obis,
        readings: [
          {
            'capture-time': '2026-06-17T12:00:00Z',
            'cosem-status': 'e002000000000000',
            'meter-status': '00000000',
            'owner-number': `${METER_ID}.sm`,
            signature: null,
            'smgw-status': 'e0020000',
            'target-time': '2026-06-17T12:00:00Z',
            value: String(METER.count(index === 0 ? 'consumption' : 'feed-in', Date.UTC(2026, 5, 17, 12))),
          },
        ],
      })),
      records: '2',
    });
  });

  it('gives the last reading on request, for all times', () => {
    for (const flag of [true, 'true'])
      assert.deepEqual(read({ 'last-reading': flag, ...DAY_OF_JUNE }), read({}));
    for (const flag of [false, 'false'])
      assert.equal(times(read({ 'last-reading': flag, ...DAY_OF_JUNE })).length, 96);
  });

  it('gives the quarter hours after fromtime up to totime', () => {
    const result = read(DAY_OF_JUNE);
    assert.equal(times(result).length, 96);
    assert.equal(times(result)[0], '2026-06-15T22:15:00Z');
    assert.equal(times(result).at(-1), '2026-06-16T22:00:00Z');
    assert.equal(result.records, '192');
  });

  it('counts upwards', () => {
    const values = (read(DAY_OF_JUNE).channels[0]?.readings ?? []).map(({ value }) => Number(value));
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    );
    assert(new Set(values).size === 96);
  });

  it('gives at most exactly 31 days', () => {
    const result = read({ fromtime: '2026-05-01T00:00:00Z', totime: '2026-06-01T00:00:00Z' });
    assert.equal(times(result).length, 31 * 96);
  });

  it('ends at the present when totime is left out or lies ahead', () => {
    const fromtime = '2026-06-17T11:00:00Z';
    assert.equal(times(read({ fromtime })).at(-1), '2026-06-17T12:00:00Z');
    assert.equal(times(read({ fromtime, totime: '2026-06-30T00:00:00Z' })).length, 4);
  });

  it('reads times without a zone as UTC and with fractions', () => {
    const span = { fromtime: '2026-06-17T10:00:00', totime: '2026-06-17T11:00:00.000Z' };
    assert.equal(times(read(span)).length, 4);
  });

  it('has no readings before the installation', () => {
    const early = { fromtime: '1999-01-01T00:00:00Z', totime: '1999-01-02T00:00:00Z' };
    assert.deepEqual([times(read(early)), read(early).records], [[], '0']);
    assert.equal(
      times(read({ ...early, fromtime: '2023-12-31T00:00:00Z', totime: '2024-01-01T00:15:00Z' })).length,
      2,
    );
    assert.deepEqual(times(read({}, INSTALLED - 1)), []);
  });

  it('gives one value per German midnight from the daily database', () => {
    const daily = {
      database: 'daily',
      fromtime: '2026-03-28T00:00:00+01:00',
      totime: '2026-03-31T00:00:00+02:00',
    };
    assert.deepEqual(times(read(daily)), [
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
      '2026-03-30T22:00:00Z',
    ]);
    assert.deepEqual(times(read({ database: 'daily' })), ['2026-06-16T22:00:00Z']);
  });

  it('gives the same counts from the daily as from the origin database', () => {
    const daily = read({ database: 'daily' }).channels[0]?.readings[0];
    assert.equal(daily?.value, read(DAY_OF_JUNE).channels[0]?.readings.at(-1)?.value);
  });

  it('names the tariff as owner of derived values and has no calculated ones', () => {
    assert.equal(read({ database: 'derived' }).channels[0]?.readings[0]?.['owner-number'], 'taf7-1.sm');
    assert.deepEqual(
      read({ database: 'calculated', ...DAY_OF_JUNE }).channels.map((channel) => channel.readings),
      [[], []],
    );
  });

  for (const channels of [[GIVEN], [`${GIVEN}.${METER_ID}.sm`], [{ channel: GIVEN }]]) {
    it(`gives only the requested channel with ${JSON.stringify(channels)}`, () => {
      const result = read({ channels });
      assert.deepEqual([result.channels.map(({ obis }) => obis), result.records], [[GIVEN], '1']);
    });
  }

  for (const [what, parameters] of REFUSED) {
    it(`refuses ${what}`, () => {
      assert.throws(() => read(parameters), { name: 'Refusal', status: 400 });
    });
  }
});
