// The page of a waiting setup over HTTP: it tells how it stands, and takes questions only.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { request } from 'undici';
import { SetupPage } from '../../src/admin/setup-page.js';
import type { LogRecord } from '../../src/log/log.js';
import { scratchFolder } from '../support/deb.js';
import { standing } from '../support/standings.js';

describe('the page of a waiting setup', () => {
  const folder = scratchFolder();
  const file = path.join(folder, 'standing.json');
  const logged: LogRecord[] = [];
  const page = new SetupPage({
    pageFolder: pathToFileURL(path.resolve('src/admin/page') + path.sep),
    file,
    language: 'de',
    addressesOf: () => [],
    portUser: () => undefined,
    isInOwnSubnet: () => false,
    write: (record) => logged.push(record),
  });
  let url = '';

  before(async () => {
    const [address] = await page.start({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${address?.port}`;
  });
  after(() => {
    page.stop();
  });

  it('says 503 while no setup waits, and then what its file says', async () => {
    assert.equal((await fetch(`${url}/setup`)).status, 503);
    writeFileSync(file, JSON.stringify(standing('no-cable')));
    const answer = await fetch(`${url}/setup`);
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.deepEqual(await answer.json(), standing('no-cable'));
  });

  it('has the page of the setup, its files, and nothing of the status page', async () => {
    const index = await fetch(`${url}/`);
    assert.match(
      index.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; script-src 'self'/,
    );
    assert.match(await index.text(), /src="page\/setup\.js"/);
    for (const name of ['setup.js', 'setup.css', 'setup-texts.js', 'dom.js', 'theme.css'])
      assert.equal((await fetch(`${url}/page/${name}`)).status, 200, name);
    for (const where of ['/status', '/metrics', '/standing.json', '/page/../setup.js'])
      assert.equal((await request(`${url}${where}`)).statusCode, 404, where);
    assert.equal(await (await fetch(`${url}/healthz`)).text(), 'ok\n');
  });

  it('has the language of the setup that waits, and before that of its own process', async () => {
    const language = async () => /<html lang="(..)">/.exec(await (await fetch(`${url}/`)).text())?.[1];
    writeFileSync(file, JSON.stringify(standing('no-cable')));
    assert.equal(await language(), 'en');
    rmSync(file);
    assert.equal(await language(), 'de');
  });

  it('takes only questions, and only by a name of the home', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'] as const)
      assert.equal((await request(`${url}/setup`, { method })).statusCode, 405, method);
    const rebound = await request(`${url}/setup`, { headers: { host: 'evil.example' } });
    assert.equal(rebound.statusCode, 421);
    assert.deepEqual(logged, []);
  });
});
