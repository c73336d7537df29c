// Why the service could not start: a line for each reason, with where it was given.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ListenError } from '../../src/forward/listen/listener.js';
import {
  listenProblems,
  logFileProblems,
  socketProblem,
  wireProblems,
} from '../../src/service/start-problem.js';
import { serviceConfig } from '../support/config.js';
import type { ValuePlace } from '../../src/config/place.js';
import { problemLine, type Problem } from '../../src/config/problem.js';

const english = (problems: readonly Problem[]) => problems.map((each) => problemLine(each, 'en'));

const ENTRY = { port: 80 };
const INTERFACE = { interface: 'wlan0', port: 80 };
const PLACES = new Map<unknown, ValuePlace>([
  [ENTRY, { file: 'c.yaml', line: 1, key: 'listen' }],
  [INTERFACE, 'SMGW_PROXY_LISTEN'],
]);

describe('what cannot be listened on', () => {
  it('is told all at once, each with where it was given and which address it is', () => {
    const errors = [
      new ListenError(ENTRY, 'EACCES'),
      new ListenError({ host: '192.168.0.10', port: 80 }, 'EACCES', INTERFACE),
      new ListenError({ host: '::1', port: 80 }, 'EAFNOSUPPORT'),
    ];
    const privileged =
      'this user may not open it; ports below 1024 need root or the capability CAP_NET_BIND_SERVICE';
    assert.deepEqual(english(listenProblems(new AggregateError(errors), PLACES)), [
      `c.yaml, line 1, listen: port 80 cannot be opened (EACCES): ${privileged}`,
      `SMGW_PROXY_LISTEN: port 192.168.0.10:80 cannot be opened (EACCES): ${privileged}`,
      '--listen: port [::1]:80 cannot be opened (EAFNOSUPPORT): this machine does not speak this kind of address',
    ]);
  });

  for (const code of ['EINVAL', 'EAFNOSUPPORT', 'EPERM', 'EWHATEVER']) {
    it(`is told for ${code}`, () => {
      const [line, ...more] = english(listenProblems(new ListenError(ENTRY, code), PLACES));
      assert.match(
        line ?? '',
        new RegExp(`^c\\.yaml, line 1, listen: port 80 cannot be opened \\(${code}\\)`),
      );
      assert.deepEqual(more, []);
    });
  }

  it('is not confused with a mistake of our own', () => {
    const mistake = new TypeError('undefined is not a function');
    assert.throws(() => listenProblems(mistake, PLACES), mistake);
    assert.throws(
      () => listenProblems(new AggregateError([new ListenError(ENTRY, 'EACCES'), mistake]), PLACES),
      mistake,
    );
  });
});

describe('other reasons not to start', () => {
  it('are a socket that belongs to nobody, with its number and address', () => {
    const [known = '', unknown = ''] = english([
      socketProblem({ fd: 3, host: '::', port: 9000, name: undefined }),
      socketProblem({ fd: 4, host: undefined, port: undefined, name: 'x' }),
    ]);
    assert.match(known, /^LISTEN_FDS \(3\): expected .+, got \[::\]:9000$/);
    assert.match(unknown, /^LISTEN_FDS \(4\): expected .+, got one of another network$/);
  });

  it('are other wires than at the start, with the remedy', () => {
    const config = serviceConfig();
    assert.deepEqual(wireProblems(config, config), []);
    assert.deepEqual(english(wireProblems(config, { ...config, wire: 'socket' })), [
      '--wire: socket in place of auto takes a restart: sudo systemctl restart smgw-proxy',
    ]);
  });

  it('are a log file that cannot be written, with the reason', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
    try {
      const file = path.join(directory, 'log');
      assert.deepEqual(await logFileProblems(file), []);
      assert.deepEqual(readdirSync(directory), []);
      writeFileSync(file, '');
      assert.deepEqual(english(await logFileProblems(`${file}/log`)), [
        `--log-file: "${file}/log" cannot be written (ENOTDIR)`,
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
    assert.deepEqual(await logFileProblems(undefined), []);
  });
});
