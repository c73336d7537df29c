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

  const FILE = '/etc/smgw-proxy/config.yaml';
  const spoken = (
    asked: readonly string[],
    environment: Record<string, string>,
    files: Readonly<Record<string, string>> = {},
    mode = 0o100644,
  ) =>
    languageOf(
      { asked, file: undefined },
      {
        environment,
        fileMode: () => Promise.resolve(mode),
        readFile: (path) => {
          const text = files[path];
          return text === undefined ? Promise.reject(new Error(path)) : Promise.resolve(Buffer.from(text));
        },
      },
    );

  it('is the one that is asked for, if there is such a one', async () => {
    assert.equal(await spoken(['en'], { LANG: 'de_DE' }), 'en');
    assert.equal(await spoken(['fr'], { LANG: 'de_DE' }), 'de');
    assert.equal(await spoken([], { SMGW_PROXY_LANGUAGE: 'de' }, { [FILE]: 'language: en' }), 'de');
  });

  for (const text of [
    'language: de',
    'target: x\nlanguage: "de" # chosen\r\nlisten: 80\n',
    'language: de\n\tx: [',
  ])
    it(`is that of the configuration, even if the rest is broken: ${JSON.stringify(text)}`, async () => {
      assert.equal(await spoken([], { LANG: 'en_GB' }, { [FILE]: text }), 'de');
    });

  it('is that of the configuration that is named', async () => {
    const named = { SMGW_PROXY_CONFIG: '/my.yaml' };
    assert.equal(await spoken([], named, { [FILE]: 'language: en', '/my.yaml': 'language: de' }), 'de');
  });

  it('is that of the system where the file says nothing, is no file, or cannot be read', async () => {
    const system = { LANG: 'de_DE' };
    for (const text of ['', '# language: en', '  language: en', 'language: english', 'languages: en'])
      assert.equal(await spoken([], system, { [FILE]: text }), 'de', text);
    assert.equal(await spoken([], system), 'de');
    const FIFO = 0o010644;
    assert.equal(await spoken([], system, { [FILE]: 'language: en' }, FIFO), 'de');
  });
});
