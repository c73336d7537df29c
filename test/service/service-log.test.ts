// The log lines of the service, word for word: the owner of a gateway sees these.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../src/config/problem.js';
import { ListenError } from '../../src/forward/listen/listener.js';
import type { LogRecord } from '../../src/log/log.js';
import * as configRecords from '../../src/service/config-log.js';
import * as mdns from '../../src/service/mdns-log.js';
import * as records from '../../src/service/service-log.js';
import { forwardConfig } from '../support/config.js';

const FORWARD = forwardConfig({
  name: 'gateway',
  listen: [{ interface: 'wlan0', port: 8080 }, { port: 8443 }],
  target: { host: 'fe80::1%eth0', port: 443 },
  sendProxy: 'v2',
});
const OTHER = forwardConfig({ name: 'meter', listen: [{ port: 80 }], target: { host: 'meter', port: 502 } });
const ADDRESSES = [
  { host: '192.168.0.10', port: 8080 },
  { host: 'fe80::2%3', port: 8080 },
];
const TARGET = { target: { host: '10.11.120.2', port: 443 } };
const OUTAGE = { outcome: 'target-timeout', code: 'ETIMEDOUT' } as const;
const HOST = { host: '::1', port: 8080 };
const FAILED = new ListenError(HOST, 'EADDRINUSE', HOST, { pid: 455, name: 'nginx', user: 'root' });
const PROBLEM: Problem = {
  code: 'conflict',
  where: { file: '/etc/c.yaml', line: 3, key: 'listen' },
  message: { en: 'no', de: 'nein' },
};
const AT_OPTION: Problem = { ...PROBLEM, where: '--listen' };
const UNSEEN = { pid: undefined, name: undefined, user: 'nobody' };

