// The command `status`: where it asks, what it writes where, and its exit status.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, describe, it } from 'node:test';
import type { Machine } from '../../../src/cli/machine.js';
import { statusTexts } from '../../../src/cli/status/texts.js';
import { statusText } from '../../../src/cli/status/text.js';
import { listen, refusedPort } from '../../support/sockets.js';
import { aStatus, DOWN_FORWARD, FORWARD } from './fixture.js';
import { call } from '../support.js';

const ENGLISH = await statusTexts('en');

const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

/** Where a service says that. */
async function serving(document: unknown = aStatus()): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  servers.push(server);
  return `127.0.0.1:${await listen(server)}`;
}

const sheet = { width: 80, colour: false };
const nowhere = (): never => assert.fail('nothing is drawn');

async function start(words: readonly string[], changes: Partial<Machine> = {}) {
  const screen = { sheet, show: nowhere, begin: nowhere, end: nowhere, onGone: nowhere };
  const { status: code, ...written } = await call(['status', ...words], {
    screen: () => Promise.resolve(screen),
    ...changes,
  });
  return { code, ...written };
}

describe('the command status', () => {
  const file = (text: string): Partial<Machine> => ({
    readFile: () => Promise.resolve(Buffer.from(text)),
  });

  it('shows the status as wide as the terminal', async () => {
    assert.deepEqual(await start(['--admin', await serving()]), {
      code: 0,
      out: `${statusText(aStatus(), sheet, ENGLISH)}\n`,
      error: '',
    });
  });

  it('asks where the file says, unless the environment or a flag says otherwise', async () => {
    const [byFile, byVariable, byFlag] = await Promise.all(
      ['1', '2', '3'].map((version) => serving(aStatus({ version }))),
    );
    assert.ok(byFile && byVariable && byFlag);
    const content = file(`listen: 9090\nadmin: ${byFile}\n`);
    const named = { ...content, environment: { SMGW_PROXY_CONFIG: 'x.yaml' } };
    const told = { ...content, environment: { SMGW_PROXY_ADMIN: byVariable } };
    assert.match((await start(['--config', 'x.yaml'], content)).out, /smgw-proxy 1 /);
    assert.match((await start([], named)).out, /smgw-proxy 1 /);
    assert.match((await start(['--config', 'x.yaml'], told)).out, /smgw-proxy 2 /);
    assert.match((await start(['--config', 'x.yaml', '--admin', byFlag], told)).out, /smgw-proxy 3 /);
  });

  it('asks where the file of the service says, if nothing else is named', async () => {
    const read: string[] = [];
    const own = (text: string): Partial<Machine> => ({
      readFile: (path) => Promise.resolve(Buffer.from((read.push(path), text))),
    });
    const asked = await start([], own(`admin: ${await serving(aStatus({ version: '4' }))}\n`));
    assert.match(asked.out, /smgw-proxy 4 /);
    assert.deepEqual([...new Set(read)], ['/etc/smgw-proxy/config.yaml']);
    const admin = await serving(aStatus({ version: '5' }));
    const broken = { ...own('admni: 1\n'), environment: { SMGW_PROXY_ADMIN: admin } };
    assert.match((await start([], broken)).out, /smgw-proxy 5 /, 'also while that file is broken');
    assert.equal((await start(['--config', 'x.yaml'], broken)).code, 2);
    const known = await start([], own(`admni: 1\nlisten: [0]\nadmin: ${admin}\n`));
    assert.match(known.out, /smgw-proxy 5 /, 'at the address that is right in it');
  });

  it('says in one line why there is no status, and ends with 1', async () => {
    const port = await refusedPort();
    for (const words of [[], ['--json']]) {
      const { code, out, error } = await start([...words, '--admin', `127.0.0.1:${port}`]);
      assert.deepEqual([code, out], [1, '']);
      assert.match(error, /^127\.0\.0\.1:\d+: no service answers there .*\n$/);
    }
  });

  it('ends with 3 when the service is not ready, or stopping', async () => {
    const forwards = [DOWN_FORWARD];
    const down = await start(['--admin', await serving(aStatus({ ready: false, forwards }))]);
    assert.equal(down.code, 3);
    assert.match(down.out, /^✗ gateway: Gateway not reachable: 10/m);
    assert.equal((await start(['--admin', await serving(aStatus({ stopping: true }))])).code, 3);
  });

  for (const [what, words, expected] of [
    ['a wrong address', ['--admin', 'localhost'], /^--admin: expected .*, got "localhost"$/m],
    ['a port alone', ['--admin', '8081'], /^--admin: expected .*, got "8081"$/m],
    [
      'an option of run',
      ['--target', 'x'],
      /^--target: "smgw-proxy status" has no such option; it is one of "smgw-proxy run"$/m,
    ],
    ['a value for a switch', ['--watch=5s'], /^--watch: takes no value/m],
    ['a file that cannot be read', ['--config', 'x'], /^--config: "x" could not be read/m],
    ['another word', ['now'], /^arguments: expected options/m],
  ] as const) {
    it(`ends with 2 for ${what}`, async () => {
      const { code, out, error } = await start(words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, expected);
    });
  }

  it('lists what is wrong with the file', async () => {
    const { code, error } = await start(['--config', 'x.yaml'], file('admin: 5\nlisten: 0\n'));
    assert.equal(code, 2);
    assert.match(
      error,
      /^x\.yaml, line 1, admin: expected .*\nx\.yaml, line 2, listen: expected .*\n→ nano \+1 x\.yaml\n/,
    );
  });
});

describe('the status as JSON', () => {
  it('is the document of the service, also what is new in it, and ends with a line break', async () => {
    const document = { ...aStatus(), more: { new: true } };
    const { code, out } = await start(['--json', '--admin', await serving(document)]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), document);
    assert.match(out, /^\{\n {2}"version": "0\.1\.0",\n[^]*\n\}\n$/);
  });

  it('is the same document without what a terminal could obey', async () => {
    const document = aStatus({ forwards: [{ ...FORWARD, name: 'a\x1b\u009b\u202e😀' }] });
    const { out } = await start(['--json', '--admin', await serving(document)]);
    assert.match(out, /^(?:\n|[^\p{C}])*$/u);
    assert.deepEqual(JSON.parse(out), document);
  });

  it('has the exit status of the service too', async () => {
    const { code } = await start(['--json', '--admin', await serving(aStatus({ ready: false }))]);
    assert.equal(code, 3);
  });
});
