// The plan of a setup for each state of a machine.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandText } from '../../src/cli/setup/view.js';
import { propertiesOf, type HanAddress, type Profile } from '../../src/setup/network-profile.js';
import { makePlan, type PlanFacts } from '../../src/setup/plan.js';
import { newConfig } from '../../src/setup/config-text.js';

const HAN: HanAddress = {
  kind: 'ipv4',
  address: '10.11.120.1',
  prefix: 30,
  gateway: '10.11.120.2',
  overlapping: [],
};
const TARGET = { host: '10.11.120.2', port: 443 };
const FRESH = { ports: [8080, 443], options: {}, defaults: { admin: 'wlan0:8081' } };
const CONFIG = newConfig({ ports: FRESH.ports, options: FRESH.defaults, target: TARGET }, 'en');

const NEW: PlanFacts = {
  link: 'eth0',
  han: HAN,
  target: TARGET,
  profile: undefined,
  others: [],
  way: undefined,
  port: 8443,
  isProfileRecorded: true,
  newProfile: { uuid: 'new', file: '/new' },
  config: undefined,
  ...FRESH,
  language: 'en',
  unit: { isActive: false, isEnabled: true, isWalledOff: false },
  sandbox: undefined,
  arp: undefined,
  arpIgnore: {},
};
const PROFILE: Profile = {
  uuid: 'old',
  file: '/etc/NetworkManager/system-connections/old',
  properties: propertiesOf('eth0', HAN),
  isActive: true,
};
const DONE: PlanFacts = {
  ...NEW,
  profile: PROFILE,
  config: CONFIG,
  unit: { ...NEW.unit, isActive: true },
};

/** Each action in a line: the file, the commands, and behind a `<` their undo. */
function lines(facts: PlanFacts): string[] {
  const actions = makePlan(facts);
  assert.ok(actions);
  return actions.map(({ file, run, undo }) => {
    const texts = (commands: readonly (readonly string[])[]): string => commands.map(commandText).join('; ');
    return [file?.path, texts(run), undo.length > 0 ? `< ${texts(undo)}` : undefined]
      .filter(Boolean)
      .join(' ');
  });
}

/** The words for a profile on a machine with nothing unusual. */
const WORDS =
  'type ethernet ifname eth0 con-name smgw-han connection.uuid new ' +
  'connection.autoconnect yes connection.autoconnect-priority 100 connection.autoconnect-retries 0 ' +
  'connection.mdns 0 connection.llmnr 0 ipv4.method manual ipv4.addresses 10.11.120.1/30 ' +
  'ipv4.route-metric 2000 ipv4.never-default yes ipv4.ignore-auto-dns yes ipv4.ignore-auto-routes yes ' +
  'ipv6.method link-local ipv6.never-default yes ipv6.ignore-auto-dns yes';
const load = (file: string): string => `sh -c '! nmcli connection load "$0" 2>&1 | grep .' ${file}`;
const modify = (words: string): string =>
  `sh -c '[ ! -e "$0" ] || (umask 077 && nmcli --offline connection modify "$@" <"$0" >"$0~" && mv "$0~" "$0")' ` +
  `${PROFILE.file} ${words}; ${load(PROFILE.file)}`;

const START = 'systemctl start smgw-proxy.service < systemctl stop smgw-proxy.service';
const AGAIN = 'systemctl restart smgw-proxy.service';
const CONFIG_PATH = '/etc/smgw-proxy/config.yaml';

