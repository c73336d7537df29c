// The signed exports of the simulated PPC gateway: openssl verifies them, and clients find their XML.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { parse } from 'node-html-parser';
import { METER_ID } from '../../../src/simulator/identity.js';
import { missing } from '../../support/requires.js';
import { run } from '../support.js';
import { AUTHORITY, gatewayAt, loggedInClient, PpcClient } from './support.js';

const OPENSSL = missing('openssl');

async function mid(client: PpcClient): Promise<string> {
  return (
    parse(await client.post('meterform'))
      .querySelector('option')
      ?.getAttribute('value') ?? ''
  );
}

async function exported(action: string, fields: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const client = await loggedInClient(gatewayAt());
  const form = { action, mid: await mid(client), ...fields };
  const { headers, body } = await client.answerTo({ method: 'POST', form });
  assert.match(headers['Content-Disposition'] ?? '', /^attachment; filename="\w+\.xml\.cms"$/);
  return Buffer.from(body);
}

/** The document, if the signature is that of the gateway's authority. */
async function verified(test: TestContext, cms: Buffer): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'cms-'));
  test.after(() => rm(directory, { recursive: true }));
  const [file, authority] = [path.join(directory, 'cms'), path.join(directory, 'ca.pem')];
  await writeFile(file, cms);
  await writeFile(authority, AUTHORITY);
  const args = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', file, '-CAfile', authority];
  const { status, output } = await run('openssl', [...args, '-purpose', 'any']);
  assert.equal(status, 0, output);
  return output;
}

const SPAN = { from: '2026-06-16 00:00:00', to: '2026-06-17 00:15:00' };

describe('The export', { skip: OPENSSL }, () => {
  it('of the values is signed and has both registers in Wh and UTC', async (test) => {
    const cms = await exported('exportMeterValues', SPAN);
    const xml = await verified(test, cms);
    assert.match(xml, /^<\?xml [^]*<\/ns1:object>/);
    assert.ok(cms.includes(xml.slice(0, xml.indexOf('</ns1:object>'))));
    assert.match(xml, new RegExp(`<ns2:logical_name>0100010800ff\\.${METER_ID}\\.sm</ns2:logical_name>`));
    const column = /<ns1:column count="97" id="1">\n([^]*?)<\/ns1:column>/.exec(xml)?.[1] ?? '';
    const times = [...column.matchAll(/<ns2:capture_time>([^<]+)</g)].map(([, time]) => time);
    assert.deepEqual([times[0], times.at(-1)], ['2026-06-15T22:00:01Z', '2026-06-16T22:00:01Z']);
    assert.match(column, /<ns2:scaler>-1<\/ns2:scaler><ns2:unit>30<\/ns2:unit>/);
  });

  it('of the profile is signed and has the interval and the registers', async (test) => {
    const xml = await verified(test, await exported('exportMeterProfile'));
    assert.match(xml, /<adevs:active id="4">1<[^]*<adevs:samplerate id="5">900</);
    assert.deepEqual(
      [...xml.matchAll(/<ems:value id="\d">(\w+)</g)].map(([, obis]) => obis),
      ['0100010800ff', '0100020800ff'],
    );
  });

  it('changes with one byte into one that openssl refuses', async (test) => {
    const cms = await exported('exportMeterProfile');
    const at = cms.indexOf('900</adevs');
    cms.write('901', at);
    await assert.rejects(verified(test, cms), assert.AssertionError);
  });

  it('is an error of HTTP without data, without a meter and for too long a span', async () => {
    const future = { from: '2026-07-01 00:00:00', to: '2026-07-02 00:00:00' };
    await assert.rejects(exported('exportMeterValues', future), { status: 404 });
    await assert.rejects(exported('exportMeterValues', { ...SPAN, mid: 'x' }), { status: 404 });
    await assert.rejects(exported('exportMeterValues', { ...SPAN, from: '2026-01-01 00:00:00' }), {
      status: 400,
    });
  });
});
