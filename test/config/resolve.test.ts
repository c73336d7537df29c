// The lookup of target names at the start.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTargetNames } from '../../src/config/resolve.js';
import { configured } from './support.js';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

describe('the names of targets', () => {
  it('are looked up, addresses are not', async () => {
    const asked: string[] = [];
    const lookup = (name: string) => Promise.resolve(asked.push(name));
    for (const target of ['10.0.0.1', '[::1]:1', 'fe80::1%eth0', 'gateway.box:8443']) {
      assert.deepEqual(await checkTargetNames(await configured({ flags: { target: [target] } }), lookup), []);
    }
    assert.deepEqual(asked, ['gateway.box']);
  });

  for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'ESOMETHING']) {
    it(`are a problem with their source when the lookup fails with ${code}`, async () => {
      const found = await checkTargetNames(await configured({ flags: { target: ['a'] } }), failing(code));
      assert.deepEqual(
        found.map((each) => [each.code, each.where]),
        [['unresolved-name', '--target']],
      );
      assert.match(found[0]?.message ?? '', new RegExp(`\\(${code}\\)$`));
    });
  }

  it('are a problem without an answer in time, and all lookups run in parallel', async () => {
    const yaml = 'forwards:\n  - {listen: 1, target: a}\n  - {listen: 2, target: b}\n';
    const never = () => new Promise<never>(() => undefined);
    const found = await checkTargetNames(await configured({ yaml }), never, 1);
    assert.deepEqual(
      found.map(({ where }) => where),
      ['c.yaml:2:25: target', 'c.yaml:3:25: target'],
    );
  });
});
