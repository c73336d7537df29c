// Any request to the simulated PPC gateway gets a status or a cut, and never an internal error.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { PPC_PATH } from '../../../src/simulator/ppc/ppc.js';
import { Refusal } from '../../../src/simulator/refusal.js';
import { send, simulator } from '../support.js';
import { ask, gatewayAt, loggedInClient, requestOf } from './support.js';

const ACTIONS = [
  ...['meterform', 'showMeterProfile', 'showMeterValuesForm', 'showMeterValues', 'exportMeterValues'],
  ...['exportMeterProfile', 'swversions', 'tariffform', 'showTariffProfile', 'commprofile', 'logout'],
  ...['showTarification', 'showTarificationRegister', 'selftest', '__proto__', ''],
];

const text = fc.string({ unit: 'binary' });
const timeText = fc.oneof(
  text,
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19).replace('T', ' ')),
);
const fields = fc.record(
  {
    action: fc.constantFrom(...ACTIONS),
    mid: text,
    tkn: text,
    tid: text,
    ttid: text,
    page: text,
    sessionid: text,
  },
  { requiredKeys: ['action'] },
);
const body = fc.oneof(
  fields.map((each) => new URLSearchParams(each).toString()),
  text,
);

/** The status, also of a Refusal; any other error fails the test. */
async function statusOf(answer: Promise<{ readonly status: number }>): Promise<number> {
  try {
    return (await answer).status;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

const STATUSES = [200, 400, 401, 404, 405];

describe('The simulated PPC gateway answers', () => {
  it('any method, path, headers and body', async () => {
    const headers = fc.record({ authorization: text, cookie: text }, { requiredKeys: [] });
    const method = fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD', 'PUT'), text);
    const target = fc.oneof(
      fc.constantFrom(PPC_PATH, `${PPC_PATH}?action=meterform`),
      text.map((query) => `${PPC_PATH}?${query}`),
      text,
    );
    await fc.assert(
      fc.asyncProperty(method, target, headers, body, async (verb, path, given, form) => {
        const request = { method: verb, target: path, headers: given, form };
        const certified = { ...requestOf(request), isCertified: true };
        assert.ok(STATUSES.includes(await statusOf(ask(gatewayAt(), request))));
        const answer = Promise.resolve(gatewayAt().answer(certified)).then((each) => each ?? { status: 0 });
        assert.ok(STATUSES.includes(await statusOf(answer)));
      }),
    );
  });

  it('any form of a session, with names that are right and wrong', async () => {
    const values = fc.record({ from: timeText, to: timeText, page: fc.oneof(text, fc.nat().map(String)) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...ACTIONS), values, fc.boolean()), { maxLength: 5 }),
        async (calls) => {
          const client = await loggedInClient(gatewayAt());
          let mid = '';
          for (const [action, given, right] of calls) {
            const form = { action, ...given, mid: right ? mid : 'x' };
            const answer = client.answerTo({ method: 'POST', form });
            assert.ok(STATUSES.includes(await statusOf(answer)));
            const page = await answer.then(
              ({ body: each }) => String(each),
              () => '',
            );
            mid = /name='mid' value='(\w+)'|<option value='(\w+)'/.exec(page)?.slice(1).find(Boolean) ?? mid;
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('any bytes inside TLS with a status or a cut', { timeout: 60_000 }, async (test) => {
    const gateway = await simulator(test, { maker: 'ppc', answerDelay: 0 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, framed) => {
        const socket = connect({ host: gateway.host, port: gateway.port, rejectUnauthorized: false });
        socket.on('error', () => undefined);
        await once(socket, 'secureConnect');
        const head = `POST ${PPC_PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`;
        socket.write(framed ? head : '');
        socket.end(bytes);
        let received = '';
        socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk));
        await new Promise((resolve) => socket.once('close', resolve));
        assert.match(received, /^(?:$|HTTP\/1\.1 4\d\d )/);
      }),
      { numRuns: 30 },
    );
    assert.equal((await send(gateway, { path: PPC_PATH })).status, 401);
  });
});
