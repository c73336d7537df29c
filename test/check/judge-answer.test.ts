// The judgement of one connection to the gateway, and of its certificate.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as judge from '../../src/check/judge-answer.js';
import {
  judgeCertificate,
  judgePins,
  originOf,
  toRemember,
  type CertificateSighting,
} from '../../src/check/judge-certificate.js';
import type { NeighbourState } from '../../src/machine/neighbours.js';
import type { Certificate, TlsAnswer } from '../../src/gateway/tls-probe.js';

const AT = { address: '10.11.120.2', port: 443 };
const MAC = '02:00:00:00:00:02';
const NOW = new Date('2026-11-25T12:00:00Z');

const certificate = (changes: Partial<Certificate> = {}): Certificate => ({
  subject: 'CN=ethe0300186023.sm',
  issuer: changes.subject ?? 'CN=ethe0300186023.sm',
  names: '',
  fingerprint: 'AA',
  validFrom: new Date('2026-01-01'),
  validTo: new Date('2030-01-01'),
  ...changes,
});
const shown = (changes: Partial<Certificate> = {}): TlsAnswer => ({
  kind: 'certificate',
  certificate: certificate(changes),
  version: 'TLSv1.2',
});
const SHOWN = shown();
const silent = (code: string): TlsAnswer => ({ kind: 'silent', code });
const noTls = (code: string): TlsAnswer => ({ kind: 'no-tls', code });

