// Log-in, sessions, lock-out, self-test and the dead port of the simulated PPC gateway, with a clock that tests set.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_ATTEMPTS } from '../../../src/simulator/ppc/lock-out.js';
import { LOGIN_LIMIT, RESTART_TIME } from '../../../src/simulator/ppc/ppc.js';
import { SESSION_LIFETIME } from '../../../src/simulator/ppc/session.js';
import { ask, gatewayAt, loggedInClient, PpcClient, WHO, type TestedGateway } from './support.js';

const MINUTE = 60 * 1000;
const SECOND = 1000;
const FAILED =
  /Fehler[^]*Anmeldung fehlgeschlagen\.Bitte schliessen Sie das Fenster und melden Sie sich erneut an\./;

async function fail(gateway: TestedGateway, times = 1): Promise<string> {
  const client = new PpcClient(gateway, { ...WHO, password: 'wrong' });
  let page = '';
  for (let round = 0; round < times; round++) page = await client.login();
  return page;
}

describe('A session', () => {
  it('begins with a cookie, the welcome page and the pace of a real log-in', async () => {
    const client = new PpcClient(gatewayAt());
    await client.challenge();
    const { status, headers, body, pace } = await client.answerTo({});
    assert.match(headers['Set-Cookie'] ?? '', /^session=[0-9a-f]{32};secure;HttpOnly$/);
    assert.deepEqual([status, pace], [200, 4100]);
    assert.match(String(body), /Willkommen/);
  });

  it('takes as long as a real one for a poll of five requests: 15 s', async () => {
    const client = new PpcClient(gatewayAt());
    await client.challenge();
    let total = (await client.answerTo({})).pace ?? 0;
    for (const action of ['meterform', 'showMeterProfile', 'swversions', 'logout'])
      total += (await client.answerTo({ method: 'POST', form: { action } })).pace ?? 0;
    assert.ok(total > 14_000 && total < 16_000, String(total));
  });

  it('refuses a second one until it ends, with status 200 and no cookie', async () => {
    const gateway = gatewayAt();
    const first = await loggedInClient(gateway);
    const second = new PpcClient(gateway);
    await second.challenge();
    const refused = await second.answerTo({});
    assert.equal(refused.status, 200);
    assert.equal(refused.headers['Set-Cookie'], undefined);
    assert.match(String(refused.body), FAILED);
    assert.match(await first.post('logout'), /abgemeldet/);
    assert.match(await second.get(), /Willkommen/);
  });

  it('is one of as many as the limit says', async () => {
    const gateway = gatewayAt({ sessionLimit: 2 });
    const pages = [await new PpcClient(gateway).login(), await new PpcClient(gateway).login()];
    assert.ok(pages.every((page) => page.includes('Willkommen')));
    assert.match(await new PpcClient(gateway).login(), FAILED);
  });

  it('is opened once by clients at the same time', async () => {
    const gateway = gatewayAt();
    const clients = Array.from({ length: 20 }, () => new PpcClient(gateway));
    await Promise.all(clients.map((client) => client.challenge()));
    const pages = await Promise.all(
      clients.map((client, index) => (index % 2 === 0 ? client.get() : client.post('meterform'))),
    );
    assert.equal(pages.filter((page) => /Willkommen|meterform_select_meter/.test(page)).length, 1);
    assert.equal(pages.filter((page) => FAILED.test(page)).length, 19);
  });

  it('expires, which its next request is told and another log-in can use', async () => {
    const gateway = gatewayAt();
    const client = await loggedInClient(gateway);
    gateway.clock.now += SESSION_LIFETIME - 1;
    assert.match(await client.post('swversions'), /smgw-services/);
    gateway.clock.now += 1;
    const page = await client.post('swversions');
    assert.match(page, /Fehler[^]*Sitzung abgelaufen/);
    assert.match(await new PpcClient(gateway).login(), /Willkommen/);
  });

  it('shows the welcome page again to its own cookie', async () => {
    const client = await loggedInClient(gatewayAt());
    assert.match(await client.get(), /Willkommen/);
  });

  it('checks the token only if there is one', async () => {
    const client = await loggedInClient(gatewayAt());
    client.tkn = '';
    assert.match(await client.post('swversions'), /smgw-services/);
    assert.match(await client.post('swversions', { tkn: 'x' }), /Sitzung abgelaufen/);
  });

  for (const [name, sent] of [
    ['the odd cookies of an integration for Home Assistant', (id: string) => `Cookie=${id}; session=${id}`],
    ['the cookie with the odd name alone', (id: string) => `Cookie=${id}`],
    ['a cookie among others', (id: string) => `a=b; session=${id}; c`],
  ] as const)
    it(`is found by ${name}`, async () => {
      const client = await loggedInClient(gatewayAt());
      client.cookie = sent(client.cookie.replace('session=', ''));
      assert.match(await client.post('swversions'), /smgw-services/);
    });

  it('is found by the field of older clients', async () => {
    const client = await loggedInClient(gatewayAt());
    const sessionid = client.cookie.replace('session=', '');
    client.cookie = '';
    assert.match(await client.post('swversions', { sessionid }), /smgw-services/);
  });

  it('is opened by a form without a GET before', async () => {
    const client = new PpcClient(gatewayAt());
    await client.challenge();
    const { headers, body } = await client.answerTo({ method: 'POST', form: 'action=meterform' });
    assert.match(headers['Set-Cookie'] ?? '', /^session=/);
    assert.match(String(body), /meterform_select_meter/);
  });

  it('is not lost in a request that opens it and fails', async () => {
    const gateway = gatewayAt();
    const client = new PpcClient(gateway);
    await client.challenge();
    await assert.rejects(client.post('exportMeterProfile'), { status: 404 });
    assert.match(await client.get(), /Willkommen/);
  });

  it('is not opened by a log-out', async () => {
    const gateway = gatewayAt();
    const client = new PpcClient(gateway);
    await client.challenge();
    const { headers, body } = await client.answerTo({ method: 'POST', form: { action: 'logout' } });
    assert.equal(headers['Set-Cookie'], undefined);
    assert.match(String(body), /abgemeldet/);
    assert.match(await client.get(), /Willkommen/);
  });

  it('shows frozen values to a cookie without Digest', async () => {
    const gateway = gatewayAt();
    const { cookie } = await loggedInClient(gateway);
    gateway.clock.now += 9 * MINUTE;
    const page = async (headers: Record<string, string>) =>
      String((await ask(gateway, { method: 'POST', form: 'action=swversions', headers })).body);
    assert.match(await page({ cookie }), /2026-06-17 14:07:30/);
    // Without a form there is a challenge, because some clients send their form only with credentials.
    assert.equal((await ask(gateway, { method: 'POST', headers: { cookie } })).status, 401);
    assert.equal((await ask(gateway, { headers: { cookie: 'session=x' } })).status, 401);
  });
});

