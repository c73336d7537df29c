// Is the meter being read? Real TLS clients in front of the demo: the page and the command status agree at each step.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Status } from '../../src/admin/status/schema.js';
import { launchBrowser, visit, type Visit } from '../support/browser.js';
import { freePort, runToEnd, startProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';

describe('the verdict', { skip: missing('chromium', 'curl', 'openssl') }, () => {
  let admin: string;
  let program: Program;
  let browser: Browser;
  let seen: Visit;

  before(async () => {
    admin = `127.0.0.1:${await freePort()}`;
    program = await startProgram(['--admin', admin], { command: 'demo' });
    await program.word(/openssl/);
    browser = await launchBrowser();
    seen = await visit(browser);
    await seen.page.goto(`http://${admin}/`);
  });
  after(async () => {
    await browser.close();
    await program.stop('SIGKILL');
  });

  /** The command that the demo prints below the heading that matches. */
  const printed = (heading: RegExp): string =>
    program.words[program.words.findIndex((word) => heading.test(word)) + 1] ?? '';

  const status = async (): Promise<Status> =>
    (await (await fetch(`http://${admin}/status`)).json()) as Status;

  /** Waits until the page says so; the command says the same. */
  async function says(verdict: string, headline: string): Promise<void> {
    await seen.page.locator(`.state[data-state=${verdict}]`).waitFor();
    assert.equal(await seen.page.locator('.state h2').innerText(), headline);
    const { stdout } = await runToEnd(['status', '--admin', admin]);
    assert.match(stdout, new RegExp(`^[✓✗!] gateway: ${headline}`, 'm'));
  }

  it('is that nothing has read yet, also after a handshake as check makes it', async () => {
    await says('not-read-yet', 'Ready, not read yet');
    await shell(`openssl s_client -connect 127.0.0.1:${program.port} </dev/null`);
    await program.connection();
    const { forwards, recent } = await status();
    assert.ok((recent[0]?.bytesToClient ?? 0) > 500, 'the certificate has come');
    assert.deepEqual(forwards[0]?.visits, { read: 0, unanswered: 0 });
    await says('not-read-yet', 'Ready, not read yet');
  });

  it('is that it is read', async () => {
    await shell(printed(/newest reading/));
    await says('read', 'The meter is being read');
  });

  it('is that the log-in is not answered, once with a wrong password', async () => {
    await shell(printed(/wrong password/));
    await says('unanswered', 'The gateway does not answer the log-in');
    assert.match(
      await seen.page.locator('.state').innerText(),
      /often a wrong password\.\s+Check this\s+Enter/,
    );
    assert.match(
      await seen.page.locator('#failed').innerText(),
      /\n127\.0\.0\.1\s[^]*The gateway took the request and never answered: often a wrong password\s+the client (?:closed|cut)/,
    );
  });

  it('is that it is read again, once with the right one', async () => {
    await shell(printed(/newest reading/));
    await says('read', 'The meter is being read');
    assert.deepEqual(seen.complaints, []);
  });
});
