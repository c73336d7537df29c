// Complete configurations for tests that care about a part of them only: no limits, no timeouts, no access rules.
import type { Config, ForwardConfig } from '../../src/config/config.js';

const HOST = '127.0.0.1';

export function forwardConfig(own: Partial<ForwardConfig> = {}): ForwardConfig {
  return {
    name: 'test',
    listen: [{ host: HOST, port: 0 }],
    target: { host: HOST, port: 9 },
    whenTargetDown: 'reset',
    probe: 'connect',
    allow: [{ kind: 'any' }],
    deny: [],
    maxTargetConnections: 0,
    queueTimeout: 0,
    turnIdle: 0,
    turnLimit: 0,
    maxQueue: 0,
    connectTimeout: 5000,
    idleTimeout: 0,
    halfCloseTimeout: 0,
    acceptProxy: [],
    proxyHeaderTimeout: 0,
    sendProxy: 'off',
    targetTls: false,
    ...own,
  };
}

/** A service that only tells errors. */
export function serviceConfig(...forwards: readonly ForwardConfig[]): Config {
  return {
    forwards,
    maxConnections: 0,
    maxConnectionsPerClient: 0,
    drainDelay: 0,
    drainTimeout: 60_000,
    adminAllow: [],
    adminHost: [],
    wire: 'auto',
    logLevel: 'error',
    logFormat: 'json',
  };
}
