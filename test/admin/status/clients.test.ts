// The clients of the gateway: what is counted for each, and which ones are forgotten.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressOf, Clients } from '../../../src/admin/status/clients.js';
import { MOST_CLIENTS } from '../../../src/admin/status/sizes.js';
import { connectionRecord } from '../../support/record.js';

describe('the clients', () => {
  it('are told apart by their address, not by their port', () => {
    const clients = new Clients();
    clients.ended(connectionRecord({ client: '10.0.0.1:1', bytesToTarget: 1, bytesToClient: 2 }), 5);
    clients.ended(connectionRecord({ client: '10.0.0.1:2', bytesToTarget: 3, bytesToClient: 4 }), 6);
    clients.ended(connectionRecord({ client: '[fe80::1%eth0]:1' }), 7);
    assert.deepEqual([...clients.addresses], ['10.0.0.1', 'fe80::1%eth0']);
    const { connections, bytesToTarget, bytesToClient, lastSeenAt } = clients.get('10.0.0.1') ?? {};
    assert.deepEqual([connections, bytesToTarget, bytesToClient, lastSeenAt], [2, 4, 6, 6]);
  });

  it('poll with the connections that read', () => {
    const clients = new Clients();
    for (const answers of [0, 1, 3]) clients.ended(connectionRecord({ answers }), 1000);
    clients.ended(connectionRecord({ answers: 1, awaitedMs: 5000 }), 1000);
    assert.equal(clients.get('192.168.0.12')?.polls.total(1000), 2);
    assert.equal(clients.get('192.168.0.12')?.polls.total(3_600_000), 0);
  });

  it('are not those that may not connect, however many come', () => {
    const clients = new Clients();
    clients.ended(connectionRecord({ outcome: 'denied' }), 1);
    assert.deepEqual([...clients.addresses], []);
  });

  it('are not this machine itself when it only looks, as check does', () => {
    const clients = new Clients();
    const own = { client: '192.168.0.10:1', local: '192.168.0.10:443' };
    clients.ended(connectionRecord({ ...own, answers: 0 }), 1);
    assert.deepEqual([...clients.addresses], []);
    clients.ended(connectionRecord({ ...own, answers: 1 }), 2);
    assert.deepEqual([...clients.addresses], ['192.168.0.10']);
  });

  it('are forgotten when they are too many, the one not seen for the longest time first', () => {
    const clients = new Clients();
    const come = (n: number): void => {
      clients.ended(connectionRecord({ client: `10.0.${n >> 8}.${n & 255}:1` }), n);
    };
    for (let n = 0; n < MOST_CLIENTS; n += 1) come(n);
    come(0);
    come(MOST_CLIENTS);
    assert.equal([...clients.addresses].length, MOST_CLIENTS);
    assert.deepEqual([clients.get('10.0.0.0')?.connections, clients.get('10.0.0.1')], [2, undefined]);
  });
});

describe('the address of an end', () => {
  for (const [end, address] of [
    ['192.168.0.12:51234', '192.168.0.12'],
    ['[::1]:80', '::1'],
    ['[fe80::1%eth0]:51234', 'fe80::1%eth0'],
    ['unknown:0', 'unknown'],
  ] as const) {
    it(`${end} is ${address}`, () => {
      assert.equal(addressOf(end), address);
    });
  }
});
