// --target-tls in the test bed: plain HTTP for the home, only with the pinned certificate, and loud when that changes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DEFAULT_LOGIN } from '../../src/simulator/identity.js';
import { pageModule } from '../support/page-module.js';
import { missing, notRoot } from '../support/requires.js';
import { LIMIT } from '../support/test-bed.js';
import { CheckBed } from './check/support.js';

const { headlineOf } = await pageModule<{ readonly headlineOf: (forward: unknown) => string }>(
  'forward-state.js',
);
const URL = 'http://192.168.0.10:8080/smgw/m2m';
const DIGEST = [
  '--silent',
  '--show-error',
  '--digest',
  '-u',
  `${DEFAULT_LOGIN.user}:${DEFAULT_LOGIN.password}`,
];
const JSON_HEADER = ['-H', 'Content-Type: application/json'];

describe('--target-tls in front of a simulated gateway', { skip: notRoot() || missing('ip', 'curl') }, () => {
  let bed: CheckBed;
  before(async () => {
    bed = new CheckBed('simulated');
    await bed.up();
  });
  after(() => bed.down());

  it('serves curl without TLS, until the gateway has another certificate', LIMIT, async () => {
    const gateway = await bed.simulateGateway();
    const offered = (await bed.find()).document.steps.find(({ step }) => step === 'pin');
    assert.equal(offered?.cause, 'pin-none');
    const pinned = offered.details.find((line) => line.startsWith('target-fingerprint: ')) ?? '';
    const yaml = `target: 10.11.120.2\ntarget-tls: on\n${pinned}\nadmin: 127.0.0.1:8081\n`;
    const etc = { etc: { 'smgw-proxy/config.yaml': yaml } };
    const program = await bed.startOnPi(['--config', bed.file('config.yaml', yaml)]);

    const user = `/${DEFAULT_LOGIN.user}.sm/json`;
    const body = JSON.stringify({ method: 'smgw-info' });
    const answer = await bed.run('homeassistant', 'curl', ...DIGEST, ...JSON_HEADER, '-d', body, URL + user);
    assert.match(answer, /"smgw-id"/);
    const page = await bed.run(
      'laptop',
      'curl',
      ...DIGEST,
      '--location',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      URL,
    );
    assert.equal(page, '200');

    const well = await bed.find([], etc);
    assert.deepEqual([well.causes('pin'), well.causes('through')], [['pin-same'], ['through-plain']]);
    assert.deepEqual(well.document.urls, ['http://192.168.0.10:8080']);

    gateway.kill();
    await bed.simulateGateway();
    // The first one is refused by the handshake or, once the gateway has been looked at, by the closed port.
    await assert.rejects(bed.run('homeassistant', 'curl', ...DIGEST, URL));
    const { outcome } = await program.line(
      (line) => line.event === 'target-down' && line.outcome === 'target-certificate-changed',
    );
    assert.equal(outcome, 'target-certificate-changed');
    await assert.rejects(bed.run('homeassistant', 'curl', ...DIGEST, URL), /Failed to connect|refused/i);
    const status = JSON.parse(await bed.run('pi', 'curl', '-s', 'http://127.0.0.1:8081/status')) as {
      readonly forwards: readonly unknown[];
    };
    assert.equal(headlineOf(status.forwards[0]), 'certificate-changed');
    const readiness = await bed.run('pi', 'curl', '-s', 'http://127.0.0.1:8081/readyz');
    assert.match(readiness, /target-certificate-changed/);
    const metrics = await bed.run('pi', 'curl', '-s', 'http://127.0.0.1:8081/metrics');
    assert.match(metrics, /smgw_proxy_target_certificate_changed\{forward="gateway"\} 1/);
    const checked = await bed.find([], etc);
    assert.deepEqual(checked.causes('pin'), ['pin-other']);
    assert.equal(checked.document.trouble, 'tls');
    await program.stop();
  });
});
