// A discovery as it is read: each outcome in German and English, and harmless whatever others have written.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { discoveryJson } from '../../../src/cli/discover/json.js';
import { OPERATOR_LETTER } from '../../../src/cli/discover/operator-letter.js';
import { DISCOVER_TEXTS } from '../../../src/cli/discover/texts.js';
import { conclusion, stepLine } from '../../../src/cli/discover/view.js';
import { LANGUAGES } from '../../../src/config/language.js';
import { stepText } from '../../../src/cli/terminal/steps.js';
import type { Find } from '../../../src/discovery/device.js';
import type { Discovery, StepReport, StepResult } from '../../../src/discovery/discover.js';
import type { Link } from '../../../src/machine/links.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const LINK: Link = {
  name: 'eth0',
  index: 2,
  mac: '02:00:00:00:00:01',
  kind: 'ethernet',
  carrier: 'plugged',
  isHardware: true,
};
/** Characters that must not stand in a line. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const certificate = {
  subject: 'CN=ethe0300186023.sm',
  issuer: 'CN=ethe0300186023.sm',
  names: 'DNS:ethe0300186023.sm',
  fingerprint: 'AA:BB',
  validFrom: new Date('2025-01-01T00:00:00Z'),
  validTo: new Date('2026-11-01T00:00:00Z'),
};
const gateway: Find = {
  address: '10.11.120.2',
  port: 443,
  mac: '5c:ca:32:0a:0b:78',
  foundBy: 'known',
  verdict: { kind: 'gateway', at: '10.11.120.2', certificate },
  maker: { maker: 'Theben', from: 'certificate' },
};
const unverified: Find = { ...gateway, verdict: { kind: 'unverified', reason: 'no-address' } };

const report = (result: StepResult): StepReport => ({ ...result, ms: 1234 });
const line = (language: 'de' | 'en', result: StepResult): string =>
  stepText(language, stepLine(report(result), DISCOVER_TEXTS[language], 'eth0', NOW));

describe('a step of a discovery', () => {
  it('shows a gateway with its certificate, also that it has expired', () => {
    assert.equal(
      line('de', { step: 'tls', find: gateway }),
      `✓ ok           Gateway ansprechen: 10.11.120.2 antwortet mit TLS 1.2 (1,2 s)
               Hersteller: Theben (dem Zertifikat nach)
               Zertifikat für: "CN=ethe0300186023.sm"; "DNS:ethe0300186023.sm"
               ausgestellt von: sich selbst
               gültig bis: 01.11.2026 (abgelaufen)
               SHA-256: AA:BB`,
    );
  });

  const outcomes: readonly (readonly [StepResult, RegExp])[] = [
    [{ step: 'cable', carrier: 'unplugged' }, /^✗ failed {3}Cable: no device that is switched on/],
    [
      { step: 'dhcp', result: { kind: 'skipped', reason: 'no-perl' } },
      /^- skipped {2}DHCP: needs Perl .*perl-base\)$/,
    ],
    [
      { step: 'configured', result: { kind: 'skipped', reason: 'no-address' } },
      /^- nothing {2}Existing address: none, which is normal the first time$/,
    ],
    [
      { step: 'mdns', result: { kind: 'failed', code: 'EPERM' } },
      /^✗ failed {3}Name smgw\.local: did not work \(EPERM\)/,
    ],
    [
      { step: 'known', result: { kind: 'devices', devices: [gateway] } },
      /10\.11\.120\.2 \(5c:ca:32:0a:0b:78\) answers/,
    ],
    [
      { step: 'tls', find: unverified },
      /^- later {4}Contact the gateway: 10\.11\.120\.2, as soon as this machine has an address on the cable$/,
    ],
    [
      { step: 'tls', find: { ...gateway, verdict: { kind: 'unverified', reason: 'overlap' } } },
      /because the home network uses the same addresses/,
    ],
    [
      { step: 'tls', find: { ...gateway, verdict: { kind: 'silent', code: 'TIMEOUT' } } },
      /does not answer \(TIMEOUT\)/,
    ],
    [
      { step: 'tls', find: { ...gateway, verdict: { kind: 'address-unknown' } } },
      /whose IPv4 address is still unknown/,
    ],
    [{ step: 'proposal', gateway: '10.11.120.2', proposal: undefined }, /^! warning .*are taken/],
    [
      {
        step: 'proposal',
        gateway: '10.11.120.2',
        proposal: { gateway: '10.11.120.2', address: '10.11.120.1', prefix: 30, overlapping: ['wlan0'] },
      },
      /10\.11\.120\.1\/30 on eth0, which is free \(1\.2 s\)\n +wlan0 uses this network, too/,
    ],
  ];
  for (const [result, expected] of outcomes) {
    it(`tells ${JSON.stringify(result).slice(0, 70)}`, () => {
      assert.match(line('en', result), expected);
      assert.notEqual(line('de', result), line('en', result));
    });
  }

  it('is harmless whatever a certificate and a name say', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, text, fc.constantFrom(...LANGUAGES), (one, other, language) => {
        const evil = { ...certificate, subject: one, issuer: other, names: other };
        const find: Find = {
          ...gateway,
          names: [one, other],
          verdict: { kind: 'gateway', at: gateway.address, certificate: evil },
        };
        for (const each of line(language, { step: 'tls', find }).split('\n')) {
          assert.doesNotMatch(each, HARMFUL);
          assert.ok(each.length < 500);
        }
        const json = discoveryJson(outcome({ gateway: find, finds: [find] }));
        for (const each of json.split('\n')) assert.doesNotMatch(each, HARMFUL);
        const read = JSON.parse(json) as { gateway: { names: string[]; certificate: { subject: string } } };
        assert.deepEqual([read.gateway.names[0], read.gateway.certificate.subject], [one, one]);
      }),
    );
  });
});

function outcome(more: Partial<Discovery>): Discovery {
  return { link: LINK, reports: [], finds: [], gateway: undefined, proposal: undefined, ...more };
}

describe('the end of a discovery', () => {
  const end = (more: Partial<Discovery>, wide = false) => conclusion(outcome(more), DISCOVER_TEXTS.en, wide);

  it('names the gateway, and how sure that is', () => {
    assert.equal(end({ gateway, finds: [gateway] }), '\nFound: the gateway has the address 10.11.120.2.\n');
    const other: Find = { ...unverified, address: '192.168.1.200' };
    assert.equal(
      end({ gateway: unverified, finds: [unverified, other] }),
      '\nFound: a device has the address 10.11.120.2, most likely the gateway.\nMaker: Theben (from its certificate)\nAlso possible: 192.168.1.200.\n',
    );
  });

  it('has the letter, and what could be tried before', () => {
    assert.match(end({}), /^\nNo gateway found\.\n→ Search all .*\n\nIs the cable in .*\n\n[^]*Betreff:/);
    assert.match(end({}, true), /^\nNo gateway found\.\n\nIs the cable in/);
    const denied = report({ step: 'dhcp', result: { kind: 'skipped', reason: 'not-permitted' } });
    assert.match(
      end({ reports: [denied] }),
      /^\nNo gateway found\.\nPart of the search needs root, because .*\n→ .*\n$/,
    );
  });

  it('has no letter where the cable is missing, or leads into the home network', () => {
    const unplugged = report({ step: 'cable', carrier: 'unplugged' });
    assert.equal(end({ reports: [unplugged] }), '\nNo gateway found.\n');
    const offer = {
      ...{ server: '192.168.178.1', serverMac: '02:00:00:00:00:02', offered: '192.168.178.20' },
      ...{ hasRouter: true, hasDns: true },
    };
    const home = report({ step: 'dhcp', result: { kind: 'home-network', offer } });
    assert.equal(end({ reports: [home] }), '\nNo gateway found.\n');
  });

  it('has a letter that fits 80 columns, and asks first whether the gateway answers anybody', () => {
    for (const each of OPERATOR_LETTER.split('\n')) assert.ok(each.length <= 80, each);
    assert.match(OPERATOR_LETTER, /^ {2}1\. ob die HAN-Schnittstelle freigeschaltet ist/m);
  });
});
