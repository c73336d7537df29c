// The reader of configuration files: its mistakes with their positions.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatRange } from '../../src/config/address-range.js';
import { config, load, problems } from './support.js';

const MISTAKES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a text that is no map', 'listen 80\n', ['wrong-type c.yaml, line 1']],
  ['a list at the top', '- a\n', ['wrong-type c.yaml, line 1']],
  ['an open quote', 'target: "a\n', ['yaml-syntax c.yaml, line 2, column 1']],
  [
    'brackets without quotes',
    'log-level: info\nlisten: [::1]:8080\n',
    ['yaml-syntax c.yaml, line 2, column 14'],
  ],
  ['a tab', '\tlisten: 80\n', ['yaml-syntax c.yaml, line 1, column 1']],
  ['a no-break space', 'log-level: info\nlisten:\u00a080\n', ['yaml-syntax c.yaml, line 2, column 8']],
  ['NUL after a power cut', 'target: a\n\0\0\n', ['yaml-syntax c.yaml, line 2, column 1']],
  ['a tag', 'target: !foo bar\n', ['yaml-syntax c.yaml, line 1, column 9']],
  ['a second document', 'target: a\n---\ntarget: b\n', ['yaml-syntax c.yaml, line 2, column 1']],
  [
    'a key twice',
    'target: a\ntarget: b\nlog-level: x\n',
    ['given-twice c.yaml, line 2', 'invalid-value c.yaml, line 3, log-level'],
  ],
  [
    'a key twice in a forward',
    'forwards:\n  - listen: 80\n    target: a\n    listen: 81\n',
    ['given-twice c.yaml, line 4'],
  ],
  ['an unknown key', 'target: a\ntaget: b\n', ['unknown-key c.yaml, line 2']],
  ['the name of a flag only', 'config: b\n', ['unknown-key c.yaml, line 1']],
  ['a list as key', '? [a]\n: b\n', ['wrong-type c.yaml, line 1']],
  ['a key without value', 'target:\n', ['missing-value c.yaml, line 1, target']],
  ['an empty text', 'target: ""\n', ['missing-value c.yaml, line 1, target']],
  ['a map for a value', 'target: {a: 1}\n', ['wrong-type c.yaml, line 1, target']],
  ['a list for one value', 'target: [a]\n', ['wrong-type c.yaml, line 1, target']],
  ['an empty list', 'listen: []\n', ['wrong-type c.yaml, line 1, listen']],
  ['an empty list of those who may connect', 'allow: []\n', ['wrong-type c.yaml, line 1, allow']],
  ['an empty list for one value', 'log-file: []\n', ['wrong-type c.yaml, line 1, log-file']],
  ['an empty list in a list', 'deny: [[]]\n', ['wrong-type c.yaml, line 1, deny']],
  ['nothing for a list', 'deny:\n', ['missing-value c.yaml, line 1, deny']],
  ['an IPv6 address that YAML takes for a key', 'deny: [fd00::]\n', ['wrong-type c.yaml, line 1, deny']],
  ['true for a path', 'log-file: true\n', ['invalid-value c.yaml, line 1, log-file']],
  ['false for one of some words', 'send-proxy: false\n', ['invalid-value c.yaml, line 1, send-proxy']],
  [
    'a wrong item in a list',
    'listen: [80, x, {}]\n',
    ['invalid-value c.yaml, line 1, listen', 'wrong-type c.yaml, line 1, listen'],
  ],
  ['a number not written as a port', 'listen: 0x1F90\n', ['invalid-value c.yaml, line 1, listen']],
  ['an alias', 'target: &a x\nlog-file: *a\n', ['wrong-type c.yaml, line 2, log-file']],
];

describe('a configuration file', () => {
  for (const [what, yaml, expected] of MISTAKES) {
    it(`is refused for ${what}`, async () => {
      const found = await problems({ yaml });
      assert.deepEqual(found.toSorted(), expected.toSorted());
    });
  }

  it('may have true and false for on and off', async () => {
    const { forwards } = await config({ yaml: 'target-tls: False\n' });
    assert.equal(forwards[0]?.targetTls, false);
    assert.deepEqual(await problems({ yaml: 'target-tls: true\n' }), ['conflict c.yaml, line 1, target-tls']);
  });

  it('may empty a list that is empty by default', async () => {
    const { forwards } = await config({ yaml: 'deny: []\naccept-proxy: []\n' });
    assert.deepEqual([forwards[0]?.deny, forwards[0]?.acceptProxy], [[], []]);
  });

  it('may hold IPv6 ranges without quotes', async () => {
    const { forwards } = await config({ yaml: 'allow: [::1, fd00::/8]\ndeny: ::/0\n' });
    assert.deepEqual([...(forwards[0]?.allow ?? []), ...(forwards[0]?.deny ?? [])].map(formatRange), [
      '::1/128',
      'fd00::/8',
      '::/0',
    ]);
  });

  it('gets invisible characters named, as a web page or a power cut leaves them', async () => {
    for (const [yaml, code] of [
      ['listen:\u00a080\ntarget: a\n', 'U+00A0'],
      ['target: a\nlisten:\u202f80\n', 'U+202F'],
      ['target: a\n\0\0\n', 'U+0000'],
    ] as const) {
      const loaded = await load({ yaml });
      const { en = '', de = '' } = loaded.ok ? {} : (loaded.problems[0]?.message ?? {});
      assert.ok(en.includes(`an invisible character (${code})`), en);
      assert.ok(de.includes(`ein unsichtbares Zeichen (${code})`), de);
    }
  });

  it('gets a value that begins like a tag told to need quotes', async () => {
    for (const yaml of ['target: !foo bar\n', 'max-connections: !!int 5\n']) {
      const loaded = await load({ yaml });
      const { en = '', de = '' } = loaded.ok ? {} : (loaded.problems[0]?.message ?? {});
      assert.equal(en, 'this is not YAML: a value that begins with such a sign needs quotes');
      assert.match(de, /braucht Anführungszeichen$/);
    }
  });

  it('gets a suggestion for a misspelt key', async () => {
    const loaded = await load({ yaml: 'conect-timeout: 5s\n' });
    assert.match(loaded.ok ? '' : (loaded.problems[0]?.message.en ?? ''), /did you mean connect-timeout\?$/);
  });

  it('never gets its aliases expanded', async () => {
    const levels = Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}]`);
    const found = await problems({ yaml: `l0: &l0 x\n${levels.join('\n')}\nlisten: *l30\n` });
    assert.equal(found.at(-1), 'wrong-type c.yaml, line 32, listen');
  });

  it('is refused without a crash when it is nested too deeply', async () => {
    for (const open of ['[', '{', '- ', '? ']) {
      const found = await problems({ yaml: open.repeat(30_000) });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', /^yaml-syntax c\.yaml/);
    }
  });

  it('is refused without a crash when it has hundreds of thousands of lines', async () => {
    assert.deepEqual(await problems({ yaml: '-\n'.repeat(150_000) }), ['wrong-type c.yaml, line 1']);
  });

  it('of arbitrary content never makes the reader throw', async () => {
    const pieces = fc.constantFrom(
      'listen',
      'target',
      'forwards',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '8080',
      '*',
      '&a',
      '"',
      '{',
      '}',
      '#',
      '~',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async (parts) => {
        const loaded = await load({ yaml: parts.join('') });
        assert.ok(loaded.ok || loaded.problems.length > 0);
      }),
    );
  });
});
