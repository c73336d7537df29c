// The status page in a browser, told a made-up /status at a made-up time: for tests of what it makes of that.
import { after, afterEach, before } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Status } from '../../src/admin/status/schema.js';
import { launchBrowser, visit, type Visit } from './browser.js';
import { freePort, startProgram, type Program } from './program.js';

/** An hour and a half after what the service of the made-up /status takes for now. */
const BROWSER_TIME = '2026-03-01T20:00:00Z';

/** For page.evaluate(): whether the page is wider than its window. */
export const SCROLLS_SIDEWAYS = 'document.scrollingElement.scrollWidth > window.innerWidth';

export interface ToldPage extends Visit {
  /** Sets the answer from now on: this, or another HTTP status. */
  tell(what: Status | number): void;
  /** How often it has asked. */
  asked(): number;
  /** Waits until the page has been told something once more, and shows it. */
  nextAnswer(): Promise<void>;
}

/** Opens the page of that service, and waits until it shows something; the time stands still there, timers go on. */
async function openTold(
  browser: Browser,
  url: string,
  first: Status,
  options: BrowserContextOptions = {},
): Promise<ToldPage> {
  let told: Status | number = first;
  const seen = await visit(browser, options);
  const { page, requests } = seen;
  await page.route('**/status', (route) =>
    typeof told === 'number' ? route.fulfill({ status: told, body: 'no' }) : route.fulfill({ json: told }),
  );
  await page.clock.setFixedTime(BROWSER_TIME);
  await page.goto(url);
  await page.locator('#details').waitFor();
  return {
    ...seen,
    tell: (what) => {
      told = what;
    },
    asked: () => requests.filter((each) => each.endsWith('/status')).length,
    nextAnswer: async () => {
      // The next question comes when the answer to the one before has been shown.
      await page.waitForResponse('**/status');
      await page.waitForRequest('**/status');
    },
  };
}

/** A browser and a program with its status page; to be made in a suite, which they live as long as. */
export class PageStage {
  browser!: Browser;
  /** `host:port` of the page. */
  admin = '';
  private program!: Program;
  private open: ToldPage[] = [];

  constructor() {
    before(async () => {
      this.browser = await launchBrowser();
      this.admin = `127.0.0.1:${await freePort()}`;
      this.program = await startProgram(['--admin', this.admin]);
    });
    after(async () => {
      await this.browser.close();
      await this.program.stop('SIGKILL');
    });
    afterEach(async () => {
      await Promise.all(this.open.map((each) => each.close()));
      this.open = [];
    });
  }

  /** Opens the page; it is closed after the test. */
  readonly shows = async (first: Status, options?: BrowserContextOptions): Promise<ToldPage> => {
    const seen = await openTold(this.browser, `http://${this.admin}/`, first, options);
    this.open.push(seen);
    return seen;
  };
}
