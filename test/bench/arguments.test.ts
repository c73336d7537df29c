// The benchmark's command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../../bench/arguments.js';

const BENCH = fileURLToPath(new URL('../../bench/bench.js', import.meta.url));

describe('arguments', () => {
  it('have defaults', () => {
    const defaults = { quick: false, out: 'bench/results', compare: undefined, help: false };
    assert.deepEqual(readArguments([]), defaults);
  });
  it('are read', () => {
    const read = readArguments(['--quick', '--out', 'a', '--compare=b']);
    assert.deepEqual(read, { quick: true, out: 'a', compare: 'b', help: false });
  });
  for (const words of [['--quik'], ['word'], ['--out'], ['--out', '--quick'], ['--quick=yes']]) {
    it(`are refused with one line: ${words.join(' ')}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, ...words], { encoding: 'utf8' });
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^bench: [^\n]+\n$/);
    });
  }
  for (const file of ['/nonexistent.json', BENCH]) {
    it(`are refused before anything is measured: --compare ${file}`, () => {
      const { status, stderr } = spawnSync(process.execPath, [BENCH, '--compare', file], {
        encoding: 'utf8',
      });
      assert.equal(status, 2);
      assert.match(stderr, /^bench: --compare: [^\n]+\n$/);
    });
  }
});
