// The judgement of the service, its ports, its status and the home link.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseListen } from '../../src/config/listen-address.js';
import { exitStatusOf, RESULTS, type Cause, type StepOutcome, finding } from '../../src/check/causes.js';
import * as home from '../../src/check/judge-home.js';
import { urlOf } from '../../src/gateway/programs.js';
import * as judge from '../../src/check/judge-service.js';
import { parseUnit } from '../../src/systemd/systemd-unit.js';

const unit = (...lines: readonly string[]) => parseUnit(['LoadState=loaded', ...lines].join('\n'));
const ABOUT = { lastWords: [], hasConfig: true, targets: ['10.11.120.2'] };
const listenAddress = (text: string) => {
  const result = parseListen(text);
  return result.ok ? result.value : assert.fail(text);
};

describe('the service', () => {
  for (const [lines, hasConfig, expected] of [
    [['ActiveState=active', 'UnitFileState=enabled'], true, 'service-active'],
    [['ActiveState=active', 'UnitFileState=disabled'], true, 'service-not-enabled'],
    [['ActiveState=inactive'], true, 'service-stopped'],
    [['ActiveState=inactive'], false, 'service-without-config'],
    [['ActiveState=failed'], true, 'service-failing'],
    [['ActiveState=activating', 'SubState=auto-restart'], true, 'service-failing'],
    [['LoadState=not-found', 'ActiveState=inactive'], true, 'service-not-installed'],
  ] as const) {
    it(`with ${lines.join()} is ${expected}`, () => {
      const causes = judge.judgeService(unit(...lines), { ...ABOUT, hasConfig }).map(({ cause }) => cause);
      assert.deepEqual(causes, [expected]);
    });
  }

  for (const [target, isWalled] of [
    ['10.11.120.2', false],
    ['192.200.1.100', true],
    ['fe80::2%eth0', false],
  ] as const) {
    it(`reaches ${target} from its sandbox: ${!isWalled}`, () => {
      const lines = ['IPAddressDeny=0.0.0.0/0 ::/0', 'IPAddressAllow=127.0.0.0/8 10.0.0.0/8 fe80::/10'];
      const walled = unit('ActiveState=active', ...lines);
      const causes = judge.judgeService(walled, { ...ABOUT, targets: [target] }).map(({ cause }) => cause);
      assert.equal(causes.includes('service-walled-off'), isWalled);
    });
  }

  for (const [version, isOld] of [
    ['v8.17.0', true],
    ['v18.20.4', true],
    ['v20.9.0', true],
    ['v20.18.9', true],
    ['v20.19.0', false],
    ['v24.1.0', false],
  ] as const) {
    it(`with Node.js ${version} is started by one that is too old: ${isOld}`, () => {
      assert.equal(judge.isOldNode(version), isOld);
    });
  }
});

const holder = (pid: number, claimsToBeOurs = false) => ({ pid, name: `program ${pid}`, claimsToBeOurs });

