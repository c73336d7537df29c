// The configuration that a setup writes, and an edited one, of which only the target changes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../../src/config/load.js';
import { keptLanguage, newConfig, withOptions, withTarget } from '../../src/setup/config-text.js';

const TARGET = { host: '192.168.1.200', port: 443 };

describe('the configuration of a setup', () => {
  it('is valid', async () => {
    const text = newConfig(
      {
        ports: [8080, 8443],
        target: { host: 'fe80::1%eth0', port: 443 },
        options: { admin: '127.0.0.1:8082', mdns: 'smgw.local', 'max-target-connections': '1' },
      },
      'en',
    );
    const loaded = await loadConfig({
      flags: new Map([['config', ['a.yaml']]]),
      environment: {},
      readFile: () => Promise.resolve(Buffer.from(text)),
    });
    assert.ok(loaded.ok);
    const { forwards, admin, mdns } = loaded.config;
    assert.equal(mdns, 'smgw.local');
    assert.deepEqual(
      forwards.map(({ maxTargetConnections }) => maxTargetConnections),
      [1],
    );
    assert.deepEqual(
      forwards.map(({ listen, target }) => [listen, target]),
      [[[{ port: 8080 }, { port: 8443 }], { host: 'fe80::1%eth0', port: 443 }]],
    );
    assert.deepEqual(admin, { host: '127.0.0.1', port: 8082 });
  });

  const cases: readonly (readonly [string, string, string | undefined])[] = [
    [
      'keeps comments, order, quotes and indentation',
      '# mine\nlisten:   [ 8080 , 443 ] # two\ntarget:  "10.11.120.2" # the old one\n\nidle-timeout: 20m\n',
      '# mine\nlisten:   [ 8080 , 443 ] # two\ntarget:  192.168.1.200:443 # the old one\n\nidle-timeout: 20m\n',
    ],
    ['keeps the spelling of the same target', 'target: 192.168.1.200 # it\n', 'target: 192.168.1.200 # it\n'],
    ['adds a missing one', 'listen: 8080\n', 'listen: 8080\ntarget: 192.168.1.200:443\n'],
    ['begins an empty file', '# nothing yet', '# nothing yet\ntarget: 192.168.1.200:443\n'],
    [
      'changes that of the only forward',
      'forwards:\n  - name: house\n    target: 10.11.120.2\n    listen: 8080\n',
      'forwards:\n  - name: house\n    target: 192.168.1.200:443\n    listen: 8080\n',
    ],
    [
      'keeps several targets if one of them is right',
      'forwards:\n  - target: 10.0.0.1\n  - target: 192.168.1.200\n',
      'forwards:\n  - target: 10.0.0.1\n  - target: 192.168.1.200\n',
    ],
    ['does not guess among several', 'forwards:\n  - target: 10.0.0.1\n  - target: 10.0.0.2\n', undefined],
  ];
  for (const [name, text, wanted] of cases) {
    it(name, () => {
      assert.equal(withTarget(text, TARGET), wanted);
    });
  }

  it('says why it listens on 443 as well, if it does', () => {
    const target = TARGET;
    assert.match(
      newConfig({ ports: [8080, 443], target, options: {} }, 'en'),
      /\n# .*no other port than 443\.\nlisten:/,
    );
    assert.doesNotMatch(newConfig({ ports: [8080, 8443], target, options: {} }, 'en'), /than 443/);
  });

  const options = { 'max-target-connections': '1', mdns: 'smgw.local' };
  const LIMIT = /\n\n# .*\nmax-target-connections: 1\n/;
  const NAME = /\n\n# .*\nmdns: smgw\.local\n/;
  it('gets the options of the maker that it lacks, behind everything else', () => {
    for (const mine of ['# mine\ntarget: 10.0.0.1', '# mine\ntarget: 10.0.0.1\n']) {
      const text = withOptions(mine, options, 'en');
      assert.ok(text.startsWith(mine));
      assert.match(text, LIMIT);
      assert.match(text, NAME);
      assert.equal(withOptions(text, options, 'en'), text);
    }
  });

  for (const [name, text, limit, mdns] of [
    ['keeps a limit', 'target: 10.0.0.1\nmax-target-connections: 4\n', false, true],
    ['keeps a name', 'target: 10.0.0.1\nmdns: x.local\n', true, false],
    [
      'keeps the limit of a forward',
      'forwards:\n  - target: a\n    max-target-connections: 2\n',
      false,
      true,
    ],
    ['has one forward', 'forwards:\n  - target: 10.0.0.1\n    listen: 8080\n', true, true],
    ['has several targets', 'forwards:\n  - target: 10.0.0.1\n  - target: 10.0.0.2\n', false, false],
    ['is on one line', '{ target: 10.0.0.1 }\n', false, false],
    ['is indented', '  target: 10.0.0.1\n', false, false],
  ] as const)
    it(`${name}: gets ${limit ? 'the' : 'no'} limit, ${mdns ? 'the' : 'no'} name`, () => {
      const added = withOptions(text, options, 'en');
      assert.ok(added.startsWith(text));
      assert.deepEqual([LIMIT.test(added), NAME.test(added)], [limit, mdns]);
    });

  it('speaks German below its head, and keeps the language', () => {
    const all = { admin: 'wlan0:8081', allow: '10.0.0.1', ...options, language: 'de' };
    const text = newConfig({ ports: [8080, 443], target: TARGET, options: all }, 'de');
    assert.match(text, /^language: de$/m);
    for (const comment of text.match(/^# .*$/gm) ?? []) {
      assert.match(comment, /\b(?:der|die|das|den|diesem|diese|von|alle|Das)\b/);
      assert.doesNotMatch(comment, /\b(?:the|this|that|Written)\b/);
    }
    const added = withOptions('target: 10.0.0.1\n', options, 'de');
    assert.match(added, /# Programme kommen nacheinander dran.*\nmax-target-connections: 1\n/);
  });

  it('keeps the language that was chosen, also with several gateways, and English without a line', () => {
    assert.deepEqual(keptLanguage('en', true), { language: 'en' });
    assert.deepEqual([keptLanguage('en', false), keptLanguage('de', false)], [{}, { language: 'de' }]);
    const several = 'forwards:\n  - { name: a, target: 10.0.0.1 }\n  - { name: b, target: 10.0.0.2 }\n';
    const added = withOptions(several, { ...options, ...keptLanguage('de', false) }, 'de');
    assert.match(added, /^# de oder en: .*\nlanguage: de\n$/m);
    assert.doesNotMatch(added, /max-target-connections/);
    for (const text of ['language: en\ntarget: 10.0.0.1\n', 'language: de\ntarget: 10.0.0.1\n'])
      assert.equal(withOptions(text, keptLanguage('de', false), 'de'), text);
  });

  it('is quoted where YAML would read a list', () => {
    const target = { host: 'fe80::1%eth0', port: 443 };
    assert.equal(withTarget('target: 10.11.120.2\n', target), "target: '[fe80::1%eth0]:443'\n");
  });
});