describe('one connection', () => {
  const there: NeighbourState = { state: 'answered', mac: MAC };
  for (const [answer, neighbour, ...expected] of [
    [SHOWN, there, 'neighbour-answered', 'tcp-open', 'tls-fit'],
    [SHOWN, { state: 'unknown' }, 'neighbour-unknown', 'tcp-open', 'tls-fit'],
    [{ kind: 'closed' }, there, 'neighbour-answered', 'tcp-refused'],
    [silent('TIMEOUT'), { state: 'silent' }, 'neighbour-silent'],
    [silent('EHOSTUNREACH'), { state: 'silent' }, 'neighbour-silent'],
    [silent('TIMEOUT'), there, 'neighbour-answered', 'tcp-silent'],
    [silent('TIMEOUT'), { state: 'unknown' }, 'neighbour-unknown', 'tcp-silent'],
    [silent('ENETUNREACH'), { state: 'silent' }, 'neighbour-unknown', 'tcp-no-way'],
    [noTls('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), there, 'neighbour-answered', 'tcp-open', 'tls-too-new'],
    [noTls('ERR_SSL_WRONG_VERSION_NUMBER'), there, 'neighbour-answered', 'tcp-open', 'tls-none'],
    [noTls('CLOSED'), there, 'neighbour-answered', 'tcp-open', 'tls-cut'],
    [noTls('ECONNRESET'), there, 'neighbour-answered', 'tcp-open', 'tls-cut'],
    [noTls('TIMEOUT'), there, 'neighbour-answered', 'tcp-open', 'tls-late'],
  ] as const) {
    it(`that ends with ${'code' in answer ? answer.code : answer.kind} is ${expected.join(', ')}`, () => {
      const causes = [
        judge.judgeNeighbour(answer, neighbour, AT, 'eth0'),
        judge.judgeTcp(answer, AT),
        judge.judgeTls(answer, AT),
      ].map(({ cause }) => cause);
      assert.deepEqual(causes.slice(0, expected.length), expected);
    });
  }

  for (const [answer, expected] of [
    [SHOWN, 'through-same'],
    [shown({ fingerprint: 'BB' }), 'through-other'],
    [{ kind: 'closed' }, 'through-refused'],
    [noTls('ECONNRESET'), 'through-cut'],
    [silent('TIMEOUT'), 'through-silent'],
  ] as const) {
    it(`through the service, ${'code' in answer ? answer.code : answer.kind} is ${expected}`, () => {
      assert.equal(judge.judgeThrough(answer, AT, 'AA').cause, expected);
    });
  }
});

describe('a port behind which smgw-proxy speaks TLS', () => {
  for (const [cut, expected] of [
    [undefined, 'through-plain'],
    ['ECONNREFUSED', 'through-refused'],
    ['ETIMEDOUT', 'through-silent'],
    ['ECONNRESET', 'through-cut'],
  ] as const)
    it(`is ${expected} with ${cut ?? 'an open connection'}`, () => {
      assert.equal(judge.judgePlain(cut, AT).cause, expected);
    });
});

describe('a pinned certificate', () => {
  for (const [pins, ...expected] of [
    [[], 'pin-none'],
    [['AA', 'AA'], 'pin-same'],
    [['BB'], 'pin-other'],
    [['AA', 'BB'], 'pin-same', 'pin-other'],
  ] as const)
    it(`among ${pins.length === 0 ? 'none' : pins.join(' and ')} is ${expected.join(' and ')}`, () => {
      const causes = judgePins(AT, certificate(), pins).map(({ cause }) => cause);
      assert.deepEqual(causes, expected);
    });
});

describe('a certificate', () => {
  for (const [subject, look, issuer, mac] of [
    ['CN=ethe0300186023.sm', 'gateway', undefined, undefined],
    ['CN=EMH metering', 'gateway', undefined, undefined],
    ['CN=1exyz0012345678', 'gateway', undefined, undefined],
    ['CN=HAN.SMGW', 'gateway', 'CN=Sub-CA.SM-PKI-DE', undefined],
    ['CN=device', 'gateway', undefined, '5c:ca:32:00:00:01'],
    ['CN=device', 'unfamiliar', undefined, MAC],
    ['CN=fritz.box', 'foreign', undefined, undefined],
    ['CN=example.org', 'foreign', 'CN=R3, O=Some Authority', undefined],
  ] as const) {
    it(`of ${subject}${issuer === undefined ? '' : ` by ${issuer}`} is ${look}`, () => {
      assert.equal(
        originOf(certificate({ subject, ...(issuer === undefined ? {} : { issuer }) }), mac),
        look,
      );
    });
  }

  const before = { fingerprint: 'AA', mac: MAC, since: '2026-10-01T00:00:00.000Z' };
  const other = certificate({ fingerprint: 'BB' });
  const device = certificate({ subject: 'CN=device' });
  const foreign = certificate({ subject: 'CN=fritz.box' });
  for (const [what, changes, causes, remembered] of [
    ['at first sight is noted', {}, ['certificate-noted'], 'AA'],
    ['equal to the remembered one is known', { before }, ['certificate-known'], undefined],
    [
      'that differs from the remembered one has changed, and is not noted',
      { before, certificate: other },
      ['certificate-changed'],
      undefined,
    ],
    [
      'that differs from the remembered one can be accepted',
      { before, certificate: other, accept: true },
      ['certificate-accepted'],
      'BB',
    ],
    [
      'without a gateway’s name is unfamiliar, and noted',
      { certificate: device },
      ['certificate-unfamiliar'],
      'AA',
    ],
    ['without it stays so', { certificate: device, before }, ['certificate-unfamiliar'], undefined],
    [
      'without it is known once accepted',
      { certificate: device, before: { ...before, isAccepted: true } },
      ['certificate-known'],
      undefined,
    ],
    ['of another device is not noted', { certificate: foreign }, ['certificate-foreign'], undefined],
    [
      'of another device can be accepted',
      { certificate: foreign, accept: true },
      ['certificate-accepted'],
      'AA',
    ],
    [
      'that has expired is noted, with a warning',
      { certificate: certificate({ validTo: new Date('2026-11-24') }) },
      ['certificate-noted', 'certificate-expired'],
      'AA',
    ],
    [
      'of the future is noted, with a warning',
      { certificate: certificate({ validFrom: new Date('2027-01-01') }) },
      ['certificate-noted', 'certificate-not-yet-valid'],
      'AA',
    ],
  ] as const) {
    it(what, () => {
      const seen: CertificateSighting = {
        ...AT,
        ...{ certificate: certificate(), mac: MAC, before: undefined, accept: false, now: NOW },
        ...changes,
      };
      assert.deepEqual(
        judgeCertificate(seen, undefined).map(({ cause }) => cause),
        causes,
      );
      assert.equal(toRemember(seen)?.fingerprint, remembered);
    });
  }

  it('keeps the time of its first sight when it is accepted', () => {
    const seen: CertificateSighting = {
      ...AT,
      certificate: certificate(),
      mac: MAC,
      before,
      accept: true,
      now: NOW,
    };
    assert.deepEqual(toRemember(seen), { ...before, isAccepted: true });
  });
});
