// Problems as text: one line each, escaped for terminals, with the nearest known word.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { suggestion } from '../../src/config/nearest.js';
import { bare, problem, problemLine, quote, quoted, remedyFor } from '../../src/config/problem.js';
import { placeText, type ValuePlace } from '../../src/config/place.js';

describe('a problem', () => {
  const expected = { en: 'a port', de: 'ein Port' };

  it('has its source, and the expected and the given text', () => {
    const given = problem('invalid-value', '--listen', expected, quoted('x'));
    assert.equal(problemLine(given, 'en'), '--listen: expected a port, got "x"');
    assert.equal(problemLine(given, 'de'), '--listen: angegeben ist „x“, erwartet wird ein Port');
  });

  const places: readonly (readonly [ValuePlace, string, string])[] = [
    [{ file: 'c.yaml', line: 12, key: 'listen' }, 'c.yaml, line 12, listen', 'c.yaml, Zeile 12, listen'],
    [{ file: 'c.yaml', line: 1, column: 3 }, 'c.yaml, line 1, column 3', 'c.yaml, Zeile 1, Spalte 3'],
    [{ defaultOf: 'listen' }, 'default of --listen', 'Standardwert von --listen'],
    [{ en: 'command', de: 'Befehl' }, 'command', 'Befehl'],
  ];
  for (const [place, en, de] of places)
    it(`names its place as people read it: ${de}`, () => {
      assert.deepEqual([placeText(place, 'en'), placeText(place, 'de')], [en, de]);
    });

  it('of a file has the command that opens the line as its remedy', () => {
    const at = (where: ValuePlace) => problem('invalid-value', where, expected, quoted('x'));
    const own = { file: '/etc/smgw-proxy/config.yaml', line: 12 };
    assert.equal(remedyFor([at('--listen'), at(own)]), 'sudo nano +12 /etc/smgw-proxy/config.yaml');
    assert.equal(remedyFor([at({ file: 'my.yaml', line: 1 })]), 'nano +1 my.yaml');
    assert.equal(remedyFor([at('--listen')]), undefined);
  });

  it('escapes control characters', () => {
    assert.equal(quote('a\x1b[31m"\u009b\u202e\n'), String.raw`"a\u001b[31m\"\u009b\u202e\n"`);
    assert.equal(quote('a b\u00a0'), String.raw`"a b\u00a0"`);
    assert.equal(bare('/tmp/a\nb'), String.raw`"/tmp/a\nb"`);
    assert.equal(bare('/tmp/a b'), '/tmp/a b');
  });

  it('cuts long input and stays on one line for arbitrary input', () => {
    assert.equal(quote('x'.repeat(1000)), `"${'x'.repeat(60)}…"`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        assert.doesNotMatch(quote(text), /[\p{Cc}\p{Zl}\p{Zp}]/u);
        assert.doesNotMatch(bare(text), /[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('has the quotation marks of each language', () => {
    assert.deepEqual(quoted('a"b'), { en: String.raw`"a\"b"`, de: String.raw`„a\"b“` });
  });
});

describe('the nearest known word', () => {
  const known = ['listen', 'target', 'connect-timeout', 'log-level', 'log-file'];
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['lsiten', 'listen'],
    ['Listen', 'listen'],
    ['targt', 'target'],
    ['connectTimeout', 'connect-timeout'],
    ['connect_timeout', 'connect-timeout'],
    ['log-levle', 'log-level'],
    ['port', undefined],
    ['x', undefined],
    ['', undefined],
    ['listen'.repeat(100_000), undefined],
  ];
  for (const [word, expected] of cases) {
    it(`to ${JSON.stringify(word.slice(0, 20))} is ${expected ?? 'none'}`, () => {
      const { en, de } = suggestion(word, known);
      assert.equal(en, expected === undefined ? '' : ` - did you mean ${expected}?`);
      assert.equal(de, expected === undefined ? '' : ` - meinten Sie ${expected}?`);
    });
  }
});
