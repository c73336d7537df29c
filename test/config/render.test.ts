// The configuration as YAML: complete, and equal after a reload.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Config } from '../../src/config/config.js';
import { LOG_FORMATS, LOG_LEVELS, SEND_PROXY, WIRES, WHEN_TARGET_DOWN } from '../../src/config/config.js';
import { parseRange } from '../../src/config/address-range.js';
import { MAX_DURATION_MS } from '../../src/config/duration.js';
import { LANGUAGES } from '../../src/config/language.js';
import { OPTIONS } from '../../src/config/options.js';
import { renderConfig } from '../../src/config/render.js';
import { config } from './support.js';

const duration = fc.integer({ min: 0, max: MAX_DURATION_MS });
const count = fc.integer({ min: 0, max: 1_000_000 });
const range = fc.oneof(
  fc.constantFrom('any', 'private'),
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => `${address}/${prefix}`),
);
const ranges = fc.array(range, { maxLength: 3 }).map((texts) =>
  texts.map((text) => {
    const result = parseRange(text);
    assert.ok(result.ok);
    return result.value;
  }),
);
const tls = fc.option(
  fc.record({
    targetTls: fc.constant(true),
    targetFingerprint: fc
      .array(fc.constantFrom('00', '9A', 'FF'), { minLength: 32, maxLength: 32 })
      .map((pairs) => pairs.join(':')),
    targetCertificate: fc.constant('/cert.pem'),
    targetKey: fc.constant('/key.pem'),
  }),
  { nil: { targetTls: false } },
);
const forward = fc.record({
  target: fc.record(
    { host: fc.oneof(fc.ipV4(), fc.domain()), port: fc.integer({ min: 1, max: 65535 }) },
    { noNullPrototype: true },
  ),
  connectTimeout: duration,
  idleTimeout: duration,
  halfCloseTimeout: duration,
  whenTargetDown: fc.constantFrom(...WHEN_TARGET_DOWN),
  allow: ranges.filter((list) => list.length > 0),
  deny: ranges,
  maxQueue: count,
  queueTimeout: duration,
  turnIdle: duration,
  turnLimit: duration,
  acceptProxy: ranges,
  proxyHeaderTimeout: duration,
  sendProxy: fc.constantFrom(...SEND_PROXY),
});
const configs: fc.Arbitrary<Config> = fc.record(
  {
    forwards: fc
      .array(fc.tuple(forward, fc.integer({ min: 1, max: 3 }), tls), { minLength: 1, maxLength: 4 })
      .map((drafts) =>
        drafts.map(([draft, count, tlsOptions], index) => ({
          name: `n${index}`,
          listen: Array.from({ length: count }, (_, n) => ({
            host: '127.0.0.1',
            port: 1000 + index * 10 + n,
          })),
          ...draft,
          ...tlsOptions,
          // Forwards to the same target must have the same limit and probe.
          maxTargetConnections: 7,
          probe: 'carrier',
        })),
      ),
    maxConnections: count,
    maxConnectionsPerClient: count,
    drainDelay: duration,
    drainTimeout: duration,
    adminAllow: ranges,
    adminHost: fc.constantFrom([], ['pi7.fleet.example']),
    wire: fc.constantFrom(...WIRES),
    logLevel: fc.constantFrom(...LOG_LEVELS),
    logFormat: fc.constantFrom(...LOG_FORMATS),
    admin: fc.constant({ interface: 'wlan0', port: 8081 }),
    mdns: fc.constant('smgw.local'),
    language: fc.constantFrom(...LANGUAGES),
    logFile: fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0')),
  },
  {
    requiredKeys: [
      'forwards',
      'maxConnections',
      'maxConnectionsPerClient',
      'drainDelay',
      'drainTimeout',
      'adminAllow',
      'adminHost',
      'wire',
      'logLevel',
      'logFormat',
    ],
    noNullPrototype: true,
  },
);

describe('the rendered configuration', () => {
  it('is read back as the same configuration', async () => {
    await fc.assert(
      fc.asyncProperty(configs, async (value) => {
        assert.deepEqual(await config({ yaml: renderConfig(value) }), value);
      }),
    );
  });

  it('names every option that has a value, and always the forwards', async () => {
    const text = renderConfig(
      await config({
        flags: {
          ...{ 'log-file': ['/x'], admin: ['wlan0:8081'], mdns: ['a.local'] },
          ...{ source: ['eth1'], language: ['de'] },
          ...{ 'target-tls': [''], 'target-fingerprint': ['ab'.repeat(32)] },
          ...{ 'target-certificate': ['/cert.pem'], 'target-key': ['/key.pem'] },
        },
      }),
    );
    for (const { name } of OPTIONS) assert.match(text, new RegExp(`^ *${name}: `, 'm'));
    assert.match(text, /^forwards:\n {2}- name: gateway\n/m);
  });
});
