// Any bytes at the simulated gateways: the answer is a status, or the connection is cut.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { MAKERS } from '../../src/simulator/identity.js';
import { startSimulator, type RunningSimulator } from '../../src/simulator/simulator.js';
import { userIdOf } from '../../src/simulator/theben/identity.js';

/** The gateway cuts a connection that has sent less than a request, in ms: the documented silence, shortened. */
const SILENCE = 50;

/** All bytes of the answer to these, sent inside TLS with the client certificate; empty if it is cut. */
function exchange({ host, port, clientCertificate }: RunningSimulator, sent: Uint8Array): Promise<string> {
  const { certPem: cert, keyPem: key } = clientCertificate;
  return new Promise((resolve) => {
    const socket = connect({ host, port, cert, key, rejectUnauthorized: false });
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(answer);
    });
    socket.write(sent);
  });
}

/** Nothing, or a status that is no failure of the simulator itself. */
function assertProper(answer: string): void {
  assert.match(answer, /^(?:$|HTTP\/1\.1 (?!5)\d{3} )/);
}

const USER_PATH = `/smgw/m2m/${userIdOf('EMT0300186023')}.sm/json`;
const PIECES = fc.constantFrom(
  ...[
    '/',
    'json',
    'metering',
    'origin',
    'derived',
    'taf1-0000000001',
    'billingperiods',
    'daily',
    'conlogbook',
  ],
  ...['1emh0009876543', 'extended', '2026-06-01..2026-06-02', '..', '%', '%2e', '?', '=', '\x80', USER_PATH],
  ...['cgi-bin/hanservice.cgi', '/smgw/m2m'],
);
const PATH = fc
  .array(fc.oneof(PIECES, fc.string({ maxLength: 5 })), { maxLength: 8 })
  .map((parts) => `/${parts.join('')}`);
const METHOD = fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'BREW');
const HEADER = fc.tuple(
  fc.constantFrom(
    'Authorization',
    'Content-Type',
    'Content-Length',
    'Transfer-Encoding',
    'Cookie',
    'Expect',
    'Upgrade',
    'X',
  ),
  fc.oneof(
    fc.constantFrom('application/json', 'Digest', 'chunked', '3', '100-continue', 'session=1'),
    fc.string(),
  ),
);
const CALL = fc.record(
  {
    method: fc.constantFrom(
      'readings',
      'user-info',
      'log',
      'usage-point-info',
      'smgw-info',
      'self-test',
      '__proto__',
    ),
    'usage-point-id': fc.constantFrom('01005e318021.taf7-1.sm', 'none'),
    database: fc.oneof(fc.constantFrom('origin', 'derived', 'daily', 'calculated'), fc.anything()),
    channels: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
    fromtime: fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.jsonValue(),
    ),
    totime: fc.oneof(fc.constant('9999-12-31T23:59:59Z'), fc.jsonValue()),
    count: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

function request(
  method: string,
  path: string,
  headers: readonly (readonly [string, string])[],
  body: string,
): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: smgw.local',
    'Connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

for (const maker of MAKERS)
  describe(`The gateway by ${maker}`, { timeout: 60_000 }, () => {
    let gateway: RunningSimulator;
    before(async () => {
      gateway = await startSimulator({ maker, answerDelay: 0, sessionLimit: 0, dropIdle: SILENCE });
    });
    after(() => gateway.stop());

    const holds = (name: string, sent: fc.Arbitrary<Uint8Array>): void => {
      it(`answers ${name} with a status or a cut`, () =>
        fc.assert(
          fc.asyncProperty(sent, async (bytes) => {
            assertProper(await exchange(gateway, bytes));
          }),
          { numRuns: 60 },
        ));
    };

    holds('any bytes', fc.uint8Array({ maxLength: 300 }));
    holds(
      'any request',
      fc
        .tuple(METHOD, PATH, fc.array(HEADER, { maxLength: 4 }), fc.string())
        .map(([method, path, headers, body]) => request(method, path, headers, body)),
    );
    holds(
      'any call',
      CALL.map((call) => {
        const body = Buffer.from(JSON.stringify(call)).toString('latin1');
        const headers = [
          ['Content-Type', 'application/json'],
          ['Content-Length', String(body.length)],
        ] as const;
        return request('POST', USER_PATH, headers, body);
      }),
    );

    it('still answers a proper request', async () => {
      let answer = '';
      // A busy machine can be slower than the short silence.
      while (answer === '') answer = await exchange(gateway, request('GET', '/', [], ''));
      assert.match(answer, /^HTTP\/1\.1 [34]\d\d /);
    });
  });
