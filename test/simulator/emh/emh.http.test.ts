// The EMH gateway over HTTPS: the Host check, the log-in, the meters, contracts and lists, and few connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { METER_ID, NEXT_METER_ID } from '../../../src/simulator/identity.js';
import { Meter } from '../../../src/simulator/meter.js';
import type { RunningSimulator, SimulatorOptions } from '../../../src/simulator/simulator.js';
import { CONTRACTS, GATEWAY_ID } from '../../../src/simulator/emh/identity.js';
import { authorize, loggedIn, NOON, readChallenge, run, send, simulator } from '../support.js';

const ORIGIN = '/json/metering/origin';
const DERIVED = '/json/metering/derived';
const HOUR = 60 * 60 * 1000;

const gateway = (test: TestContext, options: SimulatorOptions = {}): Promise<RunningSimulator> =>
  simulator(test, { maker: 'emh', now: () => NOON, ...options });

interface Entry {
  readonly timestamp: string;
  readonly values: readonly {
    readonly logical_name: string;
    readonly scaler: number;
    readonly unit: number;
    readonly value: string;
  }[];
}

async function document<T>(place: RunningSimulator, path: string): Promise<T> {
  const { status, headers, body } = await loggedIn(place, { path });
  assert.deepEqual([status, headers['content-type']], [200, 'application/json'], body);
  return JSON.parse(body) as T;
}

/** The real value of an OBIS code in hex. */
function real({ values }: Entry, code: string): number {
  const found = values.find(({ logical_name: name }) => name.startsWith(`${code}.`));
  assert.ok(found, code);
  assert.match(found.value, /^-?\d+$/);
  return Number(found.value) * 10 ** found.scaler;
}

describe('The log-in at EMH', () => {
  it('has the gateway as realm, and neither algorithm nor opaque', async (test) => {
    const reply = await send(await gateway(test), { path: ORIGIN });
    assert.equal(reply.status, 401);
    const pattern = new RegExp(`^Digest realm="${GATEWAY_ID}", qop="auth", nonce="[0-9a-f]{32}"$`);
    assert.match(reply.headers['www-authenticate'] ?? '', pattern);
  });

  it('refuses a wrong password at once with 401, as often as it comes', async (test) => {
    const place = await gateway(test);
    for (let round = 0; round < 5; round++) {
      const { status, headers } = await loggedIn({ ...place, password: 'wrong' }, { path: ORIGIN });
      assert.equal(status, 401);
      assert.doesNotMatch(headers['www-authenticate'] ?? '', /stale/);
    }
    assert.equal((await loggedIn(place, { path: ORIGIN })).status, 200);
  });

  it('takes a nonce again while its count grows, and calls it stale at the next poll', async (test) => {
    let now = NOON;
    const place = await gateway(test, { now: () => now });
    const session = readChallenge(await send(place, { path: ORIGIN }));
    const ask = () =>
      send(place, {
        path: ORIGIN,
        headers: { authorization: authorize(session, place, 'GET', ORIGIN) },
      });
    assert.equal((await ask()).status, 200);
    assert.equal((await ask()).status, 200);
    now += 15_000;
    const late = await ask();
    assert.equal(late.status, 401);
    assert.match(late.headers['www-authenticate'] ?? '', /, stale=true$/);
  });

  it('takes a client certificate instead', async (test) => {
    const place = await gateway(test);
    const { certPem: cert, keyPem: key } = place.clientCertificate;
    assert.equal((await send(place, { path: ORIGIN, cert, key })).status, 200);
  });
});

describe('The Host at EMH', () => {
  for (const [host, status] of [
    ['192.168.33.2', 401],
    ['192.168.33.2:8080', 401],
    ['smgw.local', 401],
    ['SMGW.local:443', 401],
    ['192.168.0.10:8080', 404],
    ['smgw.local.example', 404],
    ['', 404],
  ] as const)
    it(`"${host}" is answered with ${status}, before any log-in`, async (test) => {
      const place = await gateway(test, { ownAddress: '192.168.33.2' });
      assert.equal((await send(place, { path: ORIGIN, headers: { host } })).status, status);
    });
});

