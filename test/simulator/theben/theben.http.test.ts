// The simulated gateway over HTTP, with Node and curl as clients: log-in, paths, methods and all statuses.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { createConnection } from 'node:net';
import { performance } from 'node:perf_hooks';
import { after, before, describe, it } from 'node:test';

import { MAX_BODY } from '../../../src/simulator/body.js';
import { METER_ID, NEXT_METER_ID } from '../../../src/simulator/identity.js';
import { USAGE_POINT_ID, userIdOf } from '../../../src/simulator/theben/identity.js';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/simulator.js';
import { missing } from '../../support/requires.js';
import {
  authorize,
  call,
  JSON_TYPE,
  jsonPath,
  loggedIn,
  NOON,
  readChallenge,
  run,
  send,
  simulator,
  type Ask,
  type Reply,
  type Who,
} from '../support.js';

const CURL = missing('curl');

/** One simulator for most tests, because its keys take longer than a request. */
let shared: RunningSimulator;
before(async () => {
  shared = await startSimulator({ answerDelay: 0 });
});
after(() => shared.stop());

const AT_NOON = { now: () => NOON };

function base({ host, port }: RunningSimulator): string {
  return `https://${host}:${port}`;
}

/** Posts a raw body to the user's JSON path. */
function post(gateway: RunningSimulator, body: string, more: Partial<Ask> = {}): Promise<Reply> {
  return loggedIn(gateway, { method: 'POST', path: jsonPath(gateway), headers: JSON_TYPE, ...more }, body);
}

/** Sends credentials, and returns whether an answer came before that of a later request. */
async function isAnswered(gateway: RunningSimulator, who: Who, path = '/smgw/m2m'): Promise<boolean> {
  const session = readChallenge(await send(gateway, { path }));
  const headers = { authorization: authorize(session, who, 'GET', path) };
  const { host, port } = gateway;
  const hanging = request({ host, port, path, headers, rejectUnauthorized: false, agent: false });
  let answered = false;
  hanging.on('response', () => (answered = true)).on('error', () => undefined);
  hanging.end();
  await once(hanging, 'finish');
  // Two round trips of other requests give time for an answer, without a clock.
  await loggedIn(gateway, { path });
  hanging.destroy();
  return answered;
}

describe('Without credentials', () => {
  for (const path of ['/smgw/m2m', '/smgw/m2m/', '/smgw/m2m/x.sm/json', '/nowhere']) {
    it(`${path} is answered 401 with a Digest challenge`, async () => {
      const reply = await send(shared, { path });
      assert.equal(reply.status, 401);
      const form =
        /^Digest realm="Conexa", qop="auth", algorithm=MD5, nonce="[0-9a-f]{32}", opaque="[0-9a-f]{32}"$/;
      assert.match(reply.headers['www-authenticate'] ?? '', form);
    });
  }

  it('even a wrong method, a wrong type or a long body is answered 401', async () => {
    const gateway = shared;
    const long = 'x'.repeat(4 * MAX_BODY);
    assert.equal((await send(gateway, { method: 'PUT', path: jsonPath(gateway) }, long)).status, 401);
  });
});

describe('With credentials', () => {
  for (const path of ['/smgw/m2m', '/smgw/m2m/']) {
    it(`${path} redirects to the path of the user`, async () => {
      const gateway = shared;
      const reply = await loggedIn(gateway, { path });
      assert.equal(reply.status, 307);
      assert.equal(reply.headers.location, `/smgw/m2m/${userIdOf(gateway.user)}.sm`);
    });
  }

  it('the path of the user shows a page', async () => {
    const gateway = shared;
    const reply = await loggedIn(gateway, { path: `/smgw/m2m/${userIdOf(gateway.user)}.sm` });
    assert.equal(reply.status, 200);
    assert.match(reply.body, /CONEXA 3\.0/);
  });

  it('one nonce serves several requests, but no request twice', async () => {
    const gateway = shared;
    const path = '/smgw/m2m';
    const session = readChallenge(await send(gateway, { path }));
    const first = { authorization: authorize(session, gateway, 'GET', path) };
    assert.equal((await send(gateway, { path, headers: first })).status, 307);
    const second = { authorization: authorize(session, gateway, 'GET', path) };
    assert.equal((await send(gateway, { path, headers: second })).status, 307);
    const replayed = await send(gateway, { path, headers: first });
    assert.equal(replayed.status, 401);
    assert.match(replayed.headers['www-authenticate'] ?? '', /stale=true/);
  });

  it('that are malformed are answered 400', async () => {
    const headers = { authorization: 'Digest username="x"' };
    assert.equal((await send(shared, { path: '/smgw/m2m', headers })).status, 400);
  });

  it('that are wrong get no answer', async () => {
    const gateway = shared;
    assert.equal(await isAnswered(gateway, gateway), true);
    assert.equal(await isAnswered(gateway, { ...gateway, password: 'wrong' }), false);
    assert.equal(await isAnswered(gateway, { ...gateway, user: 'somebody' }), false);
    assert.equal(await isAnswered(gateway, { ...gateway, password: 'wrong' }, '/nowhere'), false);
  });

  it('from the options log in', async (test) => {
    const gateway = await simulator(test, { user: 'anna', password: 'p "q" \\' });
    assert.equal(gateway.user, 'anna');
    assert.equal((await loggedIn(gateway, { path: '/smgw/m2m' })).headers.location, '/smgw/m2m/anna.sm');
  });
});

