// A real browser for the tests of the status page: headless Chromium, and what it has to complain about.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { scratchFolder } from './deb.js';

/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';

/** Where screenshots are left for people to look at. Not SMGW_PROXY_…: those are the program's own. */
const SCREENSHOTS = process.env.SMGW_SCREENSHOTS ?? path.join(tmpdir(), 'smgw-proxy-screenshots');

/** The caller closes it. Root may not have Chromium's sandbox. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** Likewise, for what a host of a test bed sees. */
export function launchBrowserIn(namespace: string): Promise<Browser> {
  const starter = path.join(scratchFolder(), 'chromium');
  writeFileSync(starter, `#!/bin/sh\nexec ip netns exec '${namespace}' ${CHROMIUM} "$@"\n`, { mode: 0o755 });
  return chromium.launch({ executablePath: starter, args: ['--no-sandbox'] });
}

/** A page, and all that it asked for or said on the way. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console (violations of the content security policy among them), exceptions. */
  readonly complaints: string[];
  /** The address of every request. */
  readonly requests: string[];
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The page on a phone. */
export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** The widths at which the page of a waiting setup is looked at. */
export const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
export const PHONE_390: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/**
 * Prepares a visit of its own (no cookies, no cache), in English unless said otherwise; page.goto() begins it.
 *
 * @param options of the browser, such as `locale` and `colorScheme`
 */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => requests.push(request.url()));
  return {
    page,
    complaints,
    requests,
    screenshot: async (name) => {
      mkdirSync(SCREENSHOTS, { recursive: true });
      const file = path.join(SCREENSHOTS, `${name}.png`);
      await page.screenshot({ path: file, fullPage: true });
      return file;
    },
    close: () => context.close(),
  };
}
