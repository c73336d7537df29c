// The status as text: the states in words, tables that fit, and nothing that only colour tells.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { statusTexts } from '../../../src/cli/status/texts.js';
import { statusText, type Sheet } from '../../../src/cli/status/text.js';
import type { ForwardStatus, Status } from '../../../src/admin/status/schema.js';
import { assertIsStatus } from '../../support/status-schema.js';
import { aStatus, CLIENT, DOWN_FORWARD, ENDED, FORWARD, LIVE, NOW, TOTALS } from './fixture.js';
import { refusedConfig } from '../../support/status.js';

const ENGLISH = await statusTexts('en');

process.env.TZ = 'Europe/Berlin';

const PLAIN: Sheet = { width: 100, colour: false };
const show = (changes: Partial<Status> = {}, sheet: Sheet = PLAIN): string =>
  statusText(aStatus(changes), sheet, ENGLISH);
const showForward = (changes: Partial<ForwardStatus>): string =>
  show({ forwards: [{ ...FORWARD, ...changes }] });

const WHOLE = `✓ smgw-proxy 0.1.0 is ready, running since 2026-11-22 11:00 (3 d 2 h)

✓ gateway: The meter is being read: last 12 s ago by 192.168.0.12
  gateway      10.11.120.2:443 is reachable since 2026-11-22 11:00 (3 d 2 h)
  last try     12 s ago
  listens on   8080, on every address
  connections  1234 ended, 2 live
  ended as     1219 client-closed, 12 target-refused, 3 denied
  delivered    1.2 MB to target, 34 MB to client

Live connections: 2
  client                for  state       to client  to target
  192.168.0.12:51234   12 s  open           3.5 kB      812 B
  192.168.0.11:40022  35 ms  connecting     3.5 kB      812 B

Ended last
       when  client              lasted  to client  to target  why it ended
  1 min ago  192.168.0.12:51234   1.2 s     3.5 kB      812 B  the client closed the connection
  5 min ago  192.168.0.11:40020    30 s        0 B      812 B  the client closed the connection -
                                                               the gateway took the request and
                                                               never answered: often a wrong
                                                               password

Clients: 2
  client        last seen  polls/hour  connections  live  to client  to target
  192.168.0.12   12 s ago          60         1190     1      33 MB     1.1 MB
  192.168.0.11   just now           2           44     1      33 MB     1.1 MB`;

describe('the fixture', () => {
  it('is what the schema says a status is', () => {
    for (const forwards of [[FORWARD], [DOWN_FORWARD]]) assertIsStatus(aStatus({ forwards }));
  });
});

describe('the status as text', () => {
  it('is as written here', () => {
    assert.equal(show(), WHOLE);
  });

  for (const width of [40, 60, 80]) {
    it(`fits ${width} columns, whatever the state`, () => {
      const long = '[2001:db8:1234:5678:9abc:def0:1234:5678]:51234';
      const text = show(
        {
          forwards: [FORWARD, { ...DOWN_FORWARD, name: 'a'.repeat(63) }],
          connections: [{ ...LIVE, client: long, state: 'half-closed' }],
          recent: [{ ...ENDED, client: long, hint: 'h'.repeat(100) }],
          clients: [{ ...CLIENT, address: long }],
        },
        { width, colour: false },
      );
      assert.deepEqual(
        text.split('\n').filter((line) => line.length > width),
        [],
      );
    });
  }

  it('leaves out the byte counts, not who it was, where there is little room', () => {
    const text = show({}, { width: 60, colour: false });
    assert.match(text, / {2}192\.168\.0\.12:51234 {3}12 s {2}open {11}3\.5 kB\n/);
    assert.match(text, / {2}1 min ago {2}192\.168\.0\.12:51234 {2}the client closed the\n {33}connection\n/);
  });

  it('says the same with colour as without', () => {
    const colourful = show({}, { width: 100, colour: true });
    assert.ok(colourful.includes('\x1b[32m✓\x1b[39m gateway: '));
    assert.equal(stripVTControlCharacters(colourful), WHOLE);
  });

  it('tells times by the clock of the service alone', () => {
    const text = show({ now: '1970-01-01T00:00:00.000Z' });
    assert.match(text, /last try {5}just now/);
    const future = show({ now: NOW, recent: [{ ...ENDED, endedAt: '2026-11-25T12:00:07.000Z' }] });
    assert.match(future, /just now {2}192/);
  });
});

