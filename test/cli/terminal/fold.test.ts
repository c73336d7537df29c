// Wrapped lines in a given width.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fold, hang } from '../../../src/cli/terminal/fold.js';

describe('a text on a terminal', () => {
  for (const [what, text, expected] of [
    ['stays as it is where it fits', 'a\n  b c', 'a\n  b c'],
    [
      'goes on below its beginning, behind a mark, an arrow, a number or a bar',
      '✓ ok   one two three four five\n✗ one two three four five\n    → one two three four five six\n1. one two three four five six\n  | one two three four five six',
      '✓ ok   one two three\n       four five\n✗ one two three four\n  five\n    → one two three\n      four five six\n1. one two three\n   four five six\n  | one two three\n    four five six',
    ],
    ['keeps a command whole where it can', '→ Do it now: sudo do -a it', '→ Do it now:\n  sudo do -a it'],
    ['begins a long command at the margin', '    → Do it: sudo do -a this', '    → Do it:\nsudo do -a this'],
    ['breaks a command that is too long', 'Do: sudo do -a this and that', 'Do:\nsudo do -a this and\nthat'],
    ['breaks a word that is too long', `x ${'y'.repeat(30)}`, `x ${'y'.repeat(18)}\n${'y'.repeat(12)}`],
  ] as const)
    it(what, () => {
      assert.equal(fold(text, 20), expected);
      assert.equal(fold(text, undefined), text, 'and everything where there is no terminal');
    });
});

describe('a hanging text', () => {
  it('goes on below its first word', () => {
    assert.deepEqual(hang('* ', 'one two three', 9), ['* one two', '  three']);
  });

  it('breaks a word that is longer than a line', () => {
    assert.deepEqual(hang('* ', 'abcdefgh', 6), ['* abcd', '  efgh']);
  });
});
