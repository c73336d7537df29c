// The plan of a setup for a further gateway with the same address, and the configuration with one more or one less.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../../src/config/load.js';
import { commandText } from '../../src/cli/setup/view.js';
import { newConfig } from '../../src/setup/config-text.js';
import { propertiesOf, type HanAddress } from '../../src/setup/network-profile.js';
import { makePlan, type PlanFacts } from '../../src/setup/plan.js';
import { withGateway, withoutGateway } from '../../src/setup/several-config.js';
import {
  addressOf,
  bindingActions,
  isFurther,
  sharing,
  sortProfiles,
  type HanProfile,
} from '../../src/setup/several.js';

const TARGET = { host: '10.11.120.2', port: 443 };
const ON_ETH1: HanAddress = {
  kind: 'ipv4',
  address: '10.11.120.1',
  prefix: 30,
  gateway: TARGET.host,
  overlapping: [],
};
const ON_ETH2: HanAddress = { ...ON_ETH1, address: '10.11.120.4', prefix: 29, overlapping: ['eth1'] };
const FIRST: HanProfile = {
  name: 'smgw-han',
  link: 'eth1',
  uuid: 'one',
  file: '/etc/NetworkManager/system-connections/smgw-han.nmconnection',
  properties: propertiesOf('eth1', ON_ETH1),
  isActive: true,
};
const PLAIN = `# mine

# for Home Assistant
listen: [8080, 443] # two
# The gateway.
target: 10.11.120.2:443

# the page
admin: wlan0:8081
`;
const ADDED = {
  link: 'eth2',
  target: TARGET,
  port: 8443,
  first: 'eth1',
  isFirstBound: true,
  language: 'en',
} as const;
const BOTH = `# mine

# the page
admin: wlan0:8081

# The gateways: each on its own interface, and with ports of its own.
forwards:
  - name: eth1
    # for Home Assistant
    listen: [8080, 443] # two
    # The gateway.
    target: 10.11.120.2:443
    source: eth1
  - name: eth2
    listen: 8443
    target: 10.11.120.2:443
    source: eth2
`;

describe('the configuration with one more gateway', () => {
  it('lists the first one with its values and comments', () => {
    assert.equal(withGateway(PLAIN, ADDED), BOTH);
  });

  it('is valid, also when setup itself has written the first one', async () => {
    const options = { admin: 'wlan0:8081', 'max-target-connections': '1' };
    const text = withGateway(newConfig({ ports: [8080, 443], target: TARGET, options }, 'en'), ADDED);
    const loaded = await loadConfig({
      flags: new Map([['config', ['a.yaml']]]),
      environment: {},
      readFile: () => Promise.resolve(Buffer.from(text ?? '')),
    });
    assert.ok(loaded.ok);
    assert.deepEqual(
      loaded.config.forwards.map(({ name, listen, source }) => [name, listen, source]),
      [
        ['eth1', [{ port: 8080 }, { port: 443 }], 'eth1'],
        ['eth2', [{ port: 8443 }], 'eth2'],
      ],
    );
  });

  const third = { ...ADDED, link: 'eth3', port: 8444 };
  it('gets a third one at the end of the list, and the same one only once', () => {
    const three = withGateway(BOTH, third) ?? '';
    assert.equal(
      three,
      `${BOTH}  - name: eth3\n    listen: 8444\n    target: 10.11.120.2:443\n    source: eth3\n`,
    );
    assert.equal(withGateway(three, third), three);
    assert.equal(withoutGateway(three, 'eth3'), BOTH);
  });

  it('gets it before the options behind the list', () => {
    const tail = '\nlanguage: de\n';
    assert.equal(withGateway(`${BOTH}${tail}`, third), `${withGateway(BOTH, third) ?? ''}${tail}`);
  });

  it('needs no source for a link-local target, whose zone is the way', () => {
    const text = withGateway(BOTH, { ...third, target: { host: 'fe80::2%eth3', port: 443 } }) ?? '';
    assert.ok(text.endsWith("listen: 8444\n    target: '[fe80::2%eth3]:443'\n"), text);
    assert.equal(withoutGateway(text, 'eth3'), BOTH);
  });

  it('keeps the others when one goes, and stays as it is with only one', () => {
    const one = withoutGateway(BOTH, 'eth1');
    assert.match(one, /forwards:\n {2}- name: eth2\n/);
    assert.doesNotMatch(one, /eth1/);
    assert.equal(withoutGateway(one, 'eth2'), one);
    assert.equal(withoutGateway(PLAIN, 'eth1'), PLAIN);
  });

  it('is not written into a map in braces', () => {
    assert.equal(withGateway('{listen: 443, target: 10.11.120.2}\n', ADDED), undefined);
  });
});

