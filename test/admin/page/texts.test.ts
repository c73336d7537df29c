// The words of the page: nothing is missing in either language, and they say what the log says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../src/forward/outcome.js';
import { SENTENCES } from '../../../src/log/connection-log.js';
import { hintFor } from '../../../src/log/hint.js';
import { LIVE_STATES } from '../../../src/forward/view.js';
import { pageWords } from '../../../src/admin/page-words.js';
import { FORWARD_VERDICTS } from '../../../src/admin/status/schema.js';
import { connectionRecord } from '../../support/record.js';
import { pageModule } from '../../support/page-module.js';

interface Texts {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly headlines: Readonly<Record<string, string>>;
  readonly advice: Readonly<Record<string, readonly string[]>>;
  readonly states: Readonly<Record<string, string>>;
}

const { TEXTS, capitalised } = await pageModule<{
  readonly TEXTS: Readonly<Record<'en' | 'de', Texts>>;
  readonly capitalised: (text: string) => string;
}>('texts.js');
const { VERDICTS } = await pageModule<{ readonly VERDICTS: readonly string[] }>('forward-state.js');

/** `states.open`, `advice.name.0` … and what kind of thing is there. */
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

describe('the words of the status page', () => {
  it('are all there in both languages', () => {
    assert.deepEqual(shape(TEXTS.de).sort(), shape(TEXTS.en).sort());
    for (const text of words(TEXTS)) assert.match(text, /\S/);
  });

  for (const [language, texts] of Object.entries(TEXTS)) {
    it(`have one for each outcome and state (${language})`, () => {
      assert.deepEqual(Object.keys(texts.outcomes), [...OUTCOMES]);
      assert.deepEqual(Object.keys(texts.states), [...LIVE_STATES]);
      assert.deepEqual(Object.keys(texts.headlines), [...VERDICTS, 'lost']);
      assert.deepEqual([...VERDICTS].sort(), [...FORWARD_VERDICTS].sort());
      assert.equal(new Set(Object.values(texts.outcomes)).size, OUTCOMES.length, 'no two sound the same');
    });
  }

  it('are those of the log in English, where the target is called the gateway', () => {
    const expected = OUTCOMES.map((outcome) => SENTENCES[outcome].replace(/\btarget\b/g, 'gateway'));
    assert.deepEqual(Object.values(TEXTS.en.outcomes), expected);
  });

  it('say who has the turn, in the language of the reader', async () => {
    const hint = hintFor(
      connectionRecord({ outcome: 'queue-full', holder: { client: '192.168.0.12', turnMs: 1500 } }),
    );
    assert.equal((await pageWords('en')).hint(hint ?? ''), hint);
    assert.equal(
      (await pageWords('de')).hint(hint ?? ''),
      '192.168.0.12 ist seit 1,5 s an der Reihe: siehe --max-queue und --max-target-connections',
    );
    assert.equal((await pageWords('de')).hint('a newer hint'), 'a newer hint');
  });

  it('begin with a capital where they stand alone, except the name of the program', () => {
    assert.equal(capitalised('the gateway'), 'The gateway');
    assert.equal(capitalised('smgw-proxy was stopped'), 'smgw-proxy was stopped');
  });
});
