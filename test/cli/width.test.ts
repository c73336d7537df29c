// Every text of setup, discover, check and status, and the letter, on a terminal of 80 columns.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHECK_TEXTS } from '../../src/cli/check/texts.js';
import { LANGUAGES } from '../../src/config/language.js';
import { OPERATOR_LETTER } from '../../src/cli/discover/operator-letter.js';
import { DISCOVER_TEXTS } from '../../src/cli/discover/texts.js';
import { SETUP_TEXTS } from '../../src/cli/setup/texts.js';
import { statusText } from '../../src/cli/status/text.js';
import { statusTexts } from '../../src/cli/status/texts.js';
import { stepText } from '../../src/cli/terminal/steps.js';
import { fold } from '../../src/cli/terminal/fold.js';
import { aStatus, FORWARD, NOW } from './status/fixture.js';

const WIDTH = 80;
/** As long as the facts are that go into the texts. */
const FACT = '192.168.178.100';

/** The argument of any text: whatever is asked of it is there. */
const FACTS: unknown = new Proxy(() => undefined, {
  get: (_, key) =>
    key === Symbol.toPrimitive ? () => FACT : key === Symbol.iterator ? () => [FACT].values() : FACTS,
  apply: () => FACTS,
  ownKeys: () => ['address', 'port'],
  getOwnPropertyDescriptor: () => ({ value: FACTS, enumerable: true, configurable: true }),
});

/** All texts in a value, with FACTS where a text takes some. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === FACTS || value instanceof RegExp || value === null) return [];
  if (typeof value === 'function')
    return [FACTS, undefined].flatMap((facts) => {
      const text = value as (...facts: readonly unknown[]) => unknown;
      try {
        return textsIn(text(facts, facts, facts, facts));
      } catch {
        // Not every text has a form without facts.
        return [];
      }
    });
  return typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}

function fits(text: string): void {
  for (const line of text.split('\n')) assert.ok(line.length <= WIDTH, `${line.length} columns: ${line}`);
}

/** The commands behind a colon: one that is broken cannot be pasted. */
const COMMAND = /: (sudo .*)$/;

describe('on a terminal of 80 columns', () => {
  for (const language of LANGUAGES)
    for (const [command, tables] of Object.entries({
      setup: SETUP_TEXTS,
      discover: DISCOVER_TEXTS,
      check: CHECK_TEXTS,
    }))
      it(`each text of ${command} fits, and its command stays whole (${language})`, () => {
        const texts = textsIn(tables[language]);
        assert.ok(texts.length > 50, `${texts.length} texts`);
        for (const text of texts) {
          const step = { mark: 'failed', name: 'DHCP', text: 'x', remedy: [text] } as const;
          for (const printed of [text, stepText(language, step)]) {
            const folded = fold(printed, WIDTH);
            fits(folded);
            const [, pasted] = COMMAND.exec(text) ?? [];
            if (pasted !== undefined) assert.ok(folded.includes(pasted), `broken: ${pasted}`);
          }
        }
      });

  it('status fits', async () => {
    const name = 'gateway-'.repeat(8);
    const unanswered = { client: 'fd00:1234:5678:9abc:def0:1234:5678:9abc', at: NOW, times: 12 };
    for (const verdict of ['read', 'unanswered', 'waiting', 'port-taken'] as const) {
      const forwards = [{ ...FORWARD, name, verdict, unanswered }];
      for (const language of LANGUAGES)
        fits(statusText(aStatus({ forwards }), { width: WIDTH, colour: false }, await statusTexts(language)));
    }
  });

  it('the letter to the operator fits', () => {
    fits(OPERATOR_LETTER);
  });
});
