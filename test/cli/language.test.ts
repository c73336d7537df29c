// Which language is spoken: as the system, unless another one is asked for.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from '../../src/cli/language.js';
import { systemLanguage } from '../../src/config/language.js';

describe('the language', () => {
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{}, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de' }, 'de'],
    [{ LANG: 'de_AT@euro' }, 'de'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'den_CA' }, 'en'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'C', LC_ALL: 'de_DE' }, 'de'],
    [{ LANG: 'de_DE', LC_ALL: '' }, 'de'],
  ];
  for (const [environment, expected] of cases) {
    it(`is ${expected} with ${JSON.stringify(environment)}`, () => {
      assert.equal(systemLanguage(environment), expected);
    });
  }

  it('is the one that is asked for, if there is such a one', () => {
    const flags = (text: string) => new Map([['lang', [text]]]);
    assert.equal(languageOf(flags('en'), { LANG: 'de_DE' }), 'en');
    assert.equal(languageOf(flags('fr'), { LANG: 'de_DE' }), 'de');
  });
});
