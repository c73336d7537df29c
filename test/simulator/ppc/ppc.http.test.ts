// The simulated PPC gateway over HTTP: the 401 as real ones send it, curl with a cookie jar, restart and dead port.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { PPC_PATH } from '../../../src/simulator/ppc/ppc.js';
import type { RunningSimulator } from '../../../src/simulator/simulator.js';
import { missing } from '../../support/requires.js';
import { authorize, loggedIn, readChallenge, run, send, simulator } from '../support.js';

const PPC = { maker: 'ppc', answerDelay: 0 } as const;

async function tls({ host, port }: RunningSimulator): Promise<TLSSocket> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

describe('The 401', () => {
  it('has the headers of a real gateway in their order, no blanks in the challenge, and 1613 bytes', async (test) => {
    const socket = await tls(await simulator(test, PPC));
    socket.setEncoding('utf8').write(`GET ${PPC_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
    let received = '';
    while (received.length < received.indexOf('\r\n\r\n') + 4 + 1613 || !received.includes('\r\n\r\n'))
      received += ((await once(socket, 'data')) as [string])[0];
    const [head = '', page = ''] = received.split('\r\n\r\n');
    const [status, challenge, ...lines] = head.split('\r\n');
    assert.equal(status, 'HTTP/1.1 401 Unauthorized');
    assert.match(
      challenge ?? '',
      /^WWW-Authenticate: Digest realm="SmartMeterGateway",qop="auth",algorithm="MD5",nonce="[0-9a-f]{32}",opaque="[0-9a-f]{32}"$/,
    );
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('Date: ')),
      [
        'Content-type: text/html; charset=utf-8',
        'Cache-Control: max-age=0, must-revalidate, no-cache, no-store',
        'Pragma: no-cache',
        'Expires: 0',
        'X-FRAME-OPTIONS: deny',
        'X-Content-Type-Options: nosniff',
        'X-XSS-Protection: 1; mode=block',
        'Strict-Transport-Security: max-age=31536000; includeSubDomains',
        'Content-Length: 1613',
        'Server: SmartMeterGateway',
      ],
    );
    assert.equal(page.length, 1613);
    // The connection is kept, though no header says so.
    socket.write(`GET ${PPC_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`);
    assert.match(((await once(socket, 'data')) as [string])[0], /^HTTP\/1\.1 401/);
    socket.destroy();
  });

  it('is for its path and its methods alone', async (test) => {
    const gateway = await simulator(test, PPC);
    assert.equal((await send(gateway, { path: '/' })).status, 404);
    const { status, headers } = await send(gateway, { path: PPC_PATH, method: 'DELETE' });
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD, POST']);
  });
});

describe('The gateway', () => {
  it('serves curl with Digest and a cookie jar', { skip: missing('curl') }, async (test) => {
    const gateway = await simulator(test, PPC);
    const directory = await mkdtemp(path.join(tmpdir(), 'ppc-'));
    test.after(() => rm(directory, { recursive: true }));
    const jar = path.join(directory, 'jar');
    const curl = async (...data: string[]) => {
      const common = ['-sk', '--digest', '-u', `${gateway.user}:${gateway.password}`, '-b', jar, '-c', jar];
      const url = `https://${gateway.host}:${gateway.port}${PPC_PATH}`;
      return (await run('curl', [...common, ...data.flatMap((each) => ['-d', each]), url])).output;
    };
    assert.match(await curl(), /headline_willkommen/);
    const mid = /<option value='(\w+)'/.exec(await curl('action=meterform'))?.[1] ?? '';
    assert.match(await curl('action=showMeterProfile', `mid=${mid}`), /1-0:1\.8\.0/);
    const values = /name='mid' value='(\w+)'/.exec(await curl('action=showMeterValuesForm', `mid=${mid}`));
    const span = ['from=2026-05-15 00:00:00', 'to=2026-05-16 00:15:00'];
    assert.match(await curl('action=showMeterValues', `mid=${values?.[1]}`, ...span), /2026-05-16 00:00:01/);
    assert.match(await curl('action=logout'), /abgemeldet/);
  });

  it('cuts all connections and closes its port for a self-test, after the answer', async (test) => {
    const gateway = await simulator(test, PPC);
    const other = await tls(gateway);
    const closed = new Promise((resolve) => other.resume().once('close', resolve));
    const reply = await loggedIn(gateway, { path: `${PPC_PATH}?action=selftest` });
    assert.equal(reply.status, 200);
    await closed;
    const next = createConnection({ host: gateway.host, port: gateway.port });
    await assert.rejects(once(next.resume(), 'end'), { code: 'ECONNRESET' });
  });

  it('drops idle connections after the time of the knob', { timeout: 5000 }, async (test) => {
    const socket = await tls(await simulator(test, { ...PPC, dropIdle: 50 }));
    await new Promise((resolve) => socket.resume().once('close', resolve));
  });

  it('shows a wrong clock, also in the header Date', async (test) => {
    const now = () => Date.UTC(2026, 5, 17, 12);
    const gateway = await simulator(test, { ...PPC, now, wrongClock: -3_600_000 });
    const { headers, body } = await loggedIn(gateway, { path: PPC_PATH });
    assert.equal(headers.date, 'Wed, 17 Jun 2026 11:00:00 GMT');
    assert.match(body, /<p id='div_timestamp'>2026-06-17 13:00:00 /);
  });

  it('keeps a wrong password out with status 200', async (test) => {
    const gateway = await simulator(test, PPC);
    const session = readChallenge(await send(gateway, { path: PPC_PATH }));
    const authorization = authorize(session, { ...gateway, password: 'x' }, 'GET', PPC_PATH);
    const { status, headers, body } = await send(gateway, { path: PPC_PATH, headers: { authorization } });
    assert.deepEqual([status, headers['set-cookie']], [200, undefined]);
    assert.match(body, /Anmeldung fehlgeschlagen/);
  });
});
