// The name servers, as resolv.conf, NetworkManager and systemd-resolved print them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseNmcli, parseResolvConf, parseResolvectl } from '../../src/machine/name-servers.js';

describe('the name servers', () => {
  it('are read from each of the three', () => {
    assert.deepEqual(
      parseResolvConf(
        '# nameserver 1.1.1.1\nsearch fritz.box\nnameserver 192.168.0.1\n nameserver fe80::1%eth0',
      ),
      ['192.168.0.1', 'fe80::1%eth0'],
    );
    assert.deepEqual(parseNmcli('8.8.8.8 | 8.8.4.4\nfd00::1\n'), ['8.8.8.8', '8.8.4.4', 'fd00::1']);
    assert.deepEqual(parseNmcli('\n\n'), []);
    assert.deepEqual(parseResolvectl('Link 3 (eth0): 10.11.120.2 fe80::1\n'), ['10.11.120.2', 'fe80::1']);
    assert.deepEqual(parseResolvectl('Link 3 (eth0):\n'), []);
  });
});
