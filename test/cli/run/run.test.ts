// The command `run`: nothing is started unless everything is right.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Machine } from '../../../src/cli/machine.js';
import type { Config } from '../../../src/config/config.js';
import { call } from '../support.js';

async function start(words: readonly string[], changes: Partial<Machine> = {}) {
  const served: Config[] = [];
  const result = await call(words, {
    serve: ({ config }) => Promise.resolve(served.push(config)).then(() => 0),
    ...changes,
  });
  return { ...result, served };
}

describe('the command run', () => {
  it('serves the effective configuration and ends with its status', async () => {
    const { status, served } = await start(['--listen', '81']);
    assert.deepEqual([status, served.length, served[0]?.forwards[0]?.listen], [0, 1, [{ port: 81 }]]);
    const failed = await start([], { serve: () => Promise.resolve(1) });
    assert.equal(failed.status, 1);
  });

  it('prints the configuration and serves nothing for --check-config', async () => {
    const { status, served, out, error } = await start(['--check-config']);
    assert.deepEqual([status, served.length, error], [0, 0, '']);
    assert.match(out, /^forwards:\n {2}- name: gateway$/m);
  });

  for (const check of [[], ['--check-config']]) {
    it(`lists all problems in lines and ends with 2: ${check.join('')}`, async () => {
      const { status, served, out, error } = await start(['strat', '--listen', 'x', ...check]);
      assert.deepEqual([status, served.length, out], [2, 0, '']);
      const lines = error.trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => line.split(':')[0]),
        ['command', '--listen', 'smgw-proxy'],
      );
      assert.equal(lines.at(-1), 'smgw-proxy: 2 problems; nothing was started. See smgw-proxy --help');
    });

    it(`lists a target name that is not known, beside what else is wrong: ${check.join('')}`, async () => {
      const lookup = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
      const { status, error } = await start(['--target', 'nowhere', 'run', 'x', ...check], { lookup });
      assert.equal(status, 2);
      assert.match(error, /^--target: expected .* got "nowhere": no such name is known \(ENOTFOUND\)$/m);
      assert.match(error, /^arguments: /m);
    });
  }
});