describe('the profiles of several gateways', () => {
  it('are one for each interface, with a table of its own', () => {
    const { mine, others, way } = sortProfiles([FIRST], 'eth2', true);
    assert.deepEqual([mine, others, way], [undefined, [FIRST], { name: 'smgw-han-eth2', table: 102 }]);
    const second = { ...FIRST, name: 'smgw-han-eth2', link: 'eth2', uuid: 'two' };
    const two = { ...second, properties: propertiesOf('eth2', ON_ETH2, way) };
    assert.equal(sortProfiles([FIRST, two], 'eth3', true).way?.table, 103);
    assert.deepEqual(sortProfiles([FIRST, two], 'eth2', false).mine, two);
  });

  it('stay the only one where it moves, and need no table', () => {
    const { mine, way } = sortProfiles([FIRST], 'eth2', false);
    assert.deepEqual([mine, way], [{ ...FIRST, isActive: false }, undefined]);
  });

  it('are told apart by name and interface, whatever their order, and keep their tables', () => {
    const own = { name: 'smgw-han-eth2', table: 105 };
    const two = {
      ...FIRST,
      name: own.name,
      link: 'eth2',
      uuid: 'two',
      properties: propertiesOf('eth2', ON_ETH2, own),
    };
    const way = { name: 'smgw-han', table: 101 };
    const bound = { ...FIRST, properties: propertiesOf('eth1', ON_ETH1, way) };
    assert.deepEqual(sortProfiles([two, bound], 'eth3', false).mine, { ...bound, isActive: false });
    assert.deepEqual(sortProfiles([two, bound], 'eth2', true), { mine: two, others: [bound], way: own });
    assert.deepEqual(sortProfiles([two, bound], 'eth1', false), { mine: bound, others: [two], way });
    assert.equal(sortProfiles([], 'eth2', true).way, undefined);
    assert.deepEqual([isFurther(own), isFurther(way), isFurther(undefined)], [true, false, false]);
  });

  it('share a subnet by what overlaps, and never over IPv6 alone', () => {
    const elsewhere = { ...ON_ETH2, gateway: '192.168.1.200' };
    assert.deepEqual(sharing(elsewhere, [FIRST]), [FIRST]);
    assert.deepEqual(sharing({ ...elsewhere, overlapping: [] }, [FIRST]), []);
    assert.deepEqual(sharing({ kind: 'ipv6-only' }, [FIRST]), []);
    const bare = { ...FIRST, properties: propertiesOf('eth1', { kind: 'ipv6-only' }) };
    assert.deepEqual([addressOf(bare), sharing({ ...elsewhere, overlapping: [] }, [bare])], [undefined, []]);
    assert.deepEqual(bindingActions(elsewhere, [bare]), []);
  });

  it('share a subnet also while the other one has lost its address', () => {
    assert.deepEqual(sharing({ ...ON_ETH2, overlapping: [] }, [FIRST]), [FIRST]);
  });
});

describe('the plan for a further gateway', () => {
  const { mine: profile, others, way } = sortProfiles([FIRST], 'eth2', true);
  const facts: PlanFacts = {
    ...{ link: 'eth2', han: ON_ETH2, target: TARGET, profile, others, way, isProfileRecorded: false },
    newProfile: { uuid: 'new', file: '/new' },
    ...{ config: PLAIN, ports: [8080, 443], port: 8443, options: {}, defaults: {} },
    language: 'en',
    unit: { isActive: true, isEnabled: true, isWalledOff: false },
    ...{ sandbox: undefined, arp: undefined, arpIgnore: {} },
  };

  it('gives both a table and a rule, and its own actions its interface', () => {
    const actions = makePlan(facts) ?? [];
    assert.deepEqual(
      actions.map(({ kind, link }) => [kind, link]),
      [
        ['profile', undefined],
        ['connect', undefined],
        ['profile', 'eth2'],
        ['connect', 'eth2'],
        ['config', undefined],
        ['restart', undefined],
      ],
    );
    assert.deepEqual(
      actions.slice(0, 4).map(({ about }) => about),
      [FIRST, FIRST, { name: 'smgw-han-eth2', link: 'eth2' }, { name: 'smgw-han-eth2', link: 'eth2' }].map(
        ({ name: profile, link }) => ({ profile, link }),
      ),
    );
    const [first = '', , second = ''] = actions.map(({ run }) => run.map(commandText).join('\n'));
    assert.match(
      first,
      /ipv4\.route-table 101 ipv4\.routing-rules 'priority 101 from 10\.11\.120\.1 table 101'/,
    );
    assert.match(second, /ifname eth2 con-name smgw-han-eth2 /);
    assert.match(second, /ipv4\.routing-rules 'priority 102 from 10\.11\.120\.4 table 102'/);
    assert.match(second, /ipv4\.addresses 10\.11\.120\.4\/29 /);
    assert.equal(actions[4]?.file?.content, BOTH);
  });

  it('leaves the first one alone where it has another subnet', () => {
    const host = '192.168.1.200';
    const han = { ...ON_ETH2, address: '192.168.1.201', gateway: host, overlapping: [] };
    const actions = makePlan({ ...facts, han, target: { host, port: 443 } }) ?? [];
    assert.deepEqual(actions.map(({ kind, link }) => [kind, link]).slice(0, 2), [
      ['profile', 'eth2'],
      ['connect', 'eth2'],
    ]);
    assert.doesNotMatch(actions[2]?.file?.content ?? '', /source: eth1/);
  });

  it('is empty when it is done again', () => {
    const done = { ...FIRST, name: 'smgw-han-eth2', link: 'eth2', uuid: 'two' };
    const profile = { ...done, properties: propertiesOf('eth2', { ...ON_ETH2, overlapping: [] }, way) };
    const bound = { ...FIRST, properties: propertiesOf('eth1', ON_ETH1, { name: 'smgw-han', table: 101 }) };
    const again = { ...facts, profile, others: [bound], isProfileRecorded: true, config: BOTH };
    assert.deepEqual(makePlan(again), []);
    const first = { ...again, link: 'eth1', han: { ...ON_ETH1, overlapping: ['eth2'] } };
    const way1 = { name: 'smgw-han', table: 101 };
    assert.deepEqual(makePlan({ ...first, profile: bound, others: [profile], way: way1 }), []);
  });
});
