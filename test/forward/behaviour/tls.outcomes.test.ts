// TLS to the target: each handshake that fails has its outcome, its code, and the ports of that forward alone closed.
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { TlsOptions } from 'node:tls';
import { makeCertificate } from '../../support/certificate.js';
import { forwardConfig } from '../../support/config.js';
import { describeOverWires, fate, withForward, type TestForwardOptions } from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import { accepts, CAREFUL, listen, read, receive } from '../../support/sockets.js';
import { fingerprintOf, OTHER, startTlsTarget, tlsTo, withTls } from '../../support/tls-target.js';

const A_DAY = 86_400_000;
const REQUEST = 'GET / HTTP/1.1\r\n\r\n';

/** How a client's visit ends whose target is of this kind. */
async function outcomeAt(server: TlsOptions, forward: TestForwardOptions = {}): Promise<string> {
  const target = await startTlsTarget(server);
  let answer = '';
  await withForward({ ...tlsTo(target.port), ...forward }, async (test) => {
    assert.equal((await fate(test, REQUEST)).ending, 'RST');
    const { outcome, code = '', bytesToTarget } = await test.record();
    assert.equal(bytesToTarget, 0);
    answer = `${outcome} ${code}`;
  })();
  target.stop();
  return answer;
}

describeOverWires('a TLS handshake', () => {
  it('fails with another certificate than the pinned one, and not a byte is sent', async () => {
    const seen: Buffer[] = [];
    const target = await startTlsTarget({ cert: OTHER.cert, key: OTHER.key });
    target.server.on('secureConnection', (socket) => socket.on('data', (piece: Buffer) => seen.push(piece)));
    await withForward(tlsTo(target.port), async (forward) => {
      await forward.client((socket) => socket.write(REQUEST));
      const { outcome, code } = await forward.record();
      assert.deepEqual([outcome, code, seen], ['target-certificate-changed', 'TLS_OTHER_CERTIFICATE', []]);
    })();
    target.stop();
  });

  it('fails with a target that has only other curves', async () => {
    assert.match(await outcomeAt({ ecdhCurve: 'X25519' }), /^target-tls-failed ERR_SSL_.*HANDSHAKE_FAILURE$/);
  });

  it('fails with a target that is too old', async () => {
    const server = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    assert.match(await outcomeAt(server), /^target-tls-failed ERR_SSL_.*PROTOCOL_VERSION$/);
  });

  it('fails with a target that wants a client certificate and gets none', async () => {
    const server = { requestCert: true, ca: OTHER.cert, maxVersion: 'TLSv1.2' } as const;
    assert.match(await outcomeAt(server), /^target-tls-failed (?:ERR_SSL_|ECONNRESET|TLS_CLOSED)/);
  });

  it('fails with a target that does not end it in time', async () => {
    const target = createServer(CAREFUL, (socket) => socket.on('error', () => undefined));
    const port = await listen(target);
    await withForward({ ...tlsTo(port), connectTimeout: 50 }, async (forward) => {
      await fate(forward, REQUEST);
      const { outcome, code } = await forward.record();
      assert.deepEqual([outcome, code], ['target-tls-failed', 'TLS_TIMEOUT']);
    })();
    target.close();
  });

  for (const [what, answer, expected] of [
    ['speaks plain TCP', '220 ready\r\n', /^ERR_SSL_WRONG_VERSION_NUMBER$/],
    ['closes', '', /^TLS_CLOSED$/],
  ] as const)
    it(`fails with a target that ${what}`, async () => {
      const target = createServer(CAREFUL, (socket) => {
        socket.on('error', () => undefined);
        if (answer === '') socket.end();
        else socket.write(answer);
      });
      await withForward(tlsTo(await listen(target)), async (forward) => {
        await fate(forward, REQUEST);
        const { outcome, code = '' } = await forward.record();
        assert.equal(outcome, 'target-tls-failed');
        assert.match(code, expected);
      })();
      target.close();
    });

  it(
    'succeeds with TLS 1.3 alone',
    withTls({ server: { minVersion: 'TLSv1.3' } }, async ({ pair }) => {
      const { client, target } = await pair();
      client.write('question');
      assert.equal(String(await read(target, 8)), 'question');
    }),
  );

  it('shows the client certificate, if there is one', async () => {
    const { cert, key } = makeCertificate({ curve: 'P-256', name: 'customer' });
    const server = { requestCert: true, ca: cert };
    const identity = { targetIdentity: { certificate: cert, key } };
    await withTls({ server, forward: identity }, async ({ pair }) => {
      const { target } = await pair();
      assert.equal(target.authorized, true);
      assert.equal(target.getPeerX509Certificate()?.fingerprint256, fingerprintOf(cert));
    })();
  });

  it('never resumes a session', async () => {
    await withTls({}, async ({ pair }) => {
      for (let i = 0; i < 3; i += 1) {
        const { client, target } = await pair();
        assert.equal(target.isSessionReused(), false);
        client.destroy();
      }
    })();
  });

  it('comes behind the PROXY header, also when the target is only looked for', async () => {
    const beginnings: string[] = [];
    const target = createServer(CAREFUL, (socket) => {
      socket.on('error', () => undefined);
      socket.once('readable', () => beginnings.push(String(socket.read() ?? '').slice(0, 28)));
    });
    const port = await listen(target);
    await withForward({ ...tlsTo(port), sendProxy: 'v1', whenTargetDown: 'refuse' }, async () => {
      while (beginnings.length === 0) await new Promise(setImmediate);
      assert.equal(beginnings[0], 'PROXY TCP4 127.0.0.1 127.0.0');
    })();
    target.close();
  });
});