describe('a port', () => {
  const holders = new Map([
    ['1', [holder(10, true)]],
    ['2', [holder(20, true)]],
    ['3', [holder(1), holder(10)]],
    ['5', [holder(1)]],
  ]);
  const uidOf = (pid: number): number => (pid === 10 ? 990 : 0);
  const running = (...lines: readonly string[]) => unit('ActiveState=active', 'MainPID=10', ...lines);
  const SERVICES = {
    managed: running(),
    socket: running('TriggeredBy=smgw-proxy.socket'),
    stopped: unit('ActiveState=inactive', 'MainPID=0'),
    byHand: undefined,
  };
  for (const [listen, listeners, expected, uid = 990, service = 'managed', unreadable] of [
    ['8080', ['[::]:8080#1'], 'port-open'],
    ['8080', [], 'port-closed'],
    ['8080', ['[::]:8081#1'], 'port-closed'],
    ['8080', ['[::]:8080#2'], 'port-taken'],
    ['8080', ['[::]:8080#3'], 'port-open'],
    ['8080', ['192.168.0.10:8080#1', '127.0.0.1:8080#2'], 'port-taken'],
    ['8080', ['[::]:8080#4'], 'port-open'],
    ['8080', ['[::]:8080#4'], 'port-taken', 65_534],
    ['8080', ['[::]:8080#5'], 'port-taken'],
    ['8080', ['[::]:8080#5'], 'port-open', 0, 'socket'],
    ['8080', ['[::]:8080#2'], 'port-taken', 990, 'stopped'],
    ['8080', ['[::]:8080#1'], 'port-unproven', 990, 'byHand'],
    ['8080', ['[::]:8080#1'], 'port-open', 0, 'byHand'],
    ['8080', ['[::]:8080#5'], 'port-taken', 0, 'byHand'],
    ['8080', ['[::]:8080#4'], 'port-open', 990, 'byHand'],
    ['8080', ['[::]:8080#1'], 'port-unreadable', 990, 'managed', '/proc/self/net/tcp: ENOENT'],
    ['192.168.0.10:8080', ['127.0.0.1:8080#2'], 'port-closed'],
    ['192.168.0.10:8080', ['0.0.0.0:8080#2'], 'port-taken'],
    ['[fd00::1]:8080', ['[fd00::1]:8080#1'], 'port-open'],
    ['wlan0:8080', ['192.168.0.10:8080#1'], 'port-open'],
    ['wlan0:8080', ['10.11.120.1:8080#1'], 'port-closed'],
    ['wlan1:8080', ['[::]:8080#2'], 'port-waiting'],
  ] as readonly (readonly [string, readonly string[], Cause, number?, (keyof typeof SERVICES)?, string?])[]) {
    it(`${listen} with ${listeners.join() || 'no listener'} of ${uid} and ${service} is ${expected}`, () => {
      const found = listeners.map((text) => {
        const [, host = '', port, inode = ''] = /^\[?(.*?)\]?:(\d+)#(\d)$/.exec(text) ?? [];
        return { host, port: Number(port), inode, uid };
      });
      const addressesOf = (name: string) => (name === 'wlan0' ? ['192.168.0.10', 'fe80::10'] : []);
      const ports = {
        listeners: found,
        holders,
        service: judge.serviceProcess(SERVICES[service], undefined, uidOf),
        trusted: new Set([0]),
        addressesOf,
        userName: String,
        unreadable,
      };
      assert.equal(judge.judgePort(listenAddress(listen), ports).cause, expected);
    });
  }

  it('is proven by the status of the service only without a service manager', () => {
    const status = { ok: true, status: { version: '1.0.0', pid: 20, forwards: [] } } as const;
    const pids = (of: keyof typeof SERVICES) => [
      ...(judge.serviceProcess(SERVICES[of], status, uidOf)?.pids ?? []),
    ];
    assert.deepEqual([pids('managed'), pids('byHand'), pids('stopped')], [[10], [20], [20]]);
  });
});

describe('the status of the service', () => {
  const target = { host: '10.11.120.2', port: 443 };
  const forward = (state: string, targetState: string, address = '10.11.120.2:443') => ({
    ...{ name: 'gateway', state },
    target: { address, state: targetState, lastFailure: { outcome: 'target-timeout', code: 'ETIMEDOUT' } },
  });
  for (const [what, forwards, version, isThere, expected] of [
    ['all well', [forward('ready', 'up')], '1.0.0', true, ['status-ready']],
    ['another version', [forward('ready', 'up')], '0.9.0', true, ['status-other-version']],
    ['another target', [forward('ready', 'up', '10.11.120.3:443')], '1.0.0', true, ['status-other-target']],
    ['a port that failed', [forward('listen-failed', 'up')], '1.0.0', true, ['status-port-failed']],
    [
      'a target that is down, but answers the check',
      [forward('target-down', 'down')],
      '1.0.0',
      true,
      ['status-target-down'],
    ],
    [
      'a target that is down for the check as well',
      [forward('target-down', 'down')],
      '1.0.0',
      false,
      ['status-ready'],
    ],
  ] as const) {
    it(what, () => {
      const config = { forwards: [{ target }] } as unknown as Parameters<typeof judge.judgeStatus>[1];
      const findings = judge.judgeStatus(
        { ok: true, status: { version, forwards } },
        config,
        '1.0.0',
        isThere,
      );
      assert.deepEqual(
        findings.map(({ cause }) => cause),
        expected,
      );
    });
  }
});

describe('log-ins without an answer', () => {
  it('need attention, where the running service has seen them', () => {
    const target = { address: '10.11.120.2:443', state: 'up', lastFailure: null };
    const judged = (unanswered?: { client: string; times: number } | null) => {
      const forwards = [{ name: 'gateway', state: 'ready', target, unanswered }];
      const answer = { ok: true, status: { version: '1.0.0', forwards } } as const;
      return judge.judgeStatus(answer, { forwards: [] }, '1.0.0', true);
    };
    assert.deepEqual(judged({ client: '192.168.0.12', times: 3 }), [
      finding('status-unanswered', { by: '192.168.0.12', times: 3 }),
    ]);
    for (const none of [null, undefined]) assert.equal(judged(none)[0]?.cause, 'status-ready');
  });
});