describe('A call', () => {
  it('for readings is answered in JSON with counts as strings', async (test) => {
    const gateway = await simulator(test, AT_NOON);
    const reply = await call(gateway, {
      method: 'readings',
      'usage-point-id': USAGE_POINT_ID,
      database: 'origin',
      'last-reading': 'true',
    });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers['content-type'], 'application/json');
    assert.match(reply.body, /"target-time":"2026-06-17T12:00:00Z","value":"8842\d{4}"/);
  });

  for (const method of ['smgw-info', 'user-info', 'log']) {
    it(`for ${method} is answered`, async () => {
      const reply = await call(shared, { method });
      const document = JSON.parse(reply.body) as Record<string, unknown>;
      assert.deepEqual([document.method, document.version], [method, '1.2.0']);
      assert.equal(typeof document[method], 'object');
    });
  }

  it('for smgw-info shows the certificate of the handshake', async () => {
    const gateway = shared;
    const der = Buffer.from(gateway.certificatePem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    assert((await call(gateway, { method: 'smgw-info' })).body.includes(`"tls":"${der.toString('hex')}"`));
  });

  it('is accepted at the redirect target, to which clients repeat their POST', async () => {
    const gateway = shared;
    const reply = await post(gateway, '{"method":"user-info"}', {
      path: `/smgw/m2m/${userIdOf(gateway.user)}.sm`,
    });
    assert.equal(reply.status, 200);
  });

  it('for a second self-test within ten minutes is answered 403', async (test) => {
    const gateway = await simulator(test, AT_NOON);
    assert.equal((await call(gateway, { method: 'self-test' })).status, 200);
    assert.equal((await call(gateway, { method: 'self-test' })).status, 403);
  });

  for (const body of ['', 'nonsense', '[]', '{}', '{"method":"reboot"}', '{"method":"readings"}']) {
    it(`is answered 400 with the body "${body}"`, async () => {
      assert.equal((await post(shared, body)).status, 400);
    });
  }

  for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', '']) {
    it(`is answered 400 with the Content-Type "${type}"`, async () => {
      const gateway = shared;
      const reply = await post(gateway, '{"method":"user-info"}', { headers: { 'content-type': type } });
      assert.equal(reply.status, 400);
      assert.match(reply.body, /Content-Type/);
    });
  }

  it('may name a charset', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    assert.equal((await post(shared, '{"method":"user-info"}', { headers })).status, 200);
  });

  it('is answered 413 for a body over the limit, with or without a length, and 200 at the limit', async () => {
    const gateway = shared;
    const fits = '{"method":"user-info"}'.padEnd(MAX_BODY);
    const chunked = { ...JSON_TYPE, 'transfer-encoding': 'chunked' };
    assert.equal((await post(gateway, fits)).status, 200);
    assert.equal((await post(gateway, `${fits} `)).status, 413);
    assert.equal((await post(gateway, fits.repeat(50))).status, 413);
    assert.equal((await post(gateway, fits.repeat(50), { headers: chunked })).status, 413);
  });

  it('is answered 404 on the path of another user', async () => {
    const reply = await post(shared, '{"method":"user-info"}', {
      path: '/smgw/m2m/berta.sm/json',
    });
    assert.equal(reply.status, 404);
  });

  it('is answered 405 with the allowed methods when it is a GET', async () => {
    const gateway = shared;
    const reply = await loggedIn(gateway, { path: jsonPath(gateway) });
    assert.deepEqual([reply.status, reply.headers.allow], [405, 'POST']);
  });

  it('is answered after the configured delay', async (test) => {
    const delay = 60;
    const gateway = await simulator(test, { answerDelay: delay });
    const start = performance.now();
    assert.equal((await send(gateway, { path: '/smgw/m2m' })).status, 401);
    assert(performance.now() - start >= delay - 1);
  });
});