describe('the state of the service', () => {
  const cases: readonly (readonly [string, Partial<Status>, RegExp])[] = [
    ['ready', {}, /^✓ smgw-proxy 0\.1\.0 is ready, running since 2026-11-22 11:00 \(3 d 2 h\)\n/],
    ['not ready', { ready: false }, /^✗ smgw-proxy 0\.1\.0 is not ready, running since/],
    ['stopping', { stopping: true }, /^! smgw-proxy 0\.1\.0 is stopping: only live connections may/],
  ];
  for (const [what, changes, expected] of cases) {
    it(`is told in words: ${what}`, () => {
      assert.match(show(changes), expected);
    });
  }
});

describe('the state of a forward', () => {
  const { target } = FORWARD;
  const cases: readonly (readonly [string, Partial<ForwardStatus>, RegExp])[] = [
    ['it is read', {}, /^✓ gateway: The meter is being read: last 12 s ago by 192\.168\.0\.12$/m],
    [
      'it has not been read for long',
      { verdict: 'not-read' },
      /^! gateway: Not read for over an hour: last 12 s ago by 192\.168\.0\.12$/m,
    ],
    [
      'it has never been read',
      { verdict: 'not-read', lastRead: null },
      /^! gateway: Not read for over an hour: not once since the start$/m,
    ],
    [
      'it can be read',
      { verdict: 'not-read-yet', lastRead: null },
      /^✓ gateway: Ready, not read yet\n {2}gateway {6}10\.11\.120\.2:443 is reachable since/m,
    ],
    [
      'a log-in is not answered',
      {
        verdict: 'unanswered',
        unanswered: { client: '192.168.0.11', at: NOW, times: 3, hint: 'often a wrong password' },
      },
      /^✗ gateway: The gateway does not answer the log-in: 192\.168\.0\.11 tried 3 times in a row, last just\n {2}now - often a wrong password\n(?:.*\n){2} {2}last read {4}12 s ago by/m,
    ],
    [
      'its target has not been tried',
      {
        verdict: 'target-unknown',
        target: { ...target, state: 'unknown', since: null, lastSuccess: null, lastFailure: null },
      },
      /^! gateway: Checking the gateway …: 10\.11\.120\.2:443 has not answered yet: it is being looked for\n {2}last read/m,
    ],
    [
      'its target is down, and why that may be',
      DOWN_FORWARD,
      /^✗ gateway: Gateway not reachable: 10\.11\.120\.2:443 since 2026-11-25 12:48 \(12 min\): the gateway\n {2}refused the connection \(target-refused, ECONNREFUSED\) - a device answers at that address, but\n {2}nothing/m,
    ],
    ['when that was tried last', DOWN_FORWARD, /^ {2}last try {5}3 s ago$/m],
    [
      'its ports are closed meanwhile',
      DOWN_FORWARD,
      /^ {2}listens on {3}nothing: its ports are closed until the gateway is back$/m,
    ],
    [
      'it waits for an interface',
      { verdict: 'waiting', listen: ['8080', 'wlan0:8081'], addresses: [] },
      /^! gateway: Waiting for the network: no address of wlan0 yet\n {2}gateway {6}10\.11\.120\.2:443 is reachable since/m,
    ],
    [
      'it waits for one of several interfaces',
      { verdict: 'waiting', listen: ['wlan0:8081', 'eth1:8081'] },
      /^! gateway: Waiting for the network: no address of wlan0 or eth1 yet$/m,
    ],
    [
      'it cannot listen',
      { verdict: 'listen-failed', listen: ['8080', '127.0.0.1:9'], addresses: [] },
      /^✗ gateway: Port cannot be opened: not everything it should listen on is open \(8080, 127\.0\.0\.1:9\);\n {2}the log says why$/m,
    ],
    ['a verdict this program does not know', { verdict: 'odd' as 'read' }, /^! gateway: odd$/m],
    [
      'it listens on some addresses',
      { addresses: ['127.0.0.1:1', '[::1]:1'] },
      /^ {2}listens on {3}127\.0\.0\.1:1, \[::1\]:1$/m,
    ],
    [
      'some wait for their turn',
      { totals: { ...TOTALS, active: 5, queued: 3 } },
      /^ {2}connections {2}1234 ended, 5 live \(3 waiting for their turn\)$/m,
    ],
  ];
  for (const [what, changes, expected] of cases) {
    it(`is told in words: ${what}`, () => {
      assert.match(showForward(changes), expected);
    });
  }
});

describe('the name at home', () => {
  const link = { interface: 'wlan0', since: NOW, addresses: ['192.168.0.10'], rival: null };
  const wide = { width: 200, colour: false };
  for (const [what, links, expected] of [
    ['held', [{ ...link, state: 'held' }], /^✓ smgw\.local is answered on wlan0: 192\.168\.0\.10$/m],
    ['claimed', [{ ...link, state: 'claiming' }], /^! smgw\.local is being claimed on wlan0$/m],
    [
      'lost',
      [{ ...link, state: 'taken', rival: '192.168.0.11' }],
      /^✗ smgw\.local belongs to 192\.168\.0\.11 on wlan0 since .*: rename that device/m,
    ],
    ['without a link', [], /^! smgw\.local: no forward listens in the home network$/m],
  ] as const)
    it(`is told in words: ${what}`, () => {
      assert.match(show({ mdns: { name: 'smgw.local', links: [...links] } }, wide), expected);
    });
});

