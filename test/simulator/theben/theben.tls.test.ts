// The handshake of the simulated gateway with real TLS clients.
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import type { RunningSimulator } from '../../../src/simulator/simulator.js';
import { missing } from '../../support/requires.js';
import { run, send, simulator } from '../support.js';

const OPENSSL = missing('openssl');
const CURL = missing('curl');

/** Completes a handshake; the socket ends with the test. */
async function shake(
  test: TestContext,
  { host, port }: RunningSimulator,
  options: ConnectionOptions,
): Promise<TLSSocket> {
  const socket = connect({ host, port, rejectUnauthorized: false, ...options });
  test.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

const REFUSED: readonly (readonly [string, ConnectionOptions, string])[] = [
  ['only TLS 1.3', { minVersion: 'TLSv1.3' }, 'PROTOCOL_VERSION'],
  [
    'only TLS 1.1',
    { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    'PROTOCOL_VERSION',
  ],
  ['only the curve P-256', { ecdhCurve: 'P-256' }, 'HANDSHAKE_FAILURE'],
  ['only the curve X25519', { ecdhCurve: 'X25519' }, 'HANDSHAKE_FAILURE'],
  ['only RSA suites', { ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' }, 'HANDSHAKE_FAILURE'],
  ['only HTTP/2', { ALPNProtocols: ['h2'] }, 'NO_APPLICATION_PROTOCOL'],
];

describe('The handshake', () => {
  it('agrees on TLS 1.2, an ECDHE-ECDSA suite and the curve secp384r1', async (test) => {
    const socket = await shake(test, await simulator(test), {});
    assert.equal(socket.getProtocol(), 'TLSv1.2');
    assert.equal(socket.getCipher().name, 'ECDHE-ECDSA-AES256-GCM-SHA384');
    assert.deepEqual(socket.getEphemeralKeyInfo(), { type: 'ECDH', name: 'secp384r1', size: 384 });
  });

  for (const cipher of [
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-SHA384',
    'ECDHE-ECDSA-AES128-SHA256',
  ]) {
    it(`agrees on ${cipher} when the client offers no other`, async (test) => {
      const socket = await shake(test, await simulator(test), { ciphers: cipher });
      assert.equal(socket.getCipher().name, cipher);
    });
  }

  for (const [what, options, code] of REFUSED) {
    it(`fails for a client that offers ${what}`, async (test) => {
      // The name of the alert depends on the version of OpenSSL.
      await assert.rejects(shake(test, await simulator(test), options), {
        code: new RegExp(`^ERR_SSL_.*_${code}$`),
      });
    });
  }

  it('shows a self-signed P-384 certificate that is valid now and names the gateway', async (test) => {
    const gateway = await simulator(test);
    const certificate = new X509Certificate(gateway.certificatePem);
    assert.equal(certificate.subject, 'CN=ethe0300186023.sm');
    assert.equal(certificate.issuer, certificate.subject);
    assert(certificate.verify(certificate.publicKey));
    assert.deepEqual(certificate.publicKey.asymmetricKeyDetails, { namedCurve: 'secp384r1' });
    const [from, to, now] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo), Date.now()];
    assert(from < now && to > now + 365 * 24 * 3600 * 1000);
    const socket = await shake(test, gateway, {});
    assert(certificate.raw.equals(socket.getPeerCertificate().raw));
  });

  it('is trusted by a client that trusts this certificate and this name', async (test) => {
    const gateway = await simulator(test);
    const trust = { rejectUnauthorized: true, ca: gateway.certificatePem, servername: 'ethe0300186023.sm' };
    assert((await shake(test, gateway, trust)).authorized);
  });

  it('uses new keys at each start', async (test) => {
    const [first, second] = [await simulator(test), await simulator(test)];
    assert.notEqual(first.certificatePem, second.certificatePem);
    assert.notEqual(first.clientCertificate.keyPem, second.clientCertificate.keyPem);
  });

  it('cannot be renegotiated', { skip: OPENSSL }, async (test) => {
    const { host, port } = await simulator(test);
    const { output } = await run('openssl', ['s_client', '-connect', `${host}:${port}`, '-tls1_2'], 'R\n');
    assert.match(output, /no renegotiation/);
  });

  it('has the parameters of the interface in the output of openssl', { skip: OPENSSL }, async (test) => {
    const { host, port } = await simulator(test);
    const { output } = await run('openssl', ['s_client', '-connect', `${host}:${port}`]);
    assert.match(output, /Protocol {2}: TLSv1\.2/);
    // Debian 12 has "Server Temp Key", Debian 13 "Peer Temp Key".
    assert.match(output, / Temp Key: ECDH, (secp384r1|P-384), 384 bits/);
    assert.match(output, /subject=CN ?= ?ethe0300186023\.sm/);
    assert.match(output, /Acceptable client certificate CA names\s+CN ?= ?Simulated-SMGW\.CA/);
  });

  for (const limit of ['--tlsv1.3', '--curves=X25519:P-256']) {
    it(`fails for curl with ${limit}`, { skip: CURL }, async (test) => {
      const { host, port } = await simulator(test);
      const { status } = await run('curl', ['-sk', ...limit.split('='), `https://${host}:${port}/smgw/m2m`]);
      assert.equal(status, 35);
    });
  }
});

describe('A client certificate', () => {
  const path = '/smgw/m2m';

  it('of the gateway logs in without a password', async (test) => {
    const gateway = await simulator(test);
    const { certPem: cert, keyPem: key } = gateway.clientCertificate;
    assert.equal((await send(gateway, { path, cert, key })).status, 307);
  });

  it('of another gateway counts as none, also in a resumed session', async (test) => {
    const [gateway, other] = [await simulator(test), await simulator(test)];
    const { certPem: cert, keyPem: key } = other.clientCertificate;
    assert.equal((await send(gateway, { path, cert, key })).status, 401);
    const socket = await shake(test, gateway, { cert, key });
    const resumed = await shake(test, gateway, { cert, key, session: socket.getSession() });
    assert(resumed.isSessionReused());
    const session = socket.getSession();
    assert.equal((await send(gateway, { path, cert, key, session })).status, 401);
  });

  it('logs in a resumed session as well', async (test) => {
    const gateway = await simulator(test);
    const { certPem: cert, keyPem: key } = gateway.clientCertificate;
    const session = (await shake(test, gateway, { cert, key })).getSession();
    assert.equal((await send(gateway, { path, cert, key, session })).status, 307);
  });

  it('does not log in if it is the gateway’s own server certificate', async (test) => {
    const gateway = await simulator(test);
    const { keyPem: key } = gateway.clientCertificate;
    await assert.rejects(send(gateway, { path, cert: gateway.certificatePem, key }), { code: /MISMATCH/ });
  });
});
