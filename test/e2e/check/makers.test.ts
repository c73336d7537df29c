// `check` in front of a gateway of each maker: what it warns of, and the values for each program.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { makeCertificate } from '../../support/certificate.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { CheckBed, type Checked } from './support.js';

const USUAL = 'listen: [8080, 443]\ntarget: 10.11.120.2\nadmin: 127.0.0.1:8081\n';
const THEBEN = 'ethe0300186023.sm';
const PPC = 'EPPC0211358875.SM';
const EMH = 'EEMH0012345678.SM';

describe('check knows the makers', { skip: notRoot() || missing('ip', 'openssl') }, () => {
  let bed: CheckBed;

  before(async () => {
    bed = new CheckBed();
    await bed.up();
    await bed.startOnPi(['--config', bed.file('config.yaml', USUAL)]);
  });
  afterEach(() => bed.undo());
  after(() => bed.down());

  const etc = (further = '') => ({ etc: { 'smgw-proxy/config.yaml': `${USUAL}${further}` } });

  function find(name: string, further = ''): Promise<Checked> {
    bed.forget();
    bed.shows(makeCertificate({ curve: 'brainpoolP256r1', name }));
    return bed.find([], etc(further));
  }

  /** The entries of the last step, by program. */
  function programs({ document }: Checked): unknown {
    const facts = document.steps.find(({ cause }) => cause === 'client-programs')?.facts;
    const entries = facts?.programs as { readonly program: string }[];
    return Object.fromEntries(entries.map(({ program, ...values }) => [program, values]));
  }

  it('Theben: nothing to warn of, and a host for Home Assistant', LIMIT, async () => {
    const checked = await find(THEBEN);
    assert.deepEqual(checked.causes(), []);
    assert.deepEqual(checked.causes('maker'), ['maker-found']);
    const { theben_conexa: core } = programs(checked) as Record<string, unknown>;
    assert.deepEqual(core, { host: '192.168.0.10' });
  });

  it('PPC: warns until clients take turns', LIMIT, async () => {
    const checked = await find(PPC);
    assert.deepEqual([checked.document.status, checked.causes()], [0, ['maker-takes-few-sessions']]);
    const { curl } = programs(checked) as Record<string, unknown>;
    const command = 'curl -kL --digest -u NAME https://192.168.0.10/cgi-bin/hanservice.cgi';
    assert.deepEqual(curl, { command });
    assert.deepEqual((await find(PPC, 'max-target-connections: 1\n')).causes(), []);
  });

  it('EMH: warns until this machine has the name, and gives evcc a Host', LIMIT, async () => {
    const checked = await find(EMH);
    assert.deepEqual(checked.causes(), ['maker-wants-name']);
    const { evcc, curl } = programs(checked) as Record<string, { readonly command?: string }>;
    assert.deepEqual(evcc, { uri: 'https://192.168.0.10', host: '10.11.120.2' });
    assert.match(curl?.command ?? '', / -H 'Host: 10\.11\.120\.2' https:\/\/192\.168\.0\.10\/json\//);
    const named = await find(EMH, 'mdns: smgw.local\n');
    assert.deepEqual(named.causes(), []);
    assert.match(named.stdout, /"url": "https:\/\/smgw\.local"/);
  });

  it('an unknown maker: says so, and gives values without paths', LIMIT, async () => {
    // The address is one that Theben sets, so that the certificate's silence leaves a guess.
    const checked = await find('device');
    const maker = checked.document.steps.find(({ step }) => step === 'maker');
    assert.match(maker?.text ?? '', /^Theben \(a guess from its address\)$/);
    const { browser } = programs(checked) as Record<string, unknown>;
    assert.deepEqual(browser, { url: 'https://192.168.0.10' });
  });

  it('a router by mistake: says nothing of a maker, whatever its address', LIMIT, async () => {
    const checked = await find('fritz.box');
    assert.deepEqual(checked.causes('maker'), ['maker-unknown']);
  });

  it('tells it in German, as the last lines before the conclusion', LIMIT, async () => {
    bed.shows(makeCertificate({ curve: 'brainpoolP256r1', name: PPC }));
    const { stdout } = await bed.say(['--lang', 'de'], etc('max-target-connections: 1\n'));
    assert.match(stdout, /✓ ok +Hersteller: PPC \(dem Zertifikat nach\)\n +Eine Sitzung zur Zeit/);
    assert.match(
      stdout,
      /✓ ok +Was einzugeben ist: für ein Gateway von PPC\n( +.*\n)+\nAlles in Ordnung\.\n$/,
    );
  });
});