describe('the name at home', () => {
  const ready = { version: '1.0.0', forwards: [] };
  const link = { interface: 'wlan0', state: 'taken', rival: '192.168.0.11' };
  const judged = (state?: string): string[] => {
    const mdns = state === undefined ? undefined : { name: 'smgw.local', links: [{ ...link, state }] };
    const answer = { ok: true, status: { ...ready, mdns } } as const;
    return judge.judgeStatus(answer, { forwards: [] }, '1.0.0', true).map(({ cause }) => cause);
  };

  it('that another device has needs attention, and one that this machine has, or is to have, does not', () => {
    assert.deepEqual(judged('taken'), ['status-name-taken']);
    for (const state of ['held', 'claiming', undefined]) assert.deepEqual(judged(state), ['status-ready']);
  });
});

describe('the home', () => {
  const own = ['192.168.0.10', 'fd00::10', 'fe80::10'].map((address) => ({
    ...{ interface: 'wlan0', address, prefix: 24 },
    family: address.includes(':') ? ('ipv6' as const) : ('ipv4' as const),
  }));
  it('reaches a forward at the addresses it listens on there', () => {
    const addresses = home.homeAddresses('wlan0', own);
    assert.deepEqual(addresses, ['192.168.0.10', 'fd00::10']);
    for (const [listen, expected] of [
      ['8080', ['https://192.168.0.10:8080', 'https://[fd00::10]:8080']],
      ['0.0.0.0:443', ['https://192.168.0.10']],
      ['wlan0:443', ['https://192.168.0.10', 'https://[fd00::10]']],
      ['[fd00:0::10]:443', ['https://[fd00::10]']],
      ['127.0.0.1:443', []],
      ['eth0:443', []],
    ] as const) {
      const ports = home.homePorts({ listen: [listenAddress(listen)], targetTls: false }, 'wlan0', addresses);
      assert.deepEqual(ports.map(urlOf), expected, listen);
    }
  });

  it('gets a URL without TLS where smgw-proxy speaks it', () => {
    const plain = { listen: [listenAddress('8080'), listenAddress('80')], targetTls: true };
    const ports = home.homePorts(plain, 'wlan0', ['192.168.0.10']);
    assert.deepEqual(ports.map(urlOf), ['http://192.168.0.10:8080', 'http://192.168.0.10']);
    const { facts } = home.judgeClient(ports, ['pi.local']);
    const names = ['http://pi.local:8080', 'http://pi.local'];
    assert.deepEqual(facts, { urls: ['http://192.168.0.10:8080', 'http://192.168.0.10'], names });
  });

  it('gets URLs at IPv4 addresses, and at names', () => {
    const ports = [
      { address: '192.168.0.10', port: 443, isPlain: false },
      { address: 'fd00::10', port: 443, isPlain: false },
    ];
    assert.deepEqual(home.homeNames('smgw-proxy.example', true), [
      'smgw-proxy.fritz.box',
      'smgw-proxy.local',
    ]);
    assert.deepEqual(home.homeNames('localhost', true), []);
    const { facts } = home.judgeClient(ports, home.homeNames('pi', false));
    assert.deepEqual(facts, { urls: ['https://192.168.0.10'], names: ['https://pi.fritz.box'] });
    assert.equal(home.judgeClient(ports.slice(1), []).cause, 'client-urls');
    assert.equal(home.judgeClient([], []).cause, 'client-nowhere');
  });
});

describe('the exit status', () => {
  const outcome = (step: StepOutcome['step'], cause: Cause): StepOutcome => {
    const found = finding(cause, {});
    return { step, result: RESULTS[cause], finding: found, ms: 0 };
  };
  it('is that of the first failure; warnings and skipped steps do not count', () => {
    const warning = outcome('certificate', 'certificate-changed');
    const skipped = outcome('service', 'service-unknown');
    assert.equal(exitStatusOf([warning, skipped]), 0);
    assert.equal(exitStatusOf([warning, outcome('ports', 'port-closed'), outcome('home', 'home-down')]), 14);
    assert.equal(exitStatusOf([outcome('home', 'home-down'), outcome('ports', 'port-closed')]), 15);
  });
});
