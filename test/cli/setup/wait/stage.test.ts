// In which stage a waiting setup is, by what this machine and the search show.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatewaysOf, stageAfter, stageBefore } from '../../../../src/cli/setup/wait/stage.js';
import type { DeviceVerdict, Find } from '../../../../src/discovery/device.js';
import type { Discovery, StepReport } from '../../../../src/discovery/discover.js';
import type { Surroundings } from '../../../../src/machine/choose-link.js';
import type { OwnNetwork } from '../../../../src/machine/interfaces.js';
import type { Carrier, Link } from '../../../../src/machine/links.js';

const link = (name: string, kind: Link['kind'] = 'ethernet', carrier: Carrier = 'plugged'): Link => ({
  ...{ name, kind, carrier, index: 2, mac: '02:00:00:00:00:01', isHardware: true },
});
const address = (name: string, host = '192.168.0.10'): OwnNetwork => ({
  ...{ interface: name, address: host, prefix: 24, family: 'ipv4' },
});
const surroundings = (links: readonly Link[], ...defaultRoutes: readonly string[]): Surroundings => ({
  ...{ links, defaultRoutes: new Set(defaultRoutes), sshInterface: undefined },
});
const WLAN = link('wlan0', 'wireless');
const [HOME, AT_HOME] = [address('wlan0'), 'wlan0'];

describe('the stage before an attempt', () => {
  const cases: readonly (readonly [string, Surroundings, readonly OwnNetwork[], unknown])[] = [
    ['all is there', surroundings([link('eth0'), WLAN], AT_HOME), [HOME], undefined],
    ['the Wi-Fi has no address', surroundings([link('eth0'), WLAN]), [], { stage: 'network' }],
    [
      'an interface without its address looks like another cable',
      surroundings([link('eth0'), link('eth1')]),
      [],
      { stage: 'network' },
    ],
    [
      'no cable',
      surroundings([link('eth0', 'ethernet', 'unplugged'), WLAN], AT_HOME),
      [HOME],
      { stage: 'no-cable' },
    ],
    [
      'two adapters without a cable',
      surroundings(
        [link('eth0', 'ethernet', 'unplugged'), link('eth1', 'ethernet', 'unplugged'), WLAN],
        AT_HOME,
      ),
      [HOME],
      { stage: 'no-cable' },
    ],
    [
      'two cables',
      surroundings([link('eth0'), link('eth1'), WLAN], AT_HOME),
      [HOME],
      { stage: 'which-cable', choices: ['eth0', 'eth1'] },
    ],
    [
      'the cable is the only way home',
      surroundings([link('eth0'), link('wlan0', 'wireless', 'down')], 'eth0'),
      [address('eth0')],
      { stage: 'home-network', lacksWifi: true },
    ],
    [
      'the cable leads home beside the Wi-Fi',
      surroundings([link('eth0'), WLAN], 'eth0', AT_HOME),
      [address('eth0'), HOME],
      { stage: 'home-network', lacksWifi: false },
    ],
    ['no socket', surroundings([WLAN], AT_HOME), [HOME], { stage: 'no-cable', lacksSocket: true }],
  ];
  for (const [name, where, own, wanted] of cases)
    it(`: ${name}`, () => {
      assert.deepEqual(stageBefore(where, undefined, own), wanted);
    });

  it('waits for a named interface that is not there yet', () => {
    const where = surroundings([link('eth0'), WLAN], AT_HOME);
    assert.deepEqual(stageBefore(where, 'eth1', [HOME]), { stage: 'no-cable', lacksSocket: true });
  });
});

const CERTIFICATE = { subject: '', issuer: '', names: '', validTo: new Date() } as const;
const gateway = (host: string, fingerprint = host): Find => ({
  address: host,
  port: 443,
  foundBy: 'known',
  verdict: {
    ...{ kind: 'gateway', at: host },
    certificate: { ...CERTIFICATE, fingerprint } as Extract<
      DeviceVerdict,
      { kind: 'gateway' }
    >['certificate'],
  },
});
const foreign: Find = {
  ...{ address: '203.0.113.9', port: 443, foundBy: 'dhcp' },
  verdict: { kind: 'impossible', because: { isPossible: false, reason: 'public' } },
};
const discovery = (...finds: readonly Find[]): Discovery => ({
  ...{ link: link('eth0'), reports: [], finds, proposal: undefined },
  gateway: finds.find(({ verdict }) => verdict.kind === 'gateway'),
});

describe('the stage after an attempt', () => {
  const offer = { server: '192.168.178.1', serverMac: '', offered: '', hasRouter: true, hasDns: true };
  const reports = {
    home: { step: 'dhcp', result: { kind: 'home-network', offer }, ms: 1 },
    unplugged: { step: 'cable', carrier: 'unplugged', ms: 0 },
  } as const satisfies Record<string, StepReport>;

  it('follows from what the search has found', () => {
    assert.deepEqual(stageAfter([reports.unplugged], discovery()), { stage: 'no-cable' });
    assert.deepEqual(stageAfter([reports.home], discovery(foreign)), { stage: 'home-network' });
    assert.deepEqual(stageAfter([], discovery()), { stage: 'not-found' });
    assert.deepEqual(stageAfter([], discovery(foreign)), { stage: 'foreign', choices: ['203.0.113.9'] });
    assert.deepEqual(stageAfter([], discovery(gateway('10.11.120.2'), gateway('10.11.120.3'))), {
      ...{ stage: 'several', choices: ['10.11.120.2', '10.11.120.3'] },
    });
  });

  it('is trouble where the search says nothing', () => {
    assert.deepEqual(stageAfter([], undefined), { stage: 'trouble' });
    assert.deepEqual(stageAfter([], discovery(gateway('10.11.120.2'))), { stage: 'trouble' });
  });

  it('does not take two addresses of a gateway for two gateways', () => {
    const both = [gateway('10.11.120.2', 'AA'), gateway('fe80::2%eth0', 'AA')];
    assert.equal(gatewaysOf(discovery(...both)).length, 1);
  });
});