describe('the plan of a setup', () => {
  it('keeps a language that is there, unless another is asked for', () => {
    const config = `${CONFIG}language: de # mine\n`;
    const contentOf = (facts: PlanFacts): string | undefined =>
      makePlan(facts)?.find(({ kind }) => kind === 'config')?.file?.content;
    assert.equal(contentOf({ ...DONE, config, language: 'de' }), undefined);
    const asked = contentOf({ ...DONE, config, options: { language: 'en' } });
    assert.equal(asked, `${CONFIG}language: en # mine\n`);
    const isNew = contentOf({ ...NEW, defaults: { language: 'de' }, language: 'de' });
    assert.match(isNew ?? '', /^language: de$/m);
  });

  it('on a fresh machine: profile, connection, configuration, service', () => {
    assert.deepEqual(lines(NEW), [
      `sh -c 'umask 077 && nmcli --offline connection add "$@" >"$0"' /new ${WORDS}; ${load('/new')} ` +
        '< nmcli connection delete uuid new; rm -f /new',
      'nmcli -w 20 connection up uuid new',
      CONFIG_PATH,
      START,
    ]);
  });

  it('is empty where everything is in place', () => {
    assert.deepEqual(lines(DONE), []);
  });

  const cases: readonly (readonly [string, Partial<PlanFacts>, readonly string[]])[] = [
    [
      'a profile that differs is modified, and nothing else of it',
      { profile: { ...PROFILE, properties: { ...PROFILE.properties, 'ipv4.dns': '8.8.8.8' } } },
      [
        `${modify("ipv4.dns ''")} < ${modify('ipv4.dns 8.8.8.8')}; nmcli -w 20 connection up uuid old`,
        'nmcli -w 20 connection up uuid old',
      ],
    ],
    [
      'a profile that is not connected is connected',
      { profile: { ...PROFILE, isActive: false } },
      ['nmcli -w 20 connection up uuid old < nmcli -w 20 connection down uuid old'],
    ],
    [
      'another target restarts the service, and so does its undo',
      { config: CONFIG.replace('120.2', '120.3') },
      [`${CONFIG_PATH} < ${AGAIN}`, AGAIN],
    ],
    [
      'another target in the same network changes the configuration alone',
      { target: { host: '10.11.120.2', port: 8443 } },
      [`${CONFIG_PATH} < ${AGAIN}`, AGAIN],
    ],
    [
      'a profile of ours that the journal does not know goes at an undo',
      { isProfileRecorded: false },
      ['< nmcli connection delete uuid old; rm -f /etc/NetworkManager/system-connections/old'],
    ],
    ['a service that is stopped is started', { unit: { ...NEW.unit, isActive: false } }, [START]],
    [
      'a service that is disabled is enabled',
      { unit: { ...DONE.unit, isEnabled: false } },
      ['systemctl enable smgw-proxy.service < systemctl disable smgw-proxy.service'],
    ],
    [
      'a public address is allowed in the sandbox',
      { unit: { ...DONE.unit, isWalledOff: true } },
      [
        '/etc/systemd/system/smgw-proxy.service.d/target.conf systemctl daemon-reload < systemctl daemon-reload',
        AGAIN,
      ],
    ],
  ];
  for (const [name, facts, wanted] of cases) {
    it(name, () => {
      assert.deepEqual(lines({ ...DONE, ...facts }), wanted);
    });
  }

  it('a profile made by hand stays at an undo', () => {
    const properties = { ...PROFILE.properties, 'connection.mdns': '-1' };
    const facts = { ...DONE, isProfileRecorded: false, profile: { ...PROFILE, properties } };
    assert.doesNotMatch(lines(facts).join('\n'), /delete/);
  });

  it('with the same subnet in the home: a host route to the gateway, and no ARP answers in the home', () => {
    const han: HanAddress = {
      kind: 'ipv4',
      address: '192.168.178.199',
      prefix: 30,
      gateway: '192.168.178.200',
      overlapping: ['wlan0'],
    };
    const facts = { ...NEW, han, arpIgnore: { wlan0: '0' } };
    const [arp, profile] = lines(facts);
    assert.equal(
      arp,
      '/etc/sysctl.d/60-smgw-proxy.conf sysctl -q -w net.ipv4.conf.wlan0.arp_ignore=1 < sysctl -q -w net.ipv4.conf.wlan0.arp_ignore=0',
    );
    assert.match(
      profile ?? '',
      / ipv4\.addresses 192\.168\.178\.199\/32 ipv4\.routes '192\.168\.178\.200\/32 0\.0\.0\.0 50 src=192\.168\.178\.199' /,
    );
  });

  it('for a gateway with IPv6 alone: no IPv4 address, and a quoted target', () => {
    const target = { host: 'fe80::1%eth0', port: 443 };
    const [profile, , config] = makePlan({ ...NEW, han: { kind: 'ipv6-only' }, target }) ?? [];
    assert.match(commandText(profile?.run[0] ?? []), / ipv4\.method disabled (?!ipv4\.addresses)/);
    assert.match(config?.file?.content ?? '', /^target: '\[fe80::1%eth0\]:443'$/m);
  });

  it('finds nothing to do for IPv6 alone where the metric of the disabled IPv4 is lost', () => {
    const han = { kind: 'ipv6-only' } as const;
    const properties = { ...propertiesOf('eth0', han), 'ipv4.route-metric': '-1' };
    assert.deepEqual(lines({ ...DONE, han, profile: { ...PROFILE, properties } }), []);
  });

  it('stores a profile below /run again, under another UUID, and removes the earlier one', () => {
    const uuid = 'connection.uuid new';
    const earlier = (file: string): readonly string[] => lines({ ...DONE, profile: { ...PROFILE, file } });
    const [added, connected, removed, ...others] = earlier('/run/NetworkManager/system-connections/smgw-han');
    assert.equal([added, connected].join('\n'), lines(NEW).slice(0, 2).join('\n'));
    assert.deepEqual(others, []);
    const back = `sh -c 'nmcli connection show uuid "$0" >/dev/null 2>&1 || nmcli connection add "$@"' old`;
    const words = WORDS.replace(uuid, 'connection.uuid old');
    assert.equal(removed, `nmcli connection delete uuid old < ${back} save no ${words}`);
    assert.equal(
      earlier('/run/NetworkManager/system-connections/netplan-NM-old').at(2),
      `nmcli connection delete uuid old < ${back} ${words}`,
    );
  });

  it('changes no configuration with several targets', () => {
    const config = 'forwards:\n  - target: 10.0.0.1\n  - target: 10.0.0.2\n';
    assert.equal(makePlan({ ...DONE, config }), undefined);
  });
});