describe('A nonce', () => {
  it('serves the requests of a session with a growing count', async () => {
    const client = await loggedInClient(gatewayAt());
    for (let round = 0; round < 5; round++) assert.match(await client.post('swversions'), /smgw-services/);
    assert.equal(client.digest.count, 6);
  });

  it('of an earlier poll gets status 200 and a page without content, and no cookie', async () => {
    const gateway = gatewayAt();
    const client = await loggedInClient(gateway);
    await client.post('logout');
    gateway.clock.now += 15 * MINUTE;
    client.cookie = '';
    const { status, headers, body } = await client.answerTo({});
    assert.equal(status, 200);
    assert.equal(headers['Set-Cookie'], undefined);
    assert.doesNotMatch(String(body), /<(?:input|table|h1)/);
    assert.match(String(body), /div_fwversion/);
  });
});

describe('The lock-out', () => {
  it('follows wrong log-ins, counts down, and ends', async () => {
    const gateway = gatewayAt();
    assert.match(await fail(gateway, MAX_ATTEMPTS - 1), FAILED);
    assert.match(await fail(gateway), /Das Portal ist f&uuml;r 5 Minuten und 0 Sekunden gesperrt\./);
    gateway.clock.now += 23 * SECOND;
    const page = await new PpcClient(gateway).login();
    assert.match(page, /Das Portal ist f&uuml;r 4 Minuten und 37 Sekunden gesperrt\./);
    gateway.clock.now += 4 * MINUTE + 36.5 * SECOND;
    assert.match(await fail(gateway), /f&uuml;r 0 Minuten und 1 Sekunden gesperrt/);
    gateway.clock.now += 0.5 * SECOND;
    assert.match(await new PpcClient(gateway).login(), /Willkommen/);
  });

  it('forgets wrong log-ins after a right one', async () => {
    const gateway = gatewayAt();
    await fail(gateway, MAX_ATTEMPTS - 1);
    await (await loggedInClient(gateway)).post('logout');
    assert.match(await fail(gateway, MAX_ATTEMPTS - 1), FAILED);
  });

  it('lasts as long as the knob says, and never for 0', async () => {
    assert.match(await fail(gatewayAt({ lockOut: MINUTE }), MAX_ATTEMPTS), /1 Minuten und 0 Sekunden/);
    assert.match(await fail(gatewayAt({ lockOut: 0 }), 2 * MAX_ATTEMPTS), FAILED);
  });
});

describe('The port', () => {
  it('falls silent after too many log-ins', async () => {
    const gateway = gatewayAt();
    for (let round = 0; round < LOGIN_LIMIT; round++) {
      assert.equal(gateway.welcome(0), 'handshake');
      await (await loggedInClient(gateway)).post('logout');
    }
    assert.equal(gateway.welcome(0), 'silence');
  });

  it('is closed for a while after a self-test, which ends connections and sessions', async () => {
    const gateway = gatewayAt();
    const client = await loggedInClient(gateway);
    const { status, after } = await client.answerTo({ method: 'POST', form: 'action=selftest' });
    assert.deepEqual([status, gateway.cuts.length], [200, 0]);
    after?.();
    assert.equal(gateway.cuts.length, 1);
    assert.equal(gateway.welcome(0), 'reset');
    gateway.clock.now += RESTART_TIME;
    assert.equal(gateway.welcome(0), 'handshake');
    assert.match(await client.post('swversions'), /Sitzung abgelaufen/);
    assert.match(await new PpcClient(gateway).login(), /Willkommen/);
  });
});