describe('The documents of EMH', () => {
  it('list the meter, with and without the last slash', async (test) => {
    const place = await gateway(test);
    assert.deepEqual(await document(place, ORIGIN), [METER_ID]);
    assert.deepEqual(await document(place, `${ORIGIN}/`), [METER_ID]);
  });

  it('hold the newest values, whose scalers differ', async (test) => {
    const entry = await document<Entry>(await gateway(test), `${ORIGIN}/${METER_ID}/extended`);
    const meter = new Meter();
    assert.equal(entry.timestamp, '2026-06-17T14:07:30+02:00');
    const [taken, given] = ['0100010800ff', '0100020800ff'].map((code) => real(entry, code));
    assert.ok(Math.abs((taken ?? 0) - meter.count('consumption', NOON) / 10) <= 0.1);
    assert.ok(Math.abs((given ?? 0) - meter.count('feed-in', NOON) / 10) <= 0.001);
    const scalers = new Set(entry.values.filter(({ unit }) => unit === 30).map(({ scaler }) => scaler));
    assert.deepEqual(scalers, new Set([-1, -3]));
    assert.deepEqual(new Set(entry.values.map(({ unit }) => unit)), new Set([30, 27, 44, 33, 35, 8]));
  });

  it('share the power between the phases, and voltage times current makes it', async (test) => {
    const entry = await document<Entry>(await gateway(test), `${ORIGIN}/${METER_ID}/extended`);
    const phases = ['24', '38', '4c'].map((code) => real(entry, `0100${code}0700ff`));
    const whole = real(entry, '0100100700ff');
    assert.ok(whole < 0, 'the household feeds in at noon of a summer day');
    assert.ok(Math.abs(phases.reduce((sum, phase) => sum + phase, 0) - whole) < 0.5);
    const apparent = real(entry, '01001f0700ff') * real(entry, '0100200700ff');
    assert.ok(Math.abs(apparent - Math.abs(phases[0] ?? 0)) < 1);
    assert.equal(real(entry, '0100510704ff'), 180);
  });

  it('name a TAF-7 without meters first, then the TAF-1', async (test) => {
    const place = await gateway(test);
    const ids = await document<string[]>(place, DERIVED);
    const contracts = await Promise.all(
      ids.map((id) => document<{ taf_type: string; sensor_domains: string[] }>(place, `${DERIVED}/${id}`)),
    );
    assert.deepEqual(
      contracts.map(({ taf_type: type, sensor_domains: meters }) => [type, meters]),
      [
        ['TAF-7', []],
        ['TAF-1', [METER_ID]],
      ],
    );
  });

  it('list a month of registers, none from the future', async (test) => {
    const place = await gateway(test);
    const may = await document<Entry[]>(place, `${ORIGIN}/${METER_ID}/2026-05-01..2026-06-01`);
    assert.equal(may.length, 31 * 96);
    assert.equal(may[0]?.timestamp, '2026-05-01T00:00:00+02:00');
    assert.equal(
      real(may[0], '0100010800ff'),
      new Meter().count('consumption', Date.UTC(2026, 3, 30, 22)) / 10,
    );
    const june = await document<Entry[]>(place, `${ORIGIN}/${METER_ID}/2026-06-17..2026-06-18`);
    assert.equal(june.at(-1)?.timestamp, '2026-06-17T14:00:00+02:00');
  });

  it('hold the billing periods, the current one first, with its registers', async (test) => {
    const place = await gateway(test);
    const path = `${DERIVED}/${CONTRACTS.taf1}/billingperiods`;
    const periods = await document<{ id: string; begin: string; end: string }[]>(place, path);
    assert.deepEqual(periods[0], {
      id: '1',
      begin: '2026-06-01T00:00:00+02:00',
      end: '2026-07-01T00:00:00+02:00',
    });
    assert.equal(periods.length, 12);
    const [begin, now] = await document<[Entry, Entry]>(place, `${path}/1`);
    assert.deepEqual(
      [begin.timestamp, now.timestamp],
      ['2026-06-01T00:00:00+02:00', '2026-06-17T14:00:00+02:00'],
    );
  });

  it('hold daily values, the log book and the system', async (test) => {
    const place = await gateway(test);
    const daily = await document<Entry[]>(place, `${DERIVED}/${CONTRACTS.taf7}/daily`);
    assert.equal(daily.at(-1)?.timestamp, '2026-06-17T00:00:00+02:00');
    assert.equal((await document<unknown[]>(place, '/json/conlogbook/2026-05-01..2026-06-01')).length, 32);
    const system = await document<{ smgw_id: string }>(place, '/json/systeminformations');
    assert.equal(system.smgw_id, GATEWAY_ID);
  });

  for (const [path, status] of [
    [`${ORIGIN}/1emh0000000000/extended`, 404],
    [`${ORIGIN}/${METER_ID}/extended/more`, 404],
    [`${DERIVED}/none`, 404],
    [`${DERIVED}/${CONTRACTS.taf1}/billingperiods/99`, 404],
    ['/json', 404],
    ['/%', 404],
    ['/', 405],
    [`${ORIGIN}/${METER_ID}/2026-01-01..2026-03-01`, 400],
    [`${ORIGIN}/${METER_ID}/2026-06-01`, 400],
    ['/json/conlogbook/2026-13-01..2026-13-02', 400],
  ] as const)
    it(`are not at ${path}: ${status}`, async (test) => {
      assert.equal((await loggedIn(await gateway(test), { path })).status, status);
    });

  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
    it(`are not had by ${method}`, async (test) => {
      const { status, headers } = await send(await gateway(test), { method, path: ORIGIN });
      assert.deepEqual([status, headers.allow], [405, 'GET']);
    });

  it('are those of the new meter after a swap: another number, and registers near zero', async (test) => {
    let now = NOON;
    const place = await gateway(test, { now: () => now, meterSwap: HOUR });
    assert.deepEqual(await document(place, ORIGIN), [METER_ID]);
    now += 2 * HOUR;
    assert.deepEqual(await document(place, ORIGIN), [NEXT_METER_ID]);
    assert.equal((await loggedIn(place, { path: `${ORIGIN}/${METER_ID}/extended` })).status, 404);
    const entry = await document<Entry>(place, `${ORIGIN}/${NEXT_METER_ID}/extended`);
    assert.ok(real(entry, '0100010800ff') < 4000);
    const since = await document<Entry[]>(place, `${ORIGIN}/${NEXT_METER_ID}/2026-06-17..2026-06-18`);
    assert.equal(since[0]?.timestamp, '2026-06-17T15:15:00+02:00');
  });
});

describe('The connections at EMH', () => {
  it('are reset beyond the limit, until one ends', async (test) => {
    const { host, port } = await gateway(test, { sessionLimit: 1 });
    const first = createConnection({ host, port });
    await once(first, 'connect');
    const second = createConnection({ host, port });
    await assert.rejects(once(second.resume(), 'end'), { code: 'ECONNRESET' });
    first.destroy();
  });

  it('are encrypted on a brainpool curve where the client has it, by a certificate with the number', async (test) => {
    const { host, port } = await gateway(test);
    const words = ['s_client', '-connect', `${host}:${port}`, '-curves', 'brainpoolP256r1:P-384', '-tls1_2'];
    const { output } = await run('openssl', words);
    assert.match(output, /Temp Key: ECDH, brainpoolP256r1/);
    assert.match(output, /subject=CN ?= ?EEMH0012345678\.SM/);
  });
});
