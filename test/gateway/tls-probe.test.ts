// The TLS probe: reads certificates of every curve that gateways use, and names the reason where there is none.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { probeTls } from '../../src/gateway/tls-probe.js';
import { makeCertificate } from '../support/certificate.js';
import { missing } from '../support/requires.js';
import { refusedPort } from '../support/sockets.js';

const TIMEOUT_MS = 20_000;
let server: Server | undefined;
let received = '';

async function serve(options: TlsOptions): Promise<number> {
  received = '';
  server = createTlsServer(options, (socket) => {
    socket.on('data', (bytes) => (received += String(bytes))).on('error', () => undefined);
  }).on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const probe = (port: number, timeoutMs = TIMEOUT_MS) => probeTls({ host: '127.0.0.1', port, timeoutMs });

describe('a TLS probe', { skip: missing('openssl') }, () => {
  afterEach(() => server?.close());

  for (const curve of ['P-256', 'P-384', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1']) {
    it(`shows a certificate with the curve ${curve}, and sends nothing`, async () => {
      const pem = makeCertificate({ curve, name: 'ethe0300186023.sm', alternative: 'smgw.local' });
      const port = await serve({ ...pem, maxVersion: 'TLSv1.2', ecdhCurve: curve });
      const answer = await probe(port);
      assert.ok(answer.kind === 'certificate', JSON.stringify(answer));
      const { subject, issuer, names, fingerprint, validTo } = answer.certificate;
      assert.deepEqual([subject, issuer, names], ['CN=ethe0300186023.sm', subject, 'DNS:smgw.local']);
      assert.match(fingerprint, /^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/);
      assert.ok(validTo.getTime() > Date.now());
      assert.equal(received, '');
    });
  }

  it('reports a port that speaks only TLS 1.3, or no TLS', async () => {
    const pem = makeCertificate({ curve: 'P-256', name: 'device' });
    const answer = await probe(await serve({ ...pem, minVersion: 'TLSv1.3' }));
    assert.equal(answer.kind, 'no-tls');
    server?.close();
    server = createServer((socket) => socket.on('error', () => undefined).end('220 hello\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    assert.equal((await probe((server.address() as AddressInfo).port)).kind, 'no-tls');
  });

  it('reports a closed port', async () => {
    assert.deepEqual(await probe(await refusedPort()), { kind: 'closed' });
  });

  it('gives up on a port that accepts and sends nothing', async () => {
    server = createServer((socket) => socket.on('error', () => undefined));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const answer = await probe((server.address() as AddressInfo).port, 50);
    assert.deepEqual(answer, { kind: 'no-tls', code: 'TIMEOUT' });
  });

  it('gives up when its signal aborts', async () => {
    server = createServer((socket) => socket.on('error', () => undefined));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const signal = AbortSignal.timeout(20);
    const answer = await probeTls({ host: '127.0.0.1', port, timeoutMs: TIMEOUT_MS, signal });
    assert.deepEqual(answer, { kind: 'no-tls', code: 'ABORTED' });
  });
});