describe('a configuration that is refused', () => {
  it('stands first, with line and remedy', () => {
    assert.match(
      show({ refusedConfig: refusedConfig() }, { width: 200, colour: false }),
      /✗ The configuration has a mistake since .*\n {2}\/etc\/smgw-proxy\/config\.yaml, line 12, listen: .*\n {2}→ sudo nano \+12 .*\n {2}→ Then: sudo systemctl reload smgw-proxy\n\n✓ gateway/,
    );
  });
});

describe('the tables', () => {
  it('show ten live connections, and how many more there are, also beyond those that were sent', () => {
    const connections = Array.from({ length: 250 }, (_, id) => ({ ...LIVE, id }));
    const text = show({ connections, totals: { ...TOTALS, active: 1022 } });
    assert.equal(text.match(/12 s {2}open/g)?.length, 10);
    assert.match(text, /^Live connections: 1022\n(?:.*\n){11} {2}and 1012 more\n\n/m);
  });

  it('show the five that ended last, and ten clients', () => {
    const text = show({
      recent: Array.from({ length: 100 }, () => ENDED),
      clients: Array.from({ length: 12 }, () => CLIENT),
    });
    assert.equal(text.match(/the client closed the connection/g)?.length, 5);
    assert.equal(text.match(/^ {2}192\.168\.0\.12 /gm)?.length, 10);
    assert.match(text, / {2}and 2 more$/);
  });

  it('are left out when there is nothing in them', () => {
    const text = show({ connections: [], recent: [], clients: [], totals: { ...TOTALS, active: 0 } });
    assert.match(text, /to client\n\nLive connections: 0\n\nClients: 0$/);
  });

  it('name the forward when there are several', () => {
    const text = show({ forwards: [FORWARD, { ...FORWARD, name: 'heat-pump' }] });
    assert.match(text, /client +forward +for +state/);
    assert.match(text, /client +forward +lasted/);
  });

  it('mark bytes of which only the most is known', () => {
    const recent = [{ ...ENDED, bytesToClient: 3000, atMost: ['bytesToClient' as const] }];
    assert.match(show({ recent }), / ≤ 3\.0 kB {2,}812 B /);
  });

  it('tell an outcome that this program does not know by its name', () => {
    const recent = [{ ...ENDED, outcome: 'toString' as 'denied' }];
    assert.match(show({ recent }), /812 B {2}toString$/m);
  });
});

describe('the status of hundreds of forwards', () => {
  const well = Array.from({ length: 498 }, (_, at) => ({ ...FORWARD, name: `gw${at}` }));
  const forwards = [...well.slice(0, 349), { ...DOWN_FORWARD, name: 'gw-down' }, ...well.slice(349)];
  const many = { ...aStatus({ ready: false, forwards }), connections: [], recent: [], clients: [] };

  it('says first how many are not ready and which, and only counts the healthy ones', () => {
    const lines = statusText(many, PLAIN, ENGLISH).split('\n');
    assert.match(lines[0] ?? '', /is not ready: 1 of 499 forwards \(gw-down\), running since/);
    const verdicts = lines.filter((line) => /^[✓✗!] /.test(line));
    assert.match(verdicts[1] ?? '', /^✗ gw-down: Gateway not reachable/);
    assert.ok(lines.includes('✓ 498 more forwards: 498 × The meter is being read (each: --all)'));
    assert.ok(lines.length < 25, `${lines.length} lines`);
  });

  it('stays as short when all gateways are down, and names a few', () => {
    const down = forwards.map(({ name }) => ({ ...DOWN_FORWARD, name }));
    const text = statusText({ ...many, forwards: down }, PLAIN, ENGLISH);
    assert.match(text, /^✗ .+: 499 of 499 forwards \(gw0, gw1, gw2, gw3, gw4 and 494 more\),/s);
    assert.ok(text.includes('✗ 489 more forwards: 489 × Gateway not reachable (each: --all)'));
    assert.equal(text.match(/^✗ gw/gm)?.length, 10);
  });

  it('has lines for each when asked for all', () => {
    const text = statusText(many, PLAIN, ENGLISH, true);
    assert.equal(text.match(/^[✓✗] gw/gm)?.length, 499);
    assert.doesNotMatch(text, /more forwards/);
  });
});
