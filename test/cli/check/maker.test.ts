// The words of `check` about each maker, and about the values for each program.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeText } from '../../../src/cli/check/view.js';
import { LANGUAGES } from '../../../src/config/language.js';
import { finding } from '../../../src/check/causes.js';
import { MAKERS, type Maker } from '../../../src/gateway/makers.js';
import { programsFor } from '../../../src/gateway/programs.js';

const NOW = new Date('2026-11-25T12:00:00Z');
const PORTS = [{ address: '192.168.0.10', port: 443 }];

/** The details of the step `maker`, on one line. */
function habits(maker: Maker, language: 'de' | 'en' = 'en'): string {
  const found = finding('maker-found', { guess: { maker, from: 'certificate' }, known: MAKERS[maker] });
  return causeText(found, language, NOW).details.join(' ');
}

function programs(maker: Maker | undefined, language: 'de' | 'en', mdns?: string): string {
  const all = programsFor({ maker, ports: PORTS, gateway: '192.168.33.2', mdns });
  const { text, details } = causeText(finding('client-programs', { maker, programs: all }), language, NOW);
  return [text, ...details].join('\n');
}

describe('what check says of a maker', () => {
  for (const language of LANGUAGES)
    it(`warns of what a user meets (${language})`, () => {
      assert.match(habits('Theben', language), /does not answer at all|antwortet es gar nicht/);
      assert.match(habits('PPC', language), /5 (?:minutes|Minuten).* 200.*(?:restarts it|neu startet)\./);
      assert.match(habits('PPC', language), /15 (?:minutes|Minuten)(?:, not| ab, nicht)/);
      assert.match(habits('EMH', language), /Host.* smgw\.local .* 404\./);
      assert.doesNotMatch(habits('Theben', language), /Host|lock|sperrt/);
      assert.match(habits('Landis+Gyr', language), /Nothing is known|nichts bekannt/);
    });

  for (const language of LANGUAGES)
    it(`gives the values for each program (${language})`, () => {
      const theben = programs('Theben', language);
      assert.match(theben, /^.* Theben$/m);
      assert.match(theben, /^Home Assistant.*: [Hh]ost 192\.168\.0\.10, (?:ohne Port|without a port)$/m);
      assert.match(theben, /URL https:\/\/192\.168\.0\.10\/smgw\/m2m\/(?:ID|KENNUNG)\.sm\/json$/m);
      assert.match(theben, /: curl -kL --digest -u NAME https:\/\/192\.168\.0\.10\/smgw\/m2m$/m);
      assert.match(programs('PPC', language), /HACS\): URL https:\S+\/cgi-bin\/hanservice\.cgi$/m);
      const named = programs('EMH', language, 'smgw.local');
      assert.match(named, /HACS\): URL https:\/\/smgw\.local$/m);
      assert.match(named, /^evcc.*: uri https:\/\/192\.168\.0\.10, host 192\.168\.33\.2$/m);
      assert.match(programs('EMH', language), /-H 'Host: 192\.168\.33\.2'/);
      assert.match(programs(undefined, language), /unknown maker|unbekannten Herstellers/);
    });
});
