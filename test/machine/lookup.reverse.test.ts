// The name of an address, as hosts(5) of this machine has it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameOf } from '../../src/machine/lookup.js';

const { PATH } = process.env;

for (const [how, searched] of [
  ['Perl', PATH],
  ['Node, where Perl is missing', '/nonexistent'],
] as const)
  describe(`the name of an address, by ${how}`, () => {
    it('is found, and none for a text that is no address', async () => {
      process.env.PATH = searched;
      try {
        assert.equal(await nameOf('127.0.0.1'), 'localhost');
        assert.equal(await nameOf('localhost; id'), undefined);
      } finally {
        process.env.PATH = PATH;
      }
    });
  });
