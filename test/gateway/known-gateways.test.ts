// The gateways that are remembered: written, read again, and never a reason to fail.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { readKnownGateways, stateFolder, writeKnownGateways } from '../../src/gateway/known-gateways.js';

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

describe('what is remembered of gateways', () => {
  const known = { '10.11.120.2:443': { fingerprint: 'AA', since: '2026-11-25T00:00:00.000Z' } };

  it('is written, and read again', async () => {
    const folder = path.join(directory, 'new', 'folder');
    assert.deepEqual(await readKnownGateways(folder), {});
    assert.equal(await writeKnownGateways(folder, known), undefined);
    assert.deepEqual(await readKnownGateways(folder), known);
    assert.match(readFileSync(path.join(folder, 'gateways.json'), 'utf8'), /\n$/);
  });

  it('counts as nothing where it is no such thing', async () => {
    for (const content of ['', '[', 'null', '7', '{"a":null,"b":{"fingerprint":1}}']) {
      writeFileSync(path.join(directory, 'gateways.json'), content);
      assert.deepEqual(await readKnownGateways(directory), {}, content);
    }
  });

  it('says why it could not be written', async () => {
    writeFileSync(path.join(directory, 'file'), '');
    assert.equal(await writeKnownGateways(path.join(directory, 'file'), known), 'EEXIST');
  });

  it('belongs to the service for root, and to everybody else in their home', () => {
    assert.equal(stateFolder({ XDG_STATE_HOME: '/x' }, true), '/var/lib/smgw-proxy');
    assert.equal(stateFolder({ XDG_STATE_HOME: '/x' }, false), '/x/smgw-proxy');
    assert.match(stateFolder({ XDG_STATE_HOME: 'x' }, false), /^\/.*\/\.local\/state\/smgw-proxy$/);
  });
});
