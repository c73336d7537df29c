// The address of an SSH session, from the environment of a process or of one above it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseParent, parseSshConnection } from '../../src/machine/ssh-session.js';

describe('a login over SSH', () => {
  it('is known by the address of this machine', () => {
    const environment = 'A=b\0SSH_CONNECTION=192.168.0.11 50000 192.168.0.10 22\0C=d\0';
    assert.equal(parseSshConnection(environment), '192.168.0.10');
    assert.equal(parseSshConnection('SSH_CONNECTION=::ffff:1.2.3.4 5 ::ffff:1.2.3.5 22'), '1.2.3.5');
    assert.equal(parseSshConnection('NOT_SSH_CONNECTION=1 2 3 4\0'), undefined);
  });

  it('is looked for among the parents, whatever these are called', () => {
    assert.equal(parseParent('42 (a) b) (c) S 7 42 42 0'), 7);
    assert.equal(parseParent(''), 0);
  });
});