/** The record, and what is expected of it: `level event: message`. */
const RECORDS: readonly (readonly [LogRecord, string])[] = [
  [
    records.listening(FORWARD, ADDRESSES),
    'info listening: forward gateway: listening on 192.168.0.10:8080, [fe80::2%3]:8080, forwarding to [fe80::1%eth0]:443',
  ],
  [
    records.waiting(FORWARD, 'wlan0', { names: ['lo', 'eth0'], unreadable: undefined }),
    'warn waiting: forward gateway: wlan0 has no address; waiting for it; interfaces with an address: lo, eth0',
  ],
  [
    records.waiting(FORWARD, 'wlan0', { names: ['lo', 'wlan0'], unreadable: undefined }),
    'warn waiting: forward gateway: wlan0 has no address; waiting for it',
  ],
  [
    records.waiting(FORWARD, 'wlan0', { names: [], unreadable: 'AF_NETLINK: EAFNOSUPPORT' }),
    'warn waiting: forward gateway: the kernel does not tell the addresses of wlan0 (AF_NETLINK: EAFNOSUPPORT); trying again. A sandbox needs to allow AF_NETLINK',
  ],
  [
    records.listenFailed(FORWARD, FAILED),
    'error listen-failed: forward gateway: port [::1]:8080 is in use by nginx (process 455): its clients do not reach the gateway; trying again. Stop that program, or listen on another port',
  ],
  [
    records.listenFailed(FORWARD, new ListenError({ port: 8080 }, 'EADDRINUSE', undefined, UNSEEN)),
    'error listen-failed: forward gateway: port 8080 is in use by another program, of user nobody: its clients do not reach the gateway; trying again. Stop that program, or listen on another port',
  ],
  [
    records.listenFailed(FORWARD, new ListenError({ host: '192.0.2.1', port: 8080 }, 'EADDRNOTAVAIL')),
    'error listen-failed: forward gateway: cannot listen on 192.0.2.1:8080 (EADDRNOTAVAIL): this machine does not have that address yet; trying again',
  ],
  [
    records.acceptFailed(FORWARD, 'EMFILE'),
    'error accept-failed: forward gateway: a connection could not be accepted (EMFILE)',
  ],
  [
    records.targetDown(TARGET, OUTAGE),
    'warn target-down: 10.11.120.2:443 is unreachable (ETIMEDOUT): clients are refused until it is back [target-timeout]',
  ],
  [records.targetUp(TARGET), 'info target-up: 10.11.120.2:443 is reachable again'],
  [
    records.targetDown({ ...TARGET, source: 'eth1' }, { outcome: 'target-unreachable', code: 'EXDEV' }),
    'warn target-down: 10.11.120.2:443 (source eth1) is unreachable (EXDEV: the kernel would send by another interface than its source, perhaps to another gateway: it needs a rule and a route of its own): clients are refused until it is back [target-unreachable]',
  ],
  [
    records.targetUp({ ...TARGET, source: 'eth1' }),
    'info target-up: 10.11.120.2:443 (source eth1) is reachable again',
  ],
  [
    records.sendsProxyHeader(FORWARD),
    'warn send-proxy: forward gateway: every target connection begins with a PROXY header (--send-proxy v2); a real gateway does not understand it',
  ],
  [
    records.fewDescriptors(20, 256),
    'warn few-descriptors: file descriptors suffice for 20 connections only, not for the 256 of --max-connections: raise the limit (ulimit -n, or LimitNOFILE= in the service)',
  ],
  [
    mdns.announced('smgw.local', 'wlan0', ['192.168.0.10', 'fe80::10']),
    'info mdns-announced: answering mDNS queries for smgw.local on wlan0 with 192.168.0.10, fe80::10',
  ],
  [
    mdns.conflict('smgw.local', 'wlan0', '192.168.0.11'),
    'warn mdns-conflict: smgw.local already belongs to 192.168.0.11 on wlan0: not answering mDNS queries for it; trying again later',
  ],
  [
    records.duplicateAddress('wlan0', 'fd77::30'),
    'warn address-duplicate: another device on wlan0 has the address fd77::30 as well, so that the kernel lets no program use it',
  ],
  [
    mdns.failed('smgw.local', 'wlan0', 'EADDRINUSE'),
    'warn mdns-failed: cannot answer mDNS queries for smgw.local on wlan0 (EADDRINUSE); trying again',
  ],
  [
    mdns.waiting('smgw.local'),
    'warn mdns-waiting: smgw.local has no address, because no forward listens in the home network; waiting for one',
  ],
  [
    configRecords.reloadProblem(PROBLEM),
    'error reload-problem: not reloaded: /etc/c.yaml, line 3, listen: no',
  ],
  [
    configRecords.reloadRefused([AT_OPTION, PROBLEM]),
    'error reload-refused: the previous configuration stays in force; mend the file: sudo nano +3 /etc/c.yaml',
  ],
  [
    configRecords.reloadRefused([AT_OPTION]),
    'error reload-refused: the previous configuration stays in force',
  ],
  [
    configRecords.reloaded([FORWARD, OTHER]),
    'info reloaded: configuration reloaded; forwards: gateway, meter',
  ],
  [
    configRecords.reloaded(Array.from({ length: 500 }, (_, at) => ({ ...FORWARD, name: `gw${at}` }))),
    'info reloaded: configuration reloaded; forwards: gw0, gw1, gw2, gw3, gw4, gw5, gw6, gw7, gw8, gw9 and 490 more',
  ],
  [configRecords.configProblem(AT_OPTION), 'error config-problem: configuration refused: --listen: no'],
  [
    configRecords.lastGood([PROBLEM]),
    'error last-good: the last configuration without a mistake is served in its place; mend the file: sudo nano +3 /etc/c.yaml, then: sudo systemctl reload smgw-proxy',
  ],
  [
    configRecords.notKept('ENOSPC'),
    'warn not-kept: the configuration cannot be kept for a start with a broken file (ENOSPC)',
  ],
  [records.notifyFailed('not found'), 'warn notify-failed: cannot notify the service manager: not found'],
  [
    records.stopping('SIGHUP', 0, 10_000),
    'info stopping: the terminal is gone: accepting no more connections',
  ],
  [records.stopping('SIGTERM', 0, 10_000), 'info stopping: SIGTERM: accepting no more connections'],
  [
    records.stopping('SIGINT', 3, 90_000),
    'info stopping: SIGINT: accepting no more connections; live connections: 3, they have 90s to finish',
  ],
  [
    records.stopping('SIGINT', 1, 0),
    'info stopping: SIGINT: accepting no more connections; live connections: 1, they have as long as they need to finish',
  ],
  [records.drainEnded(2), 'warn drain-ended: drain timeout reached; resetting live connections: 2'],
  [
    records.stopped({ connections: 5, withoutBytes: 2 }),
    'info stopped: stopped; connections since the start: 5, without a single byte: 2',
  ],
];

describe('the service log', () => {
  for (const [{ level, message, fields }, expected] of RECORDS) {
    it(`says ${JSON.stringify(expected)}`, () => {
      assert.equal(`${level} ${fields.event}: ${message}`, expected);
    });
  }

  it('has for programs what the sentences say', () => {
    assert.deepEqual(records.listening(FORWARD, ADDRESSES).fields, {
      event: 'listening',
      forward: 'gateway',
      listen: ['192.168.0.10:8080', '[fe80::2%3]:8080'],
      target: '[fe80::1%eth0]:443',
    });
    assert.deepEqual(records.targetDown(TARGET, OUTAGE).fields, {
      event: 'target-down',
      target: '10.11.120.2:443',
      ...OUTAGE,
    });
    assert.deepEqual(records.listenFailed(FORWARD, FAILED).fields, {
      event: 'listen-failed',
      forward: 'gateway',
      listen: '[::1]:8080',
      code: 'EADDRINUSE',
      program: 'nginx',
      pid: 455,
      user: 'root',
    });
  });
});
