// The options of TLS to the target: which belong together, and which files of a client certificate can be used.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadConfig, type LoadResult } from '../../src/config/load.js';
import { placeText } from '../../src/config/place.js';
import { makeCertificate } from '../support/certificate.js';
import { config, problems } from './support.js';

const BARE = 'ab'.repeat(32);
const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
const PIN = { 'target-tls': ['on'], 'target-fingerprint': [BARE] };

describe('the options of TLS to the target', () => {
  it('are off without a word', async () => {
    const { forwards } = await config({});
    assert.equal(forwards[0]?.targetTls, false);
  });

  for (const text of [BARE, BARE.toUpperCase(), FINGERPRINT, FINGERPRINT.toLowerCase()])
    it(`take the fingerprint ${text.slice(0, 8)}…, and keep it as certificates are shown`, async () => {
      const { forwards } = await config({ flags: { ...PIN, 'target-fingerprint': [text] } });
      assert.deepEqual([forwards[0]?.targetTls, forwards[0]?.targetFingerprint], [true, FINGERPRINT]);
    });

  for (const text of ['on', 'yes', 'true', 'TRUE', ''])
    it(`are switched on by ${JSON.stringify(text)}`, async () => {
      assert.equal((await config({ flags: { ...PIN, 'target-tls': [text] } })).forwards[0]?.targetTls, true);
    });

  for (const [why, flags, expected] of [
    ['TLS without a fingerprint', { 'target-tls': ['on'] }, ['conflict --target-tls']],
    ['a fingerprint without TLS', { 'target-fingerprint': [BARE] }, ['conflict --target-fingerprint']],
    [
      'a certificate without a key',
      { ...PIN, 'target-certificate': ['c'] },
      ['conflict --target-certificate'],
    ],
    ['a key without a certificate', { ...PIN, 'target-key': ['k'] }, ['conflict --target-key']],
    ['a short fingerprint', { ...PIN, 'target-fingerprint': ['ab'] }, ['invalid-value --target-fingerprint']],
    [
      'a fingerprint with colons at wrong places',
      { ...PIN, 'target-fingerprint': [`a:${BARE.slice(1)}`] },
      ['invalid-value --target-fingerprint'],
    ],
    ['another word', { ...PIN, 'target-tls': ['maybe'] }, ['invalid-value --target-tls']],
  ] as const)
    it(`refuse ${why}`, async () => {
      const given: Readonly<Record<string, readonly string[]>> = flags;
      assert.deepEqual(await problems({ flags: given }), expected);
    });

  it('may differ between forwards', async () => {
    const yaml = `forwards:
  - { name: raw, listen: 443, target: 10.0.0.1 }
  - { name: plain, listen: 8080, target: 10.0.0.1, target-tls: on, target-fingerprint: ${BARE} }
`;
    const { forwards } = await config({ yaml });
    assert.deepEqual(
      forwards.map(({ targetTls, targetFingerprint }) => [targetTls, targetFingerprint]),
      [
        [false, undefined],
        [true, FINGERPRINT],
      ],
    );
  });
});

describe('the files of a client certificate', () => {
  let folder: string;
  const { cert, key } = makeCertificate({ curve: 'P-256', name: 'customer' });
  const other = makeCertificate({ curve: 'P-256', name: 'customer' });
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** With files of this content; none without it. */
  function load(certificate: string | undefined, pem: string | undefined, mode = 0o600): Promise<LoadResult> {
    const files = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')] as const;
    for (const [i, content] of [certificate, pem].entries()) {
      rmSync(files[i] ?? '', { force: true });
      if (content !== undefined) writeFileSync(files[i] ?? '', content);
    }
    if (pem !== undefined) chmodSync(files[1], mode);
    const flags = new Map(
      Object.entries({ ...PIN, 'target-certificate': [files[0]], 'target-key': [files[1]] }),
    );
    const fileMode = async (file: string): Promise<number> => (await stat(file)).mode;
    return loadConfig({ flags, environment: {}, readFile: (file) => readFile(file), fileMode });
  }

  it('are read into the configuration', async () => {
    const loaded = await load(cert, key);
    assert.ok(loaded.ok);
    assert.deepEqual(loaded.config.forwards[0]?.targetIdentity, { certificate: cert, key });
  });

  for (const [why, given, expected] of [
    [
      'missing',
      [undefined, undefined],
      ['file-unreadable --target-certificate', 'file-unreadable --target-key'],
    ],
    ['no PEM', ['nothing', 'nothing'], ['invalid-value --target-certificate', 'invalid-value --target-key']],
    ['of two pairs', [cert, other.key], ['conflict --target-key']],
    ['readable by the group', [cert, key, 0o640], ['invalid-value --target-key']],
    ['readable by others', [cert, key, 0o604], ['invalid-value --target-key']],
  ] as const)
    it(`are refused when they are ${why}`, async () => {
      const [certificate, pem, mode] = given;
      const loaded = await load(certificate, pem, mode);
      assert.ok(!loaded.ok);
      assert.deepEqual(
        loaded.problems.map(({ code, where }) => `${code} ${placeText(where, 'en')}`),
        expected,
      );
    });

  it('say how to correct the mode of a key', async () => {
    const loaded = await load(cert, key, 0o644);
    assert.ok(!loaded.ok);
    assert.match(loaded.problems[0]?.message.en ?? '', /chmod 0600/);
  });
});
