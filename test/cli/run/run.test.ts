// The command `run`: nothing is started unless everything is right.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Machine } from '../../../src/cli/machine.js';
import type { Config } from '../../../src/config/config.js';
import { call, unexpected } from '../support.js';

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
  }

  for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EMFILE']) {
    const lookUp = () => Promise.reject(Object.assign(new Error(), { code }));

    it(`starts with a target name that cannot be looked up: ${code}`, async () => {
      const { status, served } = await start(['--target', 'nowhere'], { lookUp: unexpected });
      assert.deepEqual([status, served.length], [0, 1]);
    });

    it(`says for --check-config that it cannot be looked up: ${code}`, async () => {
      const { status, out, error } = await start(['--target', 'nowhere', '--check-config'], { lookUp });
      assert.equal(status, 0);
      assert.match(out, /^ {4}target: nowhere:443$/m);
      assert.match(
        error,
        new RegExp(`^--target: "nowhere": .+ \\(${code}\\); smgw-proxy run tries again .+\n$`),
      );
    });
  }
});