describe('The quirks of a real Conexa', () => {
  it('are there: credentials of the first path hold once behind the redirect, as httpx sends them', async () => {
    const path = '/smgw/m2m/';
    const session = readChallenge(await send(shared, { method: 'POST', path }));
    const headers = { ...JSON_TYPE, authorization: authorize(session, shared, 'POST', path) };
    const { status, headers: given } = await send(shared, { method: 'POST', path, headers });
    assert.equal(status, 307);
    const target = given.location ?? '';
    const body = JSON.stringify({ method: 'user-info' });
    assert.equal((await send(shared, { method: 'POST', path: target, headers }, body)).status, 200);
    const json = { method: 'POST', path: `${target}/json`, headers };
    assert.equal((await send(shared, json, body)).status, 400);
  });

  it('may include the claim of SHA-256, while MD5 works', async (test) => {
    const gateway = await simulator(test, { claimsSha256: true });
    const path = '/smgw/m2m';
    const challenge = (await send(gateway, { path })).headers['www-authenticate'] ?? '';
    assert.match(challenge, /algorithm=SHA-256/);
    assert.equal((await loggedIn(gateway, { path })).status, 307);
  });

  it('reset connections beyond --session-limit', async (test) => {
    const { host, port } = await simulator(test, { sessionLimit: 1 });
    const first = createConnection({ host, port });
    await once(first, 'connect');
    await assert.rejects(once(createConnection({ host, port }).resume(), 'end'), { code: 'ECONNRESET' });
    first.destroy();
  });

  it('swap the meter, whose older readings stay', async (test) => {
    const HOUR = 60 * 60 * 1000;
    let now = NOON;
    const gateway = await simulator(test, { now: () => now, meterSwap: HOUR });
    now += 2 * HOUR;
    assert.match((await call(gateway, { method: 'user-info' })).body, new RegExp(NEXT_METER_ID));
    const asked = { 'usage-point-id': USAGE_POINT_ID, database: 'origin', channels: ['0100010800ff'] };
    const fromtime = new Date(NOON).toISOString();
    const { body } = await call(gateway, { method: 'readings', ...asked, fromtime });
    const { readings } = JSON.parse(body) as { readings: { channels: { readings: Owned[] }[] } };
    const owners = readings.channels[0]?.readings.map((each) => each['owner-number']);
    assert.deepEqual([owners?.[0], owners?.at(-1)], [`${METER_ID}.sm`, `${NEXT_METER_ID}.sm`]);
    assert.ok(Number(readings.channels[0]?.readings.at(-1)?.value) < 40_000);
  });
});

interface Owned {
  readonly 'owner-number': string;
  readonly value: string;
}

describe('curl', { skip: CURL }, () => {
  const login = ({ user, password }: RunningSimulator): string[] => [
    '-sk',
    '--digest',
    '-u',
    `${user}:${password}`,
  ];

  it('follows the redirect', async () => {
    const gateway = shared;
    const { status, output } = await run('curl', [...login(gateway), '-L', `${base(gateway)}/smgw/m2m`]);
    assert.equal(status, 0);
    assert.match(output, /Letztverbraucher EMT0300186023/);
  });

  it('reads the meter', async (test) => {
    const gateway = await simulator(test, AT_NOON);
    const body = JSON.stringify({ method: 'readings', 'usage-point-id': USAGE_POINT_ID, database: 'daily' });
    const url = `${base(gateway)}${jsonPath(gateway)}`;
    const { output } = await run('curl', [...login(gateway), '--json', body, url]);
    assert.match(output, /"records":"2"/);
  });

  it('waits in vain with a wrong password', async () => {
    const gateway = shared;
    const args = [
      ...login({ ...gateway, password: 'wrong' }),
      '--max-time',
      '0.5',
      `${base(gateway)}/smgw/m2m`,
    ];
    assert.equal((await run('curl', args)).status, 28);
  });

  it('needs no quotes for the default user and password', async () => {
    const gateway = shared;
    const command = `curl -sk --digest -u ${gateway.user}:${gateway.password} -L ${base(gateway)}/smgw/m2m`;
    assert.match((await run('sh', ['-c', command])).output, /CONEXA/);
  });
});
