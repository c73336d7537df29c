// This machine stays among the clients that may connect, so that `status` and `check` work.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withOwnAccess } from '../../../src/cli/setup/own-access.js';
import type { WrittenOptions } from '../../../src/setup/written-options.js';

const OWN = ['127.0.0.1', '192.168.0.10'];

describe('the clients that may connect, as setup writes them', () => {
  const cases: readonly (readonly [string, WrittenOptions['allow'], WrittenOptions['allow']])[] = [
    ['one device', '192.168.0.12/32', ['192.168.0.12/32', '127.0.0.1/32', '192.168.0.10/32']],
    ['a network with this machine', ['192.168.0.0/24'], ['192.168.0.0/24', '127.0.0.1/32']],
    ['the home', 'private', 'private'],
    ['every source', 'any', 'any'],
    ['not given', undefined, undefined],
  ];
  for (const [name, allow, wanted] of cases)
    it(name, () => {
      assert.deepEqual(withOwnAccess(allow === undefined ? {} : { allow }, OWN).allow, wanted);
    });

  it('includes an IPv6 address', () => {
    assert.deepEqual(withOwnAccess({ allow: '192.168.0.12/32' }, ['fd00::10']).allow, [
      '192.168.0.12/32',
      'fd00::10/128',
    ]);
  });
});
