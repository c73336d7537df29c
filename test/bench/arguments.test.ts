// The benchmark's command line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../../bench/arguments.js';

const BENCH = fileURLToPath(new URL('../../bench/bench.js', import.meta.url));

const NOTHING = { quick: false, compare: undefined, help: false, work: '', nodeLoad: false };

describe('arguments', () => {
  it('have defaults', () => {
    const subjects = [
      'smgw-proxy',
      'socket-wire',
      'pipe',
      'haproxy',
      'nginx',
      'socat',
      'systemd-socket-proxyd',
    ];
    assert.deepEqual(readArguments([]), { ...NOTHING, out: 'bench/results', subjects });
  });
  it('are read', () => {
    const words = '--quick --out a --compare=b --subjects socket-wire,nginx --work poll --node-load'.split(
      ' ',
    );
    const subjects = ['smgw-proxy', 'socket-wire', 'nginx'];
    const expected = { quick: true, out: 'a', compare: 'b', subjects, work: 'poll', nodeLoad: true };
    assert.deepEqual(readArguments(words), { ...NOTHING, ...expected });
  });
  for (const words of [
    ['--quik'],
    ['word'],
    ['--out'],
    ['--out', '--quick'],
    ['--quick=yes'],
    ['--subjects', 'node'],
  ]) {
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
