// An option that is set in a configuration: every other byte stays.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../../src/config/load.js';
import { withSettings } from '../../src/setup/config-text.js';
import type { WrittenOptions } from '../../src/setup/written-options.js';

const TARGET = { host: '10.11.120.2', port: 443 };
const ONE = { 'max-target-connections': '1' };

const cases: readonly (readonly [
  string,
  text: string,
  WrittenOptions,
  wanted: string | RegExp | undefined,
])[] = [
  [
    'a value in place, with its comments and its neighbours',
    '# mine\ntarget: 10.11.120.2 # gw\nmax-target-connections:   4   # why\n\nlisten: [ 8080 ,443 ]\n',
    ONE,
    '# mine\ntarget: 10.11.120.2 # gw\nmax-target-connections:   1   # why\n\nlisten: [ 8080 ,443 ]\n',
  ],
  [
    'an empty value',
    'admin: # later\ntarget: a\n',
    { admin: 'wlan0:8081' },
    'admin: wlan0:8081 # later\ntarget: a\n',
  ],
  [
    'an option that is missing, at the end and with its reason',
    'target: 10.11.120.2 # gw',
    { mdns: 'smgw.local' },
    /^target: 10\.11\.120\.2 # gw\n\n# .*\nmdns: smgw\.local\n$/,
  ],
  [
    'a commented option stays a comment',
    '# mdns: x.local\n',
    ONE,
    /^# mdns: x\.local\n\n# .*\nmax-target-connections: 1\n$/,
  ],
  [
    'braces',
    '{ target: 10.11.120.2, listen: 8080 } # all\n',
    ONE,
    '{ target: 10.11.120.2, listen: 8080, max-target-connections: 1 } # all\n',
  ],
  ['an indented map', '  target: 10.11.120.2\n', ONE, '  target: 10.11.120.2\n  max-target-connections: 1\n'],
  [
    'an end of the document',
    'target: 10.11.120.2\n...\n',
    ONE,
    'target: 10.11.120.2\nmax-target-connections: 1\n...\n',
  ],
  [
    'a list that gets longer',
    'allow:\n  - 10.0.0.1 # one\n  # behind\nlisten: 8080\n',
    { allow: ['192.168.0.12/32', '192.168.0.13/32'] },
    'allow:\n  - 192.168.0.12/32 # one\n  - 192.168.0.13/32\n  # behind\nlisten: 8080\n',
  ],
  [
    'a list that gets shorter',
    'allow: # who\n- 10.0.0.1 # one\n- 10.0.0.2\n- 10.0.0.3 # three\nlisten: 8080\n',
    { allow: 'private' },
    'allow: # who\n- private # one\n # three\nlisten: 8080\n',
  ],
  ['a list on one line', 'allow: [10.0.0.1, private] # who\n', { allow: 'any' }, 'allow: any # who\n'],
  [
    'a value that YAML would read as a list',
    'admin: 127.0.0.1:8081\n',
    { admin: '[::1]:8081' },
    "admin: '[::1]:8081'\n",
  ],
  [
    'each forward to the gateway, and no other',
    'forwards:\n  - name: a\n    target: 10.11.120.2:443 # ours\n    listen: 1\n  - {name: b, target: 10.11.120.2, listen: 2}\n  - target: 10.0.0.9\n    listen: 3\n',
    ONE,
    'forwards:\n  - name: a\n    target: 10.11.120.2:443 # ours\n    listen: 1\n    max-target-connections: 1\n  - {name: b, target: 10.11.120.2, listen: 2, max-target-connections: 1}\n  - target: 10.0.0.9\n    listen: 3\n',
  ],
  [
    'an option of the service beside forwards',
    'admin: 127.0.0.1:8081\nforwards:\n- target: 10.0.0.9\n  listen: 3\n',
    { admin: 'wlan0:8081' },
    'admin: wlan0:8081\nforwards:\n- target: 10.0.0.9\n  listen: 3\n',
  ],
  ['no forward to the gateway', 'forwards:\n- target: 10.0.0.9\n  listen: 3\n', ONE, undefined],
];

describe('an option set in a configuration', () => {
  for (const [name, text, options, wanted] of cases)
    it(name, () => {
      const edited = withSettings(text, options, TARGET, 'en');
      if (wanted instanceof RegExp) assert.match(edited ?? '', wanted);
      else assert.equal(edited, wanted);
      // Once more changes nothing.
      if (edited !== undefined) assert.equal(withSettings(edited, options, TARGET, 'en'), edited);
    });

  it('is read by the service as it was given', async () => {
    const text = 'listen: 8080\nallow:\n- 10.0.0.1\n';
    const options = {
      admin: '[fd00::1]:8081',
      allow: ['fd00::/8', '10.0.0.0/8'],
      ...ONE,
      mdns: 'smgw.local',
    };
    const edited = withSettings(text, options, TARGET, 'en') ?? '';
    const loaded = await loadConfig({
      flags: new Map([['config', ['a.yaml']]]),
      environment: {},
      readFile: () => Promise.resolve(Buffer.from(edited)),
    });
    assert.ok(loaded.ok);
    const { admin, mdns, forwards } = loaded.config;
    assert.deepEqual(admin, { host: 'fd00::1', port: 8081 });
    assert.equal(mdns, 'smgw.local');
    const [{ allow, maxTargetConnections } = { allow: [], maxTargetConnections: 0 }] = forwards;
    assert.deepEqual(allow, [
      { kind: 'network', address: 'fd00::', prefix: 8 },
      { kind: 'network', address: '10.0.0.0', prefix: 8 },
    ]);
    assert.equal(maxTargetConnections, 1);
  });
});
