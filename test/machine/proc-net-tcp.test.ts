// Addresses as the kernel prints them are those of the sockets, whichever way they are read.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, SocketAddress, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatEnd, parseEnd, TCP_TABLES } from '../../src/machine/proc-net-tcp.js';

/** The local ends of all listening sockets, as the kernel prints them. */
function listeningEnds(): string[] {
  const rows = Object.values(TCP_TABLES).flatMap((table) => readFileSync(table, 'latin1').split('\n'));
  return rows.flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    return state === '0A' ? [local] : [];
  });
}

describe('the end of a socket', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '0.0.0.0', '::1', '::', '::ffff:127.1.2.3']) {
    it(`that listens on ${host} is found and read in the kernel's table`, async () => {
      const server = createServer().listen(0, host);
      await once(server, 'listening');
      const { address, port } = server.address() as AddressInfo;
      const ends = listeningEnds();
      server.close();
      assert.ok(ends.includes(formatEnd(host, port)));
      const read = ends.map(parseEnd).filter((end) => end.host === address && end.port === port);
      assert.equal(read.length, 1);
    });
  }

  it('is the same after writing and reading it, whatever the address', () => {
    const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
    const ipv6 = groups.map((each) => each.map((group) => group.toString(16)).join(':'));
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), ipv6), fc.integer({ min: 0, max: 65_535 }), (address, port) => {
        const family = address.includes(':') ? 'ipv6' : 'ipv4';
        const { address: host } = new SocketAddress({ address, family });
        assert.deepEqual(parseEnd(formatEnd(address, port)), { host, port });
      }),
    );
  });

  it('is printed with four digits of the port', () => {
    assert.match(formatEnd('127.0.0.1', 80), /^[0-9A-F]{8}:0050$/);
  });

  it('is printed without the zone of a link-local address, whatever the name of the interface', () => {
    for (const zone of ['eth0', 'br-lan', 'eth0.100', 'wlx00e04c_1']) {
      assert.equal(formatEnd(`fe80::1%${zone}`, 443), formatEnd('fe80::1', 443));
    }
  });
});
