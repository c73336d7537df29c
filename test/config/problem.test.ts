// Problems as text: one line each, escaped for terminals, with the nearest known word.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { suggestion } from '../../src/config/nearest.js';
import { bare, problem, problemLine, quote } from '../../src/config/problem.js';

describe('a problem', () => {
  it('has its source, and the expected and the given text', () => {
    const line = problemLine(problem('invalid-value', '--listen', 'a port', quote('x')));
    assert.equal(line, '--listen: expected a port, got "x"');
  });

  it('escapes control characters', () => {
    assert.equal(quote('a\x1b[31m"\u009b\u202e\n'), String.raw`"a\u001b[31m\"\u009b\u202e\n"`);
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
      const end = expected === undefined ? '' : ` - did you mean ${expected}?`;
      assert.equal(suggestion(word, known), end);
    });
  }
});
