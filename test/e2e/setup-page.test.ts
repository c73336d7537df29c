// The page of a waiting setup in a browser: each stage in both languages and widths, and the change to the status page.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { SetupStanding } from '../../src/setup/standing.js';
import { launchBrowser, PHONE_390, visit, WIDE } from '../support/browser.js';
import { scratchFolder } from '../support/deb.js';
import { freePort, MAIN, Program, startProgram } from '../support/program.js';
import { missing } from '../support/requires.js';
import { STAGES, standing } from '../support/standings.js';
import { SCROLLS_SIDEWAYS } from '../support/told-page.js';

const LOOKS = [
  ['de', { ...WIDE, locale: 'de-DE' }],
  ['en', WIDE],
  ['de-phone', { ...PHONE_390, locale: 'de-DE', colorScheme: 'dark' }],
  ['en-phone', PHONE_390],
] as const;

/** The markup is the same in English. */
async function violationsOn(page: Page): Promise<unknown> {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
  return (await page.evaluate<{ readonly violations: unknown }>('axe.run()')).violations;
}

describe('the page of a waiting setup', { skip: missing('chromium') }, () => {
  const RUNTIME_DIRECTORY = scratchFolder();
  let browser: Browser;
  let port: number;
  let program: Program;

  const show = (what: SetupStanding): void => {
    writeFileSync(path.join(RUNTIME_DIRECTORY, 'standing.json'), JSON.stringify(what));
  };

  before(async () => {
    browser = await launchBrowser();
    port = await freePort();
    program = await servePage();
  });
  after(async () => {
    await browser.close();
    await program.stop('SIGKILL');
  });

  const url = (): string => `http://127.0.0.1:${port}/`;

  async function servePage(): Promise<Program> {
    const words = [MAIN, 'setup', '--page', `127.0.0.1:${port}`];
    const env = { ...process.env, RUNTIME_DIRECTORY };
    const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const page = new Program(child, port);
    await page.word(/^setup page:/);
    return page;
  }

  for (const stage of STAGES)
    it(`shows the stage ${stage}, to everybody`, async () => {
      show(standing(stage));
      for (const [name, options] of LOOKS) {
        // axe is injected, which the content security policy of the page forbids.
        const seen = await visit(browser, { ...options, bypassCSP: true });
        await seen.page.goto(url());
        const { headline } = standing(stage).words[name.startsWith('de') ? 'de' : 'en'];
        await seen.page.getByRole('heading', { name: headline }).waitFor();
        assert.equal(await seen.page.evaluate(SCROLLS_SIDEWAYS), false);
        assert.ok(statSync(await seen.screenshot(`setup-${stage}-${name}`)).size > 10_000);
        if (name.startsWith('de')) assert.deepEqual(await violationsOn(seen.page), []);
        assert.deepEqual(seen.complaints, []);
        await seen.close();
      }
    });

  it('follows each change by itself, and reads it to those who listen', async () => {
    show(standing('no-cable'));
    const seen = await visit(browser);
    await seen.page.goto(url());
    await seen.page.getByRole('heading', { name: 'The network cable is missing' }).waitFor();
    show(standing('searching'));
    await seen.page.getByRole('status').getByText('Looking for the gateway').waitFor({ state: 'attached' });
    assert.match(await seen.page.title(), /^Looking for the gateway/);
    await seen.close();
  });

  it('runs and draws nothing that a device on the network calls itself', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    show(standing('foreign', { choices: [evil], failure: [evil] }));
    const seen = await visit(browser);
    await seen.page.goto(url());
    await seen.page.getByText(evil).first().waitFor();
    assert.equal(await seen.page.locator('main img, main script').count(), 0);
    assert.match(await seen.page.title(), /^A device at the cable/);
    assert.deepEqual(seen.complaints, []);
    await seen.close();
  });

  it('makes room for the status page, without a hand of the reader', async () => {
    show(standing('setting-up'));
    const seen = await visit(browser);
    await seen.page.goto(url());
    await seen.page.getByRole('heading', { name: 'The gateway is found' }).waitFor();
    await program.stop('SIGTERM');
    program = await startProgram(['--admin', `127.0.0.1:${port}`]);
    await seen.page.locator('#forwards').waitFor();
    await seen.close();
  });
});
