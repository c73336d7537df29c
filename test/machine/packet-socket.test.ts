// The packet socket: its Perl compiles, and its errors have names. Its frames are tested in e2e/discover.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { openPacketSocket } from '../../src/machine/packet-socket.js';
import { missing } from '../support/requires.js';

const NO_SUCH_LINK = { index: 2 ** 30 };

describe('the packet socket', { skip: missing('perl') }, () => {
  it('has a carrier that perl can compile, without a warning', () => {
    const { stderr } = spawnSync('perl', ['-wc', 'src/machine/packet-socket.pl'], { encoding: 'utf8' });
    assert.equal(stderr, 'src/machine/packet-socket.pl syntax OK\n');
  });

  it('says why it cannot be opened', async () => {
    const trouble = process.getuid?.() === 0 ? 'failed' : 'not-permitted';
    await assert.rejects(openPacketSocket(NO_SUCH_LINK), { trouble });
  });
});
