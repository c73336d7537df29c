// The output of `check`: each cause in both languages, what to do about it, and what stands at the end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkJson } from '../../../src/cli/check/json.js';
import { spelledOut, type CauseWords } from '../../../src/cli/check/words.js';
import { CHECK_TEXTS } from '../../../src/cli/check/texts.js';
import { causeText, conclusion, outcomeLine } from '../../../src/cli/check/view.js';
import { LANGUAGES } from '../../../src/config/language.js';
import {
  finding,
  RESULTS,
  type Cause,
  type CauseFacts,
  type StepOutcome,
} from '../../../src/check/causes.js';
import { assertHarmless, HARMFUL } from '../../support/harmless.js';

const NOW = new Date('2026-11-25T12:00:00Z');

/** Facts of any cause: whatever is asked of them is there. */
const ANYTHING: unknown = new Proxy(() => undefined, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => 'x' : key === 'length' ? 1 : ANYTHING),
  apply: () => ANYTHING,
  ownKeys: () => ['address', 'port'],
  getOwnPropertyDescriptor: () => ({ value: ANYTHING, enumerable: true, configurable: true }),
});

function outcome<C extends Cause>(step: StepOutcome['step'], cause: C, facts: CauseFacts[C]): StepOutcome {
  return { step, result: RESULTS[cause], finding: finding(cause, facts), ms: 0 };
}

const OK = outcome('cable', 'cable-plugged', { link: 'eth0' });
const DOWN = outcome('home', 'home-down', { link: 'wlan0', isWireless: true, carrier: 'down' });
const CLOSED = outcome('ports', 'port-closed', { listen: '8080' });
const OLD = outcome('certificate', 'certificate-expired', { validTo: new Date('2026-11-01') });
const CUT = outcome('through', 'through-silent', { address: '192.168.0.10', port: 443 });
const FAILING = outcome('service', 'service-failing', { state: 'activating (auto-restart)', words: [] });
const TAKEN = outcome('ports', 'port-taken', { listen: '443', holder: 'nginx', pid: 455, user: 'root' });
const UNSEEN = outcome('ports', 'port-open', { listen: '8080', holder: undefined });
const check = (...outcomes: readonly StepOutcome[]) => ({ outcomes, status: 0, urls: [] });

