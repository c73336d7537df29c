// The descriptors that listening takes are kept from the connections.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admissionLimits } from '../../src/service/limits.js';
import { forwardConfig, serviceConfig } from '../support/config.js';

const HUNDRED = (others: number): number => 100 - others;

describe('the limits of connections', () => {
  it('are the configured ones; 0 stands for none', () => {
    const config = serviceConfig(forwardConfig());
    const limits = admissionLimits({ ...config, maxConnections: 7, maxConnectionsPerClient: 3 }, HUNDRED);
    assert.deepEqual(limits, { capacity: 99, connections: 7, perClient: 3 });
    assert.deepEqual(admissionLimits(config, HUNDRED), {
      capacity: 99,
      connections: Infinity,
      perClient: Infinity,
    });
  });

  it('leave descriptors for each address that is listened on, and several for those of an interface', () => {
    const listen = [
      { host: '127.0.0.1', port: 1 },
      { host: '127.0.0.1', port: 2 },
      { interface: 'wlan0', port: 3 },
    ];
    const { capacity } = admissionLimits(serviceConfig(forwardConfig({ listen })), HUNDRED);
    assert.equal(capacity, 92);
  });

  it('leave descriptors for the admin server and its visitors, and for the mDNS name', () => {
    const config = serviceConfig(forwardConfig());
    const admin = admissionLimits({ ...config, admin: { host: '127.0.0.1', port: 0 } }, HUNDRED);
    assert.ok(admin.capacity < 98, `room for ${String(admin.capacity)}`);
    const named = admissionLimits({ ...config, mdns: 'smgw.local' }, HUNDRED);
    assert.ok(named.capacity < 99, `room for ${String(named.capacity)}`);
  });
});
