// The words of the page: nothing is missing in either language, and they say what the log says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LANGUAGES } from '../../../src/config/language.js';
import { durationText } from '../../../src/config/duration.js';
import { OUTCOMES, type Outcome } from '../../../src/forward/outcome.js';
import { SENTENCES } from '../../../src/log/connection-log.js';
import { hintFor } from '../../../src/log/hint.js';
import { LIVE_STATES } from '../../../src/forward/view.js';
import { FORWARD_VERDICTS } from '../../../src/admin/status/schema.js';
import { statusTexts } from '../../../src/cli/status/texts.js';
import { connectionRecord } from '../../support/record.js';
import { pageModule } from '../../support/page-module.js';

interface Texts {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly hints: Readonly<Record<string, string>>;
  readonly headlines: Readonly<Record<string, string>>;
  readonly advice: Readonly<Record<string, readonly string[]>>;
  readonly live: { readonly states: Readonly<Record<string, string>> };
}

const { TEXTS, capitalised } = await pageModule<{
  readonly TEXTS: Readonly<Record<'en' | 'de', Texts>>;
  readonly capitalised: (text: string) => string;
}>('texts.js');
const { VERDICTS } = await pageModule<{ readonly VERDICTS: readonly string[] }>('forward-state.js');

/** `live.states.open`, `advice.name.0` … and what kind of thing is there. */
function shape(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${at}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, each]) => shape(each, `${at}.${key}`));
}

/** Every text, those made by functions as well. */
function words(value: unknown): string[] {
  if (typeof value === 'function') return [String((value as (...args: unknown[]) => unknown)('1', '2', '3'))];
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(words);
}

const NO_HINTS = { hints: {} };

describe('the words of the status page', () => {
  it('are all there in both languages', () => {
    assert.deepEqual(shape({ ...TEXTS.de, ...NO_HINTS }).sort(), shape({ ...TEXTS.en, ...NO_HINTS }).sort());
    for (const text of words(TEXTS)) assert.match(text, /\S/);
  });

  for (const [language, texts] of Object.entries(TEXTS)) {
    it(`have one for each outcome and state (${language})`, () => {
      assert.deepEqual(Object.keys(texts.outcomes), [...OUTCOMES]);
      assert.deepEqual(Object.keys(texts.live.states), [...LIVE_STATES]);
      assert.deepEqual(Object.keys(texts.headlines), [...VERDICTS, 'lost']);
      assert.deepEqual([...VERDICTS].sort(), [...FORWARD_VERDICTS].sort());
      assert.equal(new Set(Object.values(texts.outcomes)).size, OUTCOMES.length, 'no two sound the same');
    });
  }

  it('are those of the log in English, where the target is called the gateway', () => {
    const expected = OUTCOMES.map((outcome) => SENTENCES[outcome].replace(/\btarget\b/g, 'gateway'));
    assert.deepEqual(Object.values(TEXTS.en.outcomes), expected);
  });

  for (const language of LANGUAGES)
    it(`are those of the command status (${language})`, async () => {
      const { lost, ...verdicts } = TEXTS[language].headlines;
      assert.ok(lost);
      assert.deepEqual(verdicts, (await statusTexts(language)).headlines);
    });

  it('translate every hint the service gives', () => {
    const codes = ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'];
    const tls = [
      ...['TLS_NO_CLOSE_NOTIFY', 'TLS_TIMEOUT', 'TLS_CLOSED', 'ERR_SSL_WRONG_VERSION_NUMBER'],
      ...[
        'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
        'ERR_SSL_WRONG_CURVE',
        'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
      ],
      'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    ];
    const limits = ['max-connections', 'max-connections-per-client'];
    const hints = OUTCOMES.flatMap((outcome: Outcome) =>
      [undefined, ...codes, ...limits, ...tls].map((code) =>
        hintFor(connectionRecord({ outcome, unansweredMs: 5000, ...(code !== undefined && { code }) })),
      ),
    );
    const NONE = { firstByteMs: undefined };
    for (const unasked of [{ ...NONE, unansweredMs: 5000 }, NONE, { unansweredBytes: 500 }])
      hints.push(hintFor(connectionRecord({ outcome: 'target-reset', ...unasked })));
    const holder = { client: 'HOLDER', turnMs: 1000 };
    for (const outcome of ['queue-timeout', 'queue-full'] as const)
      hints.push(hintFor(connectionRecord({ outcome, holder }))?.replace(durationText(1000), 'TIME'));
    const given = new Set(hints.filter((hint) => hint !== undefined));
    assert.ok(given.size > 10);
    assert.deepEqual([...given].sort(), Object.keys(TEXTS.de.hints).sort());
  });

  it('begin with a capital where they stand alone, except the name of the program', () => {
    assert.equal(capitalised('the gateway'), 'The gateway');
    assert.equal(capitalised('smgw-proxy was stopped'), 'smgw-proxy was stopped');
  });
});
