// Several forwards: options of one, options for all, and conflicts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatRange } from '../../src/config/address-range.js';
import { config, problems } from './support.js';

const TWO = `idle-timeout: 3m
connect-timeout: 3s
forwards:
  - listen: 8080
    target: 10.0.0.1
    idle-timeout: 4m
  - name: second
    listen: [8081, 127.0.0.1:8082]
    target: "[fe80::1%eth0]:8443"
`;

describe('several forwards', () => {
  it('to one address are several targets by their sources', async () => {
    const yaml = `source: eth1
forwards:
  - {listen: 1, target: 10.11.120.2, max-target-connections: 1}
  - {listen: 2, target: 10.11.120.2, source: 10.11.120.3, max-target-connections: 2}
  - {listen: 3, target: "[fe80::2]:443"}
`;
    const { forwards } = await config({ yaml });
    assert.deepEqual(
      forwards.map(({ source, target }) => [source, target.host]),
      [
        ['eth1', '10.11.120.2'],
        ['10.11.120.3', '10.11.120.2'],
        ['eth1', 'fe80::2%eth1'],
      ],
    );
  });

  it('to a link-local address need its interface', async () => {
    for (const target of ['fe80::1', '[fe80::1]:443'])
      assert.deepEqual(await problems({ flags: { target: [target] } }), ['invalid-value --target']);
  });

  for (const [what, target, source, expected] of [
    ['the zone of the target', '"[fe80::2%eth2]:443"', 'eth1', 'conflict c.yaml, line 2, source'],
    ['a link-local target', '"[fe80::2]:443"', '10.11.120.1', 'invalid-value c.yaml, line 2, target'],
    ['the family of the target', '10.11.120.2', 'fd00::1', 'conflict c.yaml, line 2, source'],
  ] as const)
    it(`refuse a source that does not fit ${what}`, async () => {
      const yaml = `forwards:\n  - {listen: 1, target: ${target}, source: "${source}"}\n`;
      assert.deepEqual(await problems({ yaml }), [expected]);
    });

  it('take their own values first and those of the top level second', async () => {
    const { forwards } = await config({ yaml: TWO });
    assert.deepEqual(
      forwards.map(({ name, listen, idleTimeout, connectTimeout }) => [
        name,
        listen.length,
        idleTimeout,
        connectTimeout,
      ]),
      [
        ['forward-1', 1, 240_000, 3_000],
        ['second', 2, 180_000, 3_000],
      ],
    );
    assert.deepEqual(forwards[1]?.target, { host: 'fe80::1%eth0', port: 8443 });
  });

  it('all follow a timeout from a flag or a variable', async () => {
    const { forwards } = await config({
      flags: { 'idle-timeout': ['1s'] },
      environment: { SMGW_PROXY_CONNECT_TIMEOUT: '2s' },
      yaml: TWO,
    });
    assert.deepEqual(
      forwards.map(({ idleTimeout, connectTimeout }) => [idleTimeout, connectTimeout]),
      [
        [1_000, 2_000],
        [1_000, 2_000],
      ],
    );
  });

  it('may empty a list of the top level', async () => {
    const yaml = `deny: 10.0.0.1
accept-proxy: 10.0.0.2
forwards:
  - {listen: 1, target: a}
  - {listen: 2, target: b, deny: []}
  - {listen: 3, target: c, deny: 10.0.0.3, accept-proxy: []}
`;
    const lists = async (environment: Readonly<Record<string, string>>) => {
      const { forwards } = await config({ yaml, environment });
      return forwards.map(({ deny, acceptProxy }) =>
        [deny, acceptProxy].map((each) => each.map(formatRange)),
      );
    };
    assert.deepEqual(await lists({}), [
      [['10.0.0.1/32'], ['10.0.0.2/32']],
      [[], ['10.0.0.2/32']],
      [['10.0.0.3/32'], []],
    ]);
    // A variable overrides all entries.
    const denied = (await lists({ SMGW_PROXY_DENY: '10.0.0.4' })).map(([deny]) => deny);
    assert.deepEqual(denied, [['10.0.0.4/32'], ['10.0.0.4/32'], ['10.0.0.4/32']]);
  });

  it('to the same target share its limit, for every spelling and source', async () => {
    const yaml = `max-target-connections: 2
forwards:
  - {listen: 1, target: 10.0.0.1}
  - {listen: 2, target: "10.0.0.1:443", max-target-connections: 2}
  - {listen: 3, target: "10.0.0.1:444", max-target-connections: 3}
`;
    const limits = (await config({ yaml })).forwards.map((each) => each.maxTargetConnections);
    assert.deepEqual(limits, [2, 2, 3]);
    const unequal = yaml.replace('{listen: 1,', '{listen: 1, max-target-connections: 4,');
    const { forwards } = await config({ yaml: unequal, flags: { 'max-target-connections': ['5'] } });
    assert.deepEqual(
      forwards.map((each) => each.maxTargetConnections),
      [5, 5, 5],
    );
  });

  it('exclude a listen address or a target for all', async () => {
    const found = await problems({
      flags: { target: ['a'] },
      environment: { SMGW_PROXY_LISTEN: '1' },
      yaml: `listen: 2\n${TWO}`,
    });
    assert.deepEqual(
      found.filter((each) => each.startsWith('conflict')),
      ['conflict --target', 'conflict SMGW_PROXY_LISTEN', 'conflict c.yaml, line 1, listen'],
    );
  });

  const mistakes: readonly (readonly [string, string, readonly string[]])[] = [
    ['an empty list', 'forwards: []\n', ['empty-forwards c.yaml, line 1, forwards']],
    ['no value', 'forwards:\n', ['empty-forwards c.yaml, line 1, forwards']],
    ['a map instead of a list', 'forwards:\n  listen: 1\n', ['wrong-type c.yaml, line 1, forwards']],
    ['a text in the list', 'forwards: [a]\n', ['wrong-type c.yaml, line 1, forwards']],
    [
      'unequal probes of one target',
      'forwards:\n  - {listen: 1, target: gateway}\n  - {listen: 2, target: gateway, probe: carrier}\n',
      ['conflict c.yaml, line 3, probe'],
    ],
    [
      'unequal limits of one target in two spellings',
      'forwards:\n  - {listen: 1, target: Gateway}\n  - {listen: 2, target: gateway, max-target-connections: 1}\n',
      ['conflict c.yaml, line 3, max-target-connections'],
    ],
    [
      'a forward without listen and target',
      'forwards:\n  - name: a\n',
      ['missing-key c.yaml, line 2, forwards', 'missing-key c.yaml, line 2, forwards'],
    ],
    [
      'a target that is no text, once',
      'forwards:\n  - listen: 1\n    target: {}\n',
      ['wrong-type c.yaml, line 3, target'],
    ],
    [
      'a key that is for the whole process, and an unknown one',
      'forwards:\n  - listen: 1\n    target: a\n    log-level: info\n    nmae: x\n',
      ['unknown-key c.yaml, line 4', 'unknown-key c.yaml, line 5'],
    ],
    [
      'a name with a space',
      'forwards:\n  - name: a b\n    listen: 1\n    target: a\n',
      ['invalid-value c.yaml, line 2, name'],
    ],
    [
      'the same name twice, one of them by default',
      'forwards:\n  - {listen: 1, target: a}\n  - {listen: 2, target: b, name: forward-1}\n',
      ['duplicate-name c.yaml, line 3, name'],
    ],
    [
      'the same port in two forwards',
      'forwards:\n  - {listen: 8080, target: a}\n  - {listen: "192.168.0.10:8080", target: b}\n',
      ['duplicate-listen c.yaml, line 3, listen'],
    ],
    ...[
      ['an address and then all addresses', '192.168.0.10:80', '80'],
      ['an interface and then all addresses', 'eth0:80', '0.0.0.0:80'],
      ['all addresses and then an interface', '80', 'eth0:80'],
      ['one address in two spellings', '[fd00::1]:80', '[fd00:0::1]:80'],
      ['one interface twice', 'eth0:80', 'eth0:80'],
    ].map(([what, first, second]): [string, string, string[]] => [
      `the same port of ${what}`,
      `forwards:\n  - {listen: "${first}", target: a}\n  - {listen: "${second}", target: b}\n`,
      ['duplicate-listen c.yaml, line 3, listen'],
    ]),
    [
      'a target that is the listener itself',
      'listen: 8080\ntarget: 127.0.0.1:8080\n',
      ['conflict c.yaml, line 2, target'],
    ],
    [
      'a target that is the listener of another forward',
      'forwards:\n  - {listen: 1, target: a}\n  - {listen: "[::2]:5", target: "[0::2]:5"}\n',
      ['conflict c.yaml, line 3, target'],
    ],
    [
      'unequal limits at the same target',
      'forwards:\n  - {listen: 1, target: a, max-target-connections: 1}\n  - {listen: 2, target: "a:443", max-target-connections: 2}\n',
      ['conflict c.yaml, line 3, max-target-connections'],
    ],
    [
      'a limit beside none, at each forward that differs from an earlier one',
      'max-target-connections: 3\nforwards:\n  - {listen: 1, target: a, max-target-connections: 0}\n  - {listen: 2, target: b}\n  - {listen: 3, target: a}\n  - {listen: 4, target: a, max-target-connections: 4}\n',
      ['conflict c.yaml, line 1, max-target-connections', 'conflict c.yaml, line 6, max-target-connections'],
    ],
    [
      'a limit of its own beside the default one',
      'forwards:\n  - {listen: 1, target: a, max-target-connections: 1}\n  - {listen: 2, target: a}\n',
      ['conflict c.yaml, line 3, forwards'],
    ],
    [
      'an admin server on the port of a forward',
      'admin: 127.0.0.1:8081\nforwards:\n  - {listen: 8081, target: a}\n',
      ['duplicate-listen c.yaml, line 1, admin'],
    ],
    [
      'a target that is the admin server',
      'admin: 127.0.0.1:8081\ntarget: 127.0.0.1:8081\n',
      ['conflict c.yaml, line 2, target'],
    ],
    [
      'a target by the own mDNS name',
      'mdns: smgw.local\nforwards:\n  - {listen: 1, target: a}\n  - {listen: 2, target: SMGW.local.}\n',
      ['conflict c.yaml, line 4, target'],
    ],
    [
      'an admin server inside a forward',
      'forwards:\n  - {listen: 1, target: a, admin: "127.0.0.1:2"}\n',
      ['unknown-key c.yaml, line 2'],
    ],
    ['the same port twice in one', 'listen: [8080, 8080]\n', ['duplicate-listen c.yaml, line 1, listen']],
  ];
  for (const [what, yaml, expected] of mistakes) {
    it(`are refused for ${what}`, async () => {
      assert.deepEqual(await problems({ yaml }), expected);
    });
  }
});