describe('a certificate out of date', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 60 * A_DAY });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it(
    'serves on if it is pinned, and is told of once',
    withTls({}, async ({ forward, pair }) => {
      for (let i = 0; i < 2; i += 1) {
        const { client, target } = await pair();
        client.write('question');
        assert.equal(String(await read(target, 8)), 'question');
      }
      assert.equal(forward.events.filter((each) => each.startsWith('certificateOutdated')).length, 1);
    }),
  );
});

describe('a target with another certificate', () => {
  it('closes the ports of its forward, and of no other to the same target', async () => {
    const target = await startTlsTarget({ cert: OTHER.cert, key: OTHER.key });
    const [tlsPort, rawPort] = [await freePort(), await freePort()];
    const own = tlsTo(target.port);
    const config = (name: string, port: number, more: TestForwardOptions) =>
      forwardConfig({
        ...own,
        name,
        listen: [{ host: '127.0.0.1', port }],
        whenTargetDown: 'refuse',
        ...more,
      });
    await withForward({ ...own, whenTargetDown: 'refuse' }, async ({ forwards, events }) => {
      await forwards.apply([config('tls', tlsPort, {}), config('raw', rawPort, { targetTls: false })]);
      while (!(await accepts(rawPort))) await new Promise(setImmediate);
      assert.equal(await accepts(tlsPort), false);
      assert.ok(events.includes(`targetDown ${target.port} target-certificate-changed`), events.join());
      const [tls, raw] = forwards.views;
      assert.deepEqual([tls?.reachability.state, raw?.reachability.state], ['down', 'up']);
      // A reload with the certificate it shows opens them.
      const fingerprint = { targetFingerprint: fingerprintOf(OTHER.cert) };
      await forwards.apply([
        config('tls', tlsPort, fingerprint),
        config('raw', rawPort, { targetTls: false }),
      ]);
      while (!(await accepts(tlsPort))) await new Promise(setImmediate);
    })();
    target.stop();
  });

  it('goes down while an earlier connection lives on', async () => {
    await withTls(
      { forward: { whenTargetDown: 'refuse', listen: [{ host: '127.0.0.1', port: await freePort() }] } },
      async ({ target: { server }, forward, pair }) => {
        const { client, target } = await pair();
        server.setSecureContext({ cert: OTHER.cert, key: OTHER.key });
        target.write('still here');
        assert.equal(String(await read(client, 10)), 'still here');
        await fate(forward, REQUEST);
        assert.equal((await forward.record()).outcome, 'target-certificate-changed');
        await forward.event('targetDown');
        target.write('still here');
        assert.equal(String(await read(client, 10)), 'still here');
        assert.equal(await accepts(forward.port), false);
      },
    )();
  });

  it('is told of also if it was unreachable before', async () => {
    const port = await freePort();
    const listen = [{ host: '127.0.0.1', port: await freePort() }];
    await withForward({ ...tlsTo(port), whenTargetDown: 'refuse', listen }, async (forward) => {
      await forward.event(`targetDown ${port} target-refused`);
      const target = await startTlsTarget({ cert: OTHER.cert, key: OTHER.key }, port);
      await forward.event(`targetDown ${port} target-certificate-changed`);
      target.stop();
    })();
  });

  it('shares the limit of its connections with the forward without TLS', async () => {
    const target = await startTlsTarget();
    const own = { ...tlsTo(target.port), maxTargetConnections: 1, maxQueue: 0 };
    await withForward(own, async (forward) => {
      const { forwards } = forward;
      const rawPort = await freePort();
      const raw = { ...own, name: 'raw', listen: [{ host: '127.0.0.1', port: rawPort }], targetTls: false };
      const [{ config } = { config: forwardConfig(own) }] = forwards.views;
      await forwards.apply([config, forwardConfig(raw)]);
      const accepted = target.accepted();
      const first = await forward.client((socket) => socket.write(REQUEST));
      await accepted;
      const second = connect({ port: rawPort, host: '127.0.0.1', ...CAREFUL });
      second.on('error', () => undefined).write(REQUEST);
      assert.equal((await receive(second)).ending, 'RST');
      first.destroy();
    })();
    target.stop();
  });
});