describe('what check shows', () => {
  for (const language of LANGUAGES)
    for (const cause of Object.keys(RESULTS) as Cause[])
      it(`has words for ${cause}, and what to do about trouble (${language})`, () => {
        const say = CHECK_TEXTS[language].causes[cause] as (facts: unknown) => CauseWords;
        const said = spelledOut(say(ANYTHING));
        assert.notEqual(said.text, '');
        const isTrouble = ['failed', 'warning'].includes(RESULTS[cause]);
        assert.equal((said.remedy?.length ?? 0) > 0, isTrouble);
      });

  it('is a line for each step, with what to do below', () => {
    assert.deepEqual(outcomeLine(DOWN, 'de', NOW), {
      mark: 'failed',
      name: 'Heimnetz',
      text: 'wlan0 ist abgeschaltet',
      details: [],
      remedy: ['WLAN einschalten und verbinden: sudo nmtui'],
    });
    const slow = { ...OK, subject: 'fe80::2%eth0', ms: 1500 };
    assert.deepEqual(outcomeLine(slow, 'en', NOW), {
      mark: 'ok',
      name: 'Cable (fe80::2%eth0)',
      text: 'plugged into eth0, with a device at the other end',
      ms: 1500,
      details: [],
      remedy: [],
    });
  });

  it('writes dates as the language does', () => {
    assert.equal(outcomeLine(OLD, 'de', NOW).text, 'ist am 01.11.2026 abgelaufen');
    assert.equal(outcomeLine(OLD, 'en', NOW).text, 'expired on 2026-11-01');
  });

  it('is harmless whatever others have written', () => {
    const evil = `\u001b[2J\u202e${'x'.repeat(5000)}`;
    const facts = { state: evil, words: [evil, evil] };
    const { text, details } = causeText(finding('service-failing', facts), 'en', NOW);
    assertHarmless([text, ...details].join('\n').replaceAll('x'.repeat(200), ''));
    assert.ok(text.length < 400);
    const json = checkJson(check(outcome('service', 'service-failing', facts)), '1.0.0', 'en');
    assert.doesNotMatch(json, HARMFUL);
    const [step] = (JSON.parse(json) as { steps: { facts: { state: string } }[] }).steps;
    assert.equal(step?.facts.state, evil, 'and yet what it was');
  });

  for (const [what, outcomes, isRoot, expected] of [
    ['all is well', [OK], true, 'All is well.'],
    ['nothing that root has seen', [UNSEEN], true, 'All is well.'],
    [
      'it works, with a warning and again what to do',
      [OK, OLD],
      true,
      'It works; one thing needs attention (!).\n! Certificate: expired on 2026-11-01\n→ Programs that check the date refuse it. Only the metering operator can renew it.',
    ],
    [
      'one thing is wrong, and again what to do',
      [OK, DOWN],
      true,
      'One failure: the home network is not reachable.\n✗ Home network: wlan0 is switched off\n→ Switch Wi-Fi on and connect: sudo nmtui',
    ],
    [
      'that the home network is there, but the way through it is not',
      [CUT],
      true,
      'One failure: the home network does not reach the gateway.\n✗ Whole way: 192.168.0.10:443 does not answer, although the gateway itself does\n→ Read its log: sudo journalctl -u smgw-proxy -n 20',
    ],
    [
      'the cause first: the port that another program holds, not the service that fails for it',
      [FAILING, TAKEN],
      true,
      '2 failures, the first: another program has a port of the service.\nFix the first failure (✗), then check again: sudo smgw-proxy check\n✗ Port of the service: port 443 is in use by nginx (process 455)\n→ Stop that program, or configure another port to listen on.',
    ],
    [
      'where to begin',
      [DOWN, CLOSED],
      true,
      '2 failures, the first: the home network is not reachable.\nFix the first failure (✗), then check again: sudo smgw-proxy check\n✗ Home network: wlan0 is switched off\n→ Switch Wi-Fi on and connect: sudo nmtui',
    ],
    [
      'what root would see',
      [UNSEEN],
      false,
      'All is well.\nRun with sudo to see which program holds the port: sudo smgw-proxy check',
    ],
  ] as const) {
    it(`ends with: ${what}`, () => {
      assert.equal(conclusion(check(...outcomes), 'en', { isRoot }), `\n${expected}\n`);
    });
  }

  it('ends with the words of its caller, and again what to do', () => {
    const said = conclusion(check(OK, DOWN), 'de', { isRoot: true, lead: 'Noch nicht:' });
    assert.equal(
      said,
      '\nNoch nicht:\n✗ Heimnetz: wlan0 ist abgeschaltet\n→ WLAN einschalten und verbinden: sudo nmtui\n',
    );
  });

  it('opens the editor where the configuration is wrong', () => {
    const [problem, editor] = ['config.yaml, Zeile 12: falsch', 'sudo nano +12 /etc/smgw-proxy/config.yaml'];
    const said = (place: string | undefined) =>
      causeText(finding('config-wrong', { problems: [problem], editor: place }), 'de', NOW);
    assert.deepEqual(
      [said(editor).text, said(editor).remedy[0]],
      [problem, `Berichtigen Sie das: ${editor}`],
    );
    assert.equal(said(undefined).remedy[0], 'Berichtigen Sie das.');
  });

  it('says of a service whether it ends at once or is on its way', () => {
    const say = (state: string): string =>
      causeText(finding('service-failing', { state, words: [] }), 'de', NOW).text;
    assert.equal(say('activating (auto-restart)'), 'startet und bricht sofort wieder ab');
    assert.equal(say('activating (start)'), 'ist nicht bereit (activating (start))');
  });

  it('is one JSON document for programs', () => {
    const document: unknown = JSON.parse(checkJson({ ...check(OK, OLD, CLOSED), status: 14 }, '1.0.0', 'en'));
    const { steps, ...rest } = document as { steps: Record<string, unknown>[] };
    assert.deepEqual(rest, {
      ...{ version: '1.0.0', ok: false, status: 14, trouble: 'service', warnings: 1, urls: [] },
    });
    assert.deepEqual(steps[2], {
      ...{ step: 'ports', subject: null, result: 'failed', cause: 'port-closed', ms: 0 },
      text: 'no program listens on 8080',
      details: [],
      remedy: [
        'Start it: sudo systemctl start smgw-proxy',
        'Is it running? Then: sudo systemctl reload smgw-proxy',
      ],
      facts: { listen: '8080' },
    });
  });
});
